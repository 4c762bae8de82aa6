import type { Schemas } from '../../api/client.js'
import { TableSection } from '../../components/table-section.js'
import { useFormat } from '../../i18n/format.js'
import { useMessages } from '../../i18n/language.js'
import { hrefOf, keyOf, useApplicationColumns } from './application-columns.js'
import { overviewFile, type OverviewFilter } from './use-overview.js'

interface Props {
  readonly trainings: readonly Schemas['TrainingDeadline'][]
  /** Such as `30 days`. */
  readonly within: string
  readonly filter: OverviewFilter
}

/** The trainings that must be complete soon, and how far they are. */
export function TrainingsDue({ trainings, within, filter }: Props) {
  const t = useMessages()
  const texts = t.pages.overview
  const format = useFormat()
  const columns = useApplicationColumns()
  return (
    <TableSection
      title={texts.trainingsDue(within)}
      file={overviewFile(filter, 'trainings-due')}
      rows={trainings}
      empty={texts.trainingsDueEmpty}
      keyOf={keyOf}
      hrefOf={hrefOf}
      columns={[
        columns.student,
        columns.program,
        columns.stage,
        {
          id: 'progress',
          title: t.pages.student.overall,
          numeric: true,
          cell: ({ progress }) => (progress === null ? '–' : format.percent(progress)),
        },
        columns.deadline,
      ]}
    />
  )
}
