import type { RowVersion } from '../../src/domain/row-version.js'
import {
  CourseSession,
  DocumentRequest,
  HomeworkAttempt,
  Membership,
  ProgressTracker,
  SlideProgress,
  Student,
  SurveyAttempt,
} from '../../src/odoo/schema/index.js'
import {
  ATTEMPT_FIELDS,
  DOCUMENT_FIELDS,
  HOMEWORK_FIELDS,
  MEMBERSHIP_FIELDS,
  QUIZ_FIELDS,
  SESSION_FIELDS,
  STUDENT_VERSION_FIELDS,
  TRACKER_VERSION_FIELDS,
} from '../../src/odoo/schema/tracked-fields.js'
import { rowsAsWritten, type WritableProgress } from './numbers.js'
import { rowVersion } from './tracked-rows.js'

/** The versions of all rows of a student, with our own numbers as we have just written them. */
export function studentRowVersions(progress: WritableProgress): (RowVersion & { studentId: number })[] {
  const rows = progress.records
  const written = rowsAsWritten(progress)
  const versions = [
    rowVersion(Student, STUDENT_VERSION_FIELDS, written.student),
    ...rows.documents.map((row) => rowVersion(DocumentRequest, DOCUMENT_FIELDS, row)),
    ...rows.sessions.map((row) => rowVersion(CourseSession, SESSION_FIELDS, row)),
    ...rows.homework.map((row) => rowVersion(HomeworkAttempt, HOMEWORK_FIELDS, row)),
    ...rows.memberships.map((row) => rowVersion(Membership, MEMBERSHIP_FIELDS, row)),
    ...rows.attempts.map((row) => rowVersion(SurveyAttempt, ATTEMPT_FIELDS, row)),
    ...rows.quizzes.map((row) => rowVersion(SlideProgress, QUIZ_FIELDS, row)),
    ...written.trackers.map((row) => rowVersion(ProgressTracker, TRACKER_VERSION_FIELDS, row)),
  ]
  return versions.map((version) => ({ ...version, studentId: rows.student.id }))
}
