import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, read, type Schemas } from '../../api/client.js'
import { ConfirmButton } from '../../components/confirm.js'
import { DataTable } from '../../components/data-table.js'
import { sentenceOf } from '../../components/failure.js'
import { Instant } from '../../components/instant.js'
import { Section } from '../../components/page.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { useTitle } from '../../i18n/title.js'
import { useMay } from '../../session/session.js'
import { DryRunResult } from './dry-run-result.js'

type Rules = Schemas['CourseRules']

/** How often a comparison that has not ended is asked for. Milliseconds. */
const POLL = 1_000

/**
 * Changes of the courses that were made in Odoo, and the students in training whom they do not
 * concern yet. Shows nothing where there never was a change.
 */
export function CourseChanges({ programId }: { readonly programId: number }) {
  const mayRead = useMay('read_rules')
  const rules = useQuery({
    queryKey: ['course-rules', programId],
    queryFn: () => read(api.GET('/v1/programs/{id}/course-rules', { params: { path: { id: programId } } })),
    enabled: mayRead,
  })
  if (!rules.data || rules.data.history.length === 0) return null
  return <Changes rules={rules.data} />
}

function Changes({ rules }: { readonly rules: Rules }) {
  const t = useMessages()
  const texts = t.pages.programs
  const mayEdit = useMay('edit_rules')
  const { held, open, history } = rules
  const past = open ? history.slice(1) : history
  return (
    <Section title={texts.courseChanges}>
      <Stack gap="md">
        {held.length > 0 && <p className="note">{open ? texts.courseChangeText : texts.courseChangeKept}</p>}
        {held.map(({ version, trainings, changes }) => (
          <Stack key={version} gap={4}>
            <Text size="sm" fw={500}>
              {texts.heldStudents(trainings)}
            </Text>
            <ChangeTable label={texts.whatChanges} changes={changes} />
          </Stack>
        ))}
        {held.length > 0 && mayEdit && <Decide key={rules.version} rules={rules} />}
        {past.length > 0 && <Past changes={past} />}
      </Stack>
    </Section>
  )
}

function Decide({ rules: { programId, version, open, history } }: { readonly rules: Rules }) {
  const t = useMessages()
  const texts = t.pages.programs
  const path = { id: programId }
  const [started, setStarted] = useState<number | null>(null)
  const id = started ?? (history[0]?.version === version ? history[0].dryRun : null)
  const compare = useMutation({
    mutationFn: () =>
      read(api.POST('/v1/programs/{id}/dry-runs', { params: { path }, body: { courseRules: version } })),
    onSuccess: (dryRun) => setStarted(dryRun.id),
  })
  const dryRun = useQuery({
    queryKey: ['dry-run', programId, id],
    queryFn: () =>
      read(
        api.GET('/v1/programs/{id}/dry-runs/{dryRun}', { params: { path: { ...path, dryRun: id ?? 0 } } }),
      ),
    enabled: id !== null,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL : false),
  })
  const found = dryRun.data?.state === 'completed' && dryRun.data.courseRules === version ? dryRun.data : null
  const decide = (decision: 'apply' | 'new_only', reason: string) =>
    read(
      api.POST('/v1/programs/{id}/course-rules/{version}/decision', {
        params: { path: { ...path, version } },
        body: { decision, reason, ...(found && { dryRun: found.id }) },
      }),
    )
  const isRunning = compare.isPending || dryRun.data?.state === 'running'
  return (
    <Stack gap="sm">
      {compare.error && (
        <Alert color="red" variant="light" role="alert" className="message" title={t.states.commandFailed}>
          {sentenceOf(compare.error, t)}
        </Alert>
      )}
      {dryRun.data?.state === 'failed' && (
        <Alert color="red" variant="light" role="alert" className="message">
          {t.pages.policy.failed}
        </Alert>
      )}
      {found && <DryRunResult programId={programId} dryRun={found} />}
      <Group gap="sm">
        {found ? (
          <ConfirmButton
            label={texts.applyChange}
            title={texts.applyChange}
            text={texts.applyChangeText}
            action={texts.applyChange}
            reason="required"
            variant="filled"
            onConfirm={(reason) => decide('apply', reason)}
          />
        ) : (
          <Button variant="default" loading={isRunning} onClick={() => compare.mutate()}>
            {texts.whomItConcerns}
          </Button>
        )}
        {open && (
          <ConfirmButton
            label={texts.keepChange}
            title={texts.keepChange}
            text={texts.keepChangeText}
            action={texts.keepChange}
            reason="required"
            onConfirm={(reason) => decide('new_only', reason)}
          />
        )}
      </Group>
    </Stack>
  )
}

function Past({ changes }: { readonly changes: Rules['history'] }) {
  const t = useMessages()
  const texts = t.pages.programs
  const say = useWords()
  return (
    <DataTable
      label={texts.earlierChanges}
      rows={changes}
      keyOf={({ version }) => String(version)}
      columns={[
        { id: 'noticed', title: texts.noticed, cell: ({ noticedAt }) => <Instant at={noticedAt} /> },
        { id: 'changes', title: texts.asked, cell: ({ changes: of }) => <ChangeList changes={of} /> },
        {
          id: 'outcome',
          title: texts.outcome,
          cell: ({ decision, reason }) => (
            <>
              {say('courseDecisions', decision)}
              {reason !== null && (
                <>
                  {': '}
                  <bdi>{reason}</bdi>
                </>
              )}
            </>
          ),
        },
      ]}
    />
  )
}

interface ChangesProps {
  readonly changes: readonly Schemas['CourseRuleChange'][]
}

function ChangeTable({ label, changes }: ChangesProps & { readonly label: string }) {
  const t = useMessages()
  const texts = t.pages.programs
  const say = useWords()
  const inLanguage = useTitle()
  return (
    <DataTable
      label={label}
      rows={changes}
      keyOf={({ courseIntegrationId, setting }) => `${courseIntegrationId} ${setting}`}
      columns={[
        { id: 'course', title: texts.course, cell: ({ course }) => <bdi>{inLanguage(course)}</bdi> },
        {
          id: 'setting',
          title: texts.asked,
          cell: ({ setting }) => <bdi>{say('courseSettings', setting)}</bdi>,
        },
        {
          id: 'before',
          title: t.pages.policy.before,
          cell: ({ setting, before }) => <Value setting={setting} value={before} />,
        },
        {
          id: 'after',
          title: t.pages.policy.after,
          cell: ({ setting, after }) => <Value setting={setting} value={after} />,
        },
      ]}
    />
  )
}

function ChangeList({ changes }: ChangesProps) {
  const texts = useMessages().pages.policy
  const say = useWords()
  const inLanguage = useTitle()
  return changes.map(({ courseIntegrationId, course, setting, before, after }) => (
    <Text size="sm" key={`${courseIntegrationId} ${setting}`}>
      <bdi>{inLanguage(course)}</bdi>
      {' · '}
      <bdi>{say('courseSettings', setting)}</bdi>
      {` · ${texts.before}: `}
      <Value setting={setting} value={before} />
      {` · ${texts.after}: `}
      <Value setting={setting} value={after} />
    </Text>
  ))
}

function Value({ setting, value }: { readonly setting: string; readonly value: string | number | null }) {
  const texts = useMessages().pages.programs
  if (value === null) return texts.notThere
  return setting === 'course' ? texts.included : <bdi dir="ltr">{value}</bdi>
}
