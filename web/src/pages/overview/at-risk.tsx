import type { Schemas } from '../../api/client.js'
import { Instant } from '../../components/instant.js'
import { TableSection } from '../../components/table-section.js'
import { WordChip } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { hrefOf, keyOf, useApplicationColumns } from './application-columns.js'
import { overviewFile, type OverviewFilter } from './use-overview.js'

interface Props {
  readonly applications: readonly Schemas['AtRisk'][]
  readonly filter: OverviewFilter
}

/** Those who do not get on, longest first, and why. */
export function AtRisk({ applications, filter }: Props) {
  const t = useMessages()
  const texts = t.pages.overview
  const columns = useApplicationColumns()
  return (
    <TableSection
      title={texts.atRisk}
      file={overviewFile(filter, 'at-risk')}
      rows={applications}
      empty={texts.atRiskEmpty}
      keyOf={keyOf}
      hrefOf={hrefOf}
      columns={[
        columns.student,
        columns.program,
        {
          id: 'reasons',
          title: texts.why,
          cell: ({ reasons }) => (
            <span className="chips">
              {reasons.map((reason) => (
                <WordChip key={reason} of="riskReasons" word={reason} />
              ))}
            </span>
          ),
        },
        columns.stage,
        {
          id: 'since',
          title: t.common.since,
          cell: ({ since }) => <Instant at={since} />,
        },
      ]}
    />
  )
}
