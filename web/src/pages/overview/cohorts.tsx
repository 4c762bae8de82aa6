import type { Schemas } from '../../api/client.js'
import { Bar } from '../../components/bar.js'
import { TableSection } from '../../components/table-section.js'
import { useWords } from '../../components/words.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'

/** What became of those who began in the same month. */
export function Cohorts({ cohorts }: { readonly cohorts: readonly Schemas['Cohort'][] }) {
  const texts = useMessages().pages.overview
  const say = useWords()
  const format = useFormat()
  return (
    <TableSection
      title={texts.cohorts}
      file="cohorts"
      rows={cohorts}
      empty={texts.funnelEmpty}
      keyOf={({ month }) => month}
      columns={[
        {
          id: 'month',
          title: texts.month,
          cell: ({ month }) => format.month(month),
          exported: ({ month }) => month,
        },
        {
          id: 'bar',
          title: texts.share,
          wide: true,
          cell: ({ completionRate }) => <Bar share={completionRate ?? 0} />,
        },
        {
          id: 'rate',
          title: texts.completionRate,
          numeric: true,
          cell: ({ completionRate }) => (completionRate === null ? '–' : format.share(completionRate)),
          exported: ({ completionRate }) => completionRate,
        },
        ...(['applied', 'enrolled', 'certified'] as const).map((step) => ({
          id: step,
          title: say('funnelSteps', step),
          numeric: true,
          cell: (row: Schemas['Cohort']) => format.number(row[step]),
          exported: (row: Schemas['Cohort']) => row[step],
        })),
      ]}
    />
  )
}
