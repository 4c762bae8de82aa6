import type { Static } from 'typebox'
import type { StudentPage } from '../schemas/student.js'
import { agentName, applicationColumn, instant, programColumn, studentColumn, table } from './table.js'

type Page = Static<typeof StudentPage>
type Student = Page['students'][number]

interface Row {
  readonly student: Student
  readonly studentId: number
  readonly application: Student['applications'][number] | null
}

/** A row per application, and one for a student without any. */
const rowsOf = ({ students }: Page): Row[] =>
  students.flatMap((student) =>
    (student.applications.length === 0 ? [null] : student.applications).map((application) => ({
      student,
      studentId: student.studentId,
      application,
    })),
  )

export const studentTable = table('students', rowsOf, [
  studentColumn(),
  { id: 'agent', type: 'text', value: ({ student }) => agentName(student) },
  {
    ...applicationColumn(),
    value: ({ application }) => application?.ref ?? null,
  },
  { ...programColumn(), value: ({ application }) => application?.programId ?? null },
  { id: 'stage', type: 'word', words: 'stages', value: ({ application }) => application?.stage ?? null },
  { id: 'since', type: 'instant', value: ({ application }) => instant(application?.stageSince ?? null) },
  {
    id: 'progress',
    type: 'percent',
    value: ({ application }) => application?.progress?.overall ?? null,
  },
  {
    id: 'task',
    type: 'word',
    words: 'tasks',
    value: ({ application }) => application?.openTask?.kind ?? null,
  },
  {
    id: 'taskSince',
    type: 'instant',
    value: ({ application }) => instant(application?.openTask?.since ?? null),
  },
  {
    id: 'certificate',
    type: 'text',
    value: ({ student, application }) =>
      student.certificates.find(({ programId }) => programId === application?.programId)?.number ?? null,
  },
])
