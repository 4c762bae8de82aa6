import type { ComponentProps } from 'react'
import { Instant } from '../../components/instant.js'
import { StudentName } from '../../components/student-name.js'
import { useWords } from '../../components/words.js'
import { useMessages } from '../../i18n/language.js'
import { useTitle } from '../../i18n/title.js'

/** What the overview’s tables of applications have in common. */
export function useApplicationColumns() {
  const t = useMessages()
  const say = useWords()
  const inLanguage = useTitle()
  return {
    student: {
      id: 'student',
      title: t.common.student,
      cell: (row: ComponentProps<typeof StudentName>['of']) => <StudentName of={row} />,
    },
    program: {
      id: 'program',
      title: t.common.program,
      wide: true,
      cell: ({ programName }: { readonly programName: string }) => <bdi>{inLanguage(programName)}</bdi>,
    },
    stage: {
      id: 'stage',
      title: t.common.stage,
      wide: true,
      cell: ({ stage }: { readonly stage: string }) => say('stages', stage),
    },
    deadline: {
      id: 'deadline',
      title: t.pages.overview.deadline,
      cell: ({ deadline }: { readonly deadline: string }) => <Instant at={deadline} />,
    },
  }
}

interface Application {
  readonly programId: number
  readonly studentId: number
}

export const keyOf = ({ programId, studentId }: Application): string => `${programId}-${studentId}`
export const hrefOf = (application: Application): string => `/applications/${keyOf(application)}`
