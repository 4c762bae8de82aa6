import { Checkbox, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { api, read, type Schemas } from '../../api/client.js'
import { ConfirmButton } from '../../components/confirm.js'
import { DataTable } from '../../components/data-table.js'
import { Instant } from '../../components/instant.js'
import { Section } from '../../components/page.js'
import { Paged, usePages } from '../../components/paged.js'
import { useWords, WordChip } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import { useMay } from '../../session/session.js'

type Status = Schemas['ReconciliationStatus']

/** How accurate what we knew was, the comparisons so far, and what the last one has found. */
export function Reconciliations({ status: { lastRun, models, runs } }: { readonly status: Status }) {
  const t = useMessages()
  const texts = t.pages.sync
  const say = useWords()
  const format = useFormat()
  const mayManage = useMay('manage_sync')
  return (
    <>
      <Section title={texts.accuracy} aside={mayManage && <CompareNow />}>
        <Text size="sm" c="dimmed" mb="sm">
          {texts.accuracyText}
        </Text>
        {lastRun === null ? (
          <Text size="sm">{texts.never}</Text>
        ) : (
          <Group gap="sm" mb="sm">
            {lastRun.accuracy !== null && (
              <Text fz={28} fw={650} lh={1}>
                {format.share(lastRun.accuracy, 3)}
              </Text>
            )}
            <WordChip of="reconciliationStates" word={lastRun.state} />
            <Text size="xs" c="dimmed">
              {texts.lastRun}: <Instant at={lastRun.startedAt} />
            </Text>
            {mayManage && lastRun.state === 'stopped' && (
              <ConfirmButton
                label={texts.confirm}
                variant="filled"
                title={texts.confirm}
                text={texts.confirmText(lastRun.studentsConcerned ?? 0)}
                action={texts.confirm}
                onConfirm={() =>
                  read(api.POST('/v1/reconciliations/{id}/confirm', { params: { path: { id: lastRun.id } } }))
                }
              />
            )}
          </Group>
        )}
        {models.length > 0 && (
          <DataTable
            label={texts.accuracy}
            rows={models}
            keyOf={({ model }) => model}
            columns={[
              { id: 'model', title: texts.model, cell: ({ model }) => say('models', model) },
              {
                id: 'compared',
                title: texts.compared,
                numeric: true,
                cell: ({ fields }) => format.number(sum(fields.map(({ compared }) => compared))),
              },
              {
                id: 'mismatches',
                title: texts.drift,
                numeric: true,
                cell: ({ fields }) => format.number(sum(fields.map(({ mismatches }) => mismatches))),
              },
            ]}
          />
        )}
      </Section>
      {lastRun && <DriftList runId={lastRun.id} />}
      {runs.length > 0 && (
        <Section title={texts.runs}>
          <DataTable
            label={texts.runs}
            rows={runs}
            keyOf={({ id }) => String(id)}
            columns={[
              { id: 'started', title: texts.started, cell: ({ startedAt }) => <Instant at={startedAt} /> },
              {
                id: 'state',
                title: t.common.state,
                cell: ({ state }) => <WordChip of="reconciliationStates" word={state} />,
              },
              {
                id: 'accuracy',
                title: texts.accuracy,
                numeric: true,
                cell: ({ accuracy }) => (accuracy === null ? '–' : format.share(accuracy, 3)),
              },
              {
                id: 'by',
                title: texts.requestedBy,
                wide: true,
                cell: ({ requestedBy }) => <bdi>{requestedBy ?? texts.schedule}</bdi>,
              },
            ]}
          />
        </Section>
      )}
    </>
  )
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

function CompareNow() {
  const t = useMessages()
  const texts = t.pages.sync
  const [dryRun, setDryRun] = useState(false)
  return (
    <ConfirmButton
      label={texts.compareNow}
      title={texts.compareNow}
      text={texts.compareText}
      action={texts.compareNow}
      onConfirm={() => read(api.POST('/v1/reconciliations', { body: { dryRun } }))}
    >
      <Checkbox
        label={texts.dryRun}
        checked={dryRun}
        onChange={({ currentTarget }) => setDryRun(currentTarget.checked)}
      />
    </ConfirmButton>
  )
}

function DriftList({ runId }: { readonly runId: number }) {
  const t = useMessages()
  const texts = t.pages.sync
  const say = useWords()
  const drift = usePages<Schemas['Drift']>({
    key: ['drift', runId],
    every: 15_000,
    fetch: async (cursor) => {
      const query = { limit: 20, ...(cursor !== undefined && { cursor }) }
      const page = await read(
        api.GET('/v1/reconciliations/{id}/drift', { params: { path: { id: runId }, query } }),
      )
      return { rows: page.drift, next: page.next }
    },
  })
  return (
    <Section title={texts.drift}>
      <Paged query={drift} empty={<Text size="sm">{texts.noDrift}</Text>}>
        {(rows) => (
          <DataTable
            label={texts.drift}
            rows={rows}
            keyOf={({ id }) => String(id)}
            columns={[
              { id: 'class', title: t.common.kind, cell: (row) => t.words.driftClasses[row.class] },
              {
                id: 'model',
                title: texts.model,
                cell: ({ model, recordId }) => `${say('models', model)} ${recordId}`,
              },
              {
                id: 'student',
                title: t.common.student,
                wide: true,
                cell: ({ studentId, programId }) =>
                  studentId === null ? (
                    '–'
                  ) : programId === null ? (
                    t.common.studentNumber(studentId)
                  ) : (
                    <Link href={`/applications/${programId}-${studentId}`} className="row-link">
                      {t.common.studentNumber(studentId)}
                    </Link>
                  ),
              },
              {
                id: 'fields',
                title: texts.fields,
                wide: true,
                cell: ({ fields }) => <bdi dir="ltr">{fields.join(', ')}</bdi>,
              },
              {
                id: 'state',
                title: t.common.state,
                cell: ({ state }) => <WordChip of="driftStates" word={state} />,
              },
            ]}
          />
        )}
      </Paged>
    </Section>
  )
}
