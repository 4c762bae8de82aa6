import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, read } from '../../api/client.js'
import { sentenceOf } from '../../components/failure.js'
import { Loaded } from '../../components/loaded.js'
import { Section } from '../../components/page.js'
import { useMessages } from '../../i18n/language.js'
import { useMay } from '../../session/session.js'
import { DryRunResult } from './dry-run-result.js'
import type { PolicyDocument } from './policy-document.js'
import { PolicyFields } from './policy-fields.js'

/** How often a comparison that has not ended is asked for. Milliseconds. */
const POLL = 1_000

/** The policy of a program: changed in a form, compared with the present one, then saved. */
export function PolicyEditor({ programId }: { readonly programId: number }) {
  const t = useMessages()
  const path = { id: programId }
  const policy = useQuery({
    queryKey: ['policy', programId],
    queryFn: () => read(api.GET('/v1/programs/{id}/policy', { params: { path } })),
  })
  return (
    <Section
      title={t.pages.policy.title}
      aside={
        policy.data && (
          <Text size="sm" c="dimmed">
            {t.pages.programs.policyVersion(policy.data.version)}
          </Text>
        )
      }
    >
      <Loaded query={policy} rows={6}>
        {({ version, ...document }) => (
          <Editor key={version} programId={programId} version={version} present={document} />
        )}
      </Loaded>
    </Section>
  )
}

interface Props {
  readonly programId: number
  readonly version: number
  readonly present: PolicyDocument
}

function Editor({ programId, version, present }: Props) {
  const t = useMessages()
  const texts = t.pages.policy
  const mayEdit = useMay('edit_rules')
  const queries = useQueryClient()
  const [proposed, setProposed] = useState(present)
  const [compared, setCompared] = useState<{ readonly id: number; readonly document: PolicyDocument } | null>(
    null,
  )
  const isChanged = JSON.stringify(proposed) !== JSON.stringify(present)
  const isCompared = compared !== null && compared.document === proposed
  const path = { id: programId }

  const compare = useMutation({
    mutationFn: (document: PolicyDocument) =>
      read(api.POST('/v1/programs/{id}/dry-runs', { params: { path }, body: { policy: document } })),
    onSuccess: ({ id }, document) => setCompared({ id, document }),
  })
  const dryRun = useQuery({
    queryKey: ['dry-run', programId, compared?.id],
    queryFn: () =>
      read(
        api.GET('/v1/programs/{id}/dry-runs/{dryRun}', {
          params: { path: { ...path, dryRun: compared?.id ?? 0 } },
        }),
      ),
    enabled: compared !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL : false),
  })
  const save = useMutation({
    mutationFn: () =>
      read(
        api.PUT('/v1/programs/{id}/policy', {
          params: {
            path,
            query: { dryRun: compared?.id ?? 0 },
            header: { 'if-match': `"${version}"` },
          },
          body: proposed,
        }),
      ),
    onSuccess: ({ version: written }) => {
      notifications.show({ message: texts.saved(written), color: 'teal' })
      void queries.invalidateQueries()
    },
  })
  const error = compare.error ?? save.error
  const isRunning = compare.isPending || (isCompared && dryRun.data?.state === 'running')

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isChanged) compare.mutate(proposed)
      }}
    >
      <Stack gap="lg">
        <Text size="sm" c="dimmed">
          {texts.intro}
        </Text>
        <PolicyFields policy={proposed} onChange={setProposed} isReadOnly={!mayEdit} />
        {error && (
          <Alert color="red" variant="light" role="alert" className="message" title={t.states.commandFailed}>
            {sentenceOf(error, t)}
          </Alert>
        )}
        {isCompared && dryRun.data?.state === 'failed' && (
          <Alert color="red" variant="light" role="alert" className="message">
            {texts.failed}
          </Alert>
        )}
        {isCompared && dryRun.data?.state === 'completed' && (
          <DryRunResult programId={programId} dryRun={dryRun.data} />
        )}
        {mayEdit && (
          <Group gap="sm">
            <Button type="submit" variant="default" disabled={!isChanged || isCompared} loading={isRunning}>
              {texts.compare}
            </Button>
            {isCompared && dryRun.data?.state === 'completed' && (
              <Button loading={save.isPending} onClick={() => save.mutate()}>
                {texts.save}
              </Button>
            )}
            <Text size="xs" c="dimmed">
              {isChanged ? texts.compareFirst : texts.unchanged}
            </Text>
          </Group>
        )}
      </Stack>
    </form>
  )
}
