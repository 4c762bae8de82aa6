import type { Schemas } from '../../api/client.js'
import { TableSection } from '../../components/table-section.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { hrefOf, keyOf, useApplicationColumns } from './application-columns.js'
import { overviewFile, type OverviewFilter } from './use-overview.js'

interface Props {
  readonly deadlines: readonly Schemas['TaskDeadline'][]
  readonly filter: OverviewFilter
}

/** The deadlines of open tasks that come next. */
export function Deadlines({ deadlines, filter }: Props) {
  const t = useMessages()
  const texts = t.pages.overview
  const say = useWords()
  const columns = useApplicationColumns()
  return (
    <TableSection
      title={texts.deadlines}
      file={overviewFile(filter, 'deadlines')}
      rows={deadlines}
      empty={texts.deadlinesEmpty}
      keyOf={(row) => `${keyOf(row)}-${row.kind}`}
      hrefOf={hrefOf}
      columns={[
        columns.student,
        columns.program,
        {
          id: 'task',
          title: t.pages.students.task,
          cell: ({ kind }) => say('tasks', kind),
        },
        columns.deadline,
      ]}
    />
  )
}
