import type { Odoo } from '../src/odoo/client.js'
import type { Row } from '../src/odoo/model.js'
import {
  CourseSession,
  DocumentRequest,
  HomeworkAttempt,
  Membership,
  ProgressTracker,
  Student,
} from '../src/odoo/schema.js'
import {
  DOCUMENT_FIELDS,
  HOMEWORK_FIELDS,
  MEMBERSHIP_FIELDS,
  SESSION_FIELDS,
  STUDENT_FIELDS,
  type DocumentRow,
  type HomeworkRow,
  type MembershipRow,
  type SessionRow,
} from './watched.js'

const STANDING_STUDENT_FIELDS = [...STUDENT_FIELDS, 'elearningProgress', 'completedCourses'] as const
const TRACKER_FIELDS = [
  'student',
  'courseIntegration',
  'status',
  'elearningProgress',
  'customSessionsCompleted',
  'homeworkSubmissions',
  'overallProgress',
] as const

type StandingStudent = Row<typeof Student, (typeof STANDING_STUDENT_FIELDS)[number]>
export type TrackerRow = Row<typeof ProgressTracker, (typeof TRACKER_FIELDS)[number]>

/** All that Odoo holds about one student that a number or a decision depends on. */
export interface Standing {
  readonly student: StandingStudent
  readonly documents: readonly DocumentRow[]
  readonly trackers: readonly TrackerRow[]
  /** In all eLearning courses, archived ones too. */
  readonly memberships: readonly MembershipRow[]
  readonly sessions: readonly SessionRow[]
  readonly homework: readonly HomeworkRow[]
}

/** Six calls, however many students. A student who is gone from Odoo is left out. */
export async function readStandings(odoo: Odoo, studentIds: readonly number[]): Promise<Standing[]> {
  const students = await odoo.read(Student, studentIds, STANDING_STUDENT_FIELDS)
  if (students.length === 0) return []
  const ids = students.map(({ id }) => id)
  const partners = students.flatMap(({ partner }) => partner ?? [])
  const [trackers, memberships] = await Promise.all([
    odoo.searchRead(ProgressTracker, [['student', 'in', ids]], TRACKER_FIELDS, { order: 'id' }),
    partners.length === 0
      ? []
      : odoo.searchRead(Membership, [['partner', 'in', partners]], MEMBERSHIP_FIELDS, {
          order: 'id',
          archived: true,
        }),
  ])
  const [documents, sessions, homework] = await Promise.all([
    odoo.searchRead(DocumentRequest, [['student', 'in', ids]], DOCUMENT_FIELDS, { order: 'id' }),
    odoo.searchRead(CourseSession, [['student', 'in', ids]], SESSION_FIELDS, { order: 'id' }),
    odoo.searchRead(HomeworkAttempt, [['student', 'in', ids]], HOMEWORK_FIELDS, { order: 'id' }),
  ])
  const ofStudent = {
    documents: grouped(documents, ({ student }) => student),
    trackers: grouped(trackers, ({ student }) => student),
    sessions: grouped(sessions, ({ student }) => student),
    homework: grouped(homework, ({ student }) => student),
  }
  const ofPartner = grouped(memberships, ({ partner }) => partner)
  return students.map((student) => ({
    student,
    documents: ofStudent.documents.get(student.id) ?? [],
    trackers: ofStudent.trackers.get(student.id) ?? [],
    memberships: (student.partner !== null && ofPartner.get(student.partner)) || [],
    sessions: ofStudent.sessions.get(student.id) ?? [],
    homework: ofStudent.homework.get(student.id) ?? [],
  }))
}

function grouped<R>(rows: readonly R[], keyOf: (row: R) => number): Map<number, R[]> {
  const groups = new Map<number, R[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
