import type { Schemas } from '../../api/client.js'
import { Instant } from '../../components/instant.js'
import { StudentName, useStudentName } from '../../components/student-name.js'
import { TableSection } from '../../components/table-section.js'
import { useWords, WordChip } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { useTitle } from '../../i18n/title.js'

/** Those who do not get on, longest first, and why. */
export function AtRisk({ applications }: { readonly applications: readonly Schemas['AtRisk'][] }) {
  const t = useMessages()
  const texts = t.pages.overview
  const say = useWords()
  const nameOf = useStudentName()
  const inLanguage = useTitle()
  return (
    <TableSection
      title={texts.atRisk}
      file="at-risk"
      rows={applications}
      empty={texts.atRiskEmpty}
      keyOf={({ programId, studentId }) => `${programId}-${studentId}`}
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
          id: 'reasons',
          title: texts.why,
          cell: ({ reasons }) => (
            <span className="chips">
              {reasons.map((reason) => (
                <WordChip key={reason} of="riskReasons" word={reason} />
              ))}
            </span>
          ),
          exported: ({ reasons }) => reasons.map((reason) => say('riskReasons', reason)).join('; '),
        },
        {
          id: 'stage',
          title: t.common.stage,
          wide: true,
          cell: ({ stage }) => say('stages', stage),
          exported: ({ stage }) => say('stages', stage),
        },
        {
          id: 'since',
          title: t.common.since,
          cell: ({ since }) => <Instant at={since} />,
          exported: ({ since }) => since,
        },
      ]}
    />
  )
}
