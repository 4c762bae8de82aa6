import type { Schemas } from '../../api/client.js'
import { Instant } from '../../components/instant.js'
import { StudentName, useStudentName } from '../../components/student-name.js'
import { TableSection } from '../../components/table-section.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { useTitle } from '../../i18n/title.js'

/** The deadlines of open tasks that come next. */
export function Deadlines({ deadlines }: { readonly deadlines: readonly Schemas['TaskDeadline'][] }) {
  const t = useMessages()
  const texts = t.pages.overview
  const say = useWords()
  const nameOf = useStudentName()
  const inLanguage = useTitle()
  return (
    <TableSection
      title={texts.deadlines}
      file="deadlines"
      rows={deadlines}
      empty={texts.deadlinesEmpty}
      keyOf={({ programId, studentId, kind }) => `${programId}-${studentId}-${kind}`}
      hrefOf={({ programId, studentId }) => `/applications/${programId}-${studentId}`}
      columns={[
        { id: 'student', title: t.common.student, cell: (row) => <StudentName of={row} />, exported: nameOf },
        {
          id: 'program',
          title: t.common.program,
          wide: true,
          cell: ({ programName }) => <bdi>{inLanguage(programName)}</bdi>,
          exported: ({ programName }) => inLanguage(programName),
        },
        {
          id: 'task',
          title: t.pages.students.task,
          cell: ({ kind }) => say('tasks', kind),
          exported: ({ kind }) => say('tasks', kind),
        },
        {
          id: 'deadline',
          title: texts.deadline,
          cell: ({ deadline }) => <Instant at={deadline} />,
          exported: ({ deadline }) => deadline,
        },
      ]}
    />
  )
}
