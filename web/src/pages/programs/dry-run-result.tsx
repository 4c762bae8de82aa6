import { Stack, Text, Title } from '@mantine/core'
import { api, read, type Schemas } from '../../api/client.js'
import { DataTable } from '../../components/data-table.js'
import { Paged, usePages } from '../../components/paged.js'
import { SaidText } from '../../components/said.js'
import { StudentName } from '../../components/student-name.js'
import { useWords } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import { SettingName, SettingValue } from './policy-setting.js'

interface Props {
  readonly programId: number
  readonly dryRun: Schemas['DryRun']
}

/** What a comparison has found: settings before and after, and whom it would concern, by name. */
export function DryRunResult({ programId, dryRun }: Props) {
  const t = useMessages()
  const texts = t.pages.policy
  const say = useWords()
  const format = useFormat()
  const changes = usePages<Schemas['RuleChange']>({
    key: ['dry-run-changes', programId, dryRun.id],
    fetch: async (cursor) => {
      const { changes: rows, next } = await read(
        api.GET('/v1/programs/{id}/dry-runs/{dryRun}/changes', {
          params: {
            path: { id: programId, dryRun: dryRun.id },
            query: { limit: 50, ...(cursor !== undefined && { cursor }) },
          },
        }),
      )
      return { rows, next }
    },
  })
  const counts = Object.entries(dryRun.counts).filter(([, count]) => count > 0)
  return (
    <Stack gap="sm" role="status">
      <Title order={3}>{texts.compared(dryRun.students ?? 0)}</Title>
      {dryRun.settings.length > 0 && (
        <DataTable
          label={texts.setting}
          rows={dryRun.settings}
          keyOf={({ setting }) => setting}
          columns={[
            { id: 'setting', title: texts.setting, cell: ({ setting }) => <SettingName path={setting} /> },
            {
              id: 'before',
              title: texts.before,
              cell: ({ setting, before }) => <SettingValue path={setting} value={before} />,
            },
            {
              id: 'after',
              title: texts.after,
              cell: ({ setting, after }) => <SettingValue path={setting} value={after} />,
            },
          ]}
        />
      )}
      {counts.length > 0 && (
        <Text size="sm">
          {counts.map(([kind, count]) => `${say('ruleChanges', kind)}: ${format.number(count)}`).join(' · ')}
        </Text>
      )}
      <Paged query={changes} empty={<Text size="sm">{texts.nobody}</Text>}>
        {(rows) => (
          <DataTable
            label={texts.compare}
            rows={rows}
            keyOf={({ kind, ref, courseIntegrationId }) => `${kind}-${ref}-${courseIntegrationId ?? 0}`}
            hrefOf={({ ref }) => `/applications/${ref}`}
            columns={[
              { id: 'student', title: t.common.student, cell: (row) => <StudentName of={row} /> },
              { id: 'kind', title: t.common.kind, cell: ({ kind }) => say('ruleChanges', kind) },
              {
                id: 'before',
                title: texts.before,
                wide: true,
                cell: ({ before, beforeArabic }) => <SaidText english={before} arabic={beforeArabic} />,
              },
              {
                id: 'after',
                title: texts.after,
                wide: true,
                cell: ({ after, afterArabic }) => <SaidText english={after} arabic={afterArabic} />,
              },
              {
                id: 'why',
                title: texts.why,
                wide: true,
                cell: ({ reason, reasonArabic }) => <SaidText english={reason} arabic={reasonArabic} />,
              },
            ]}
          />
        )}
      </Paged>
    </Stack>
  )
}
