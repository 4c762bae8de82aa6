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
  STATUS_FIELDS,
  STUDENT_VERSION_FIELDS,
  TRACKER_VERSION_FIELDS,
} from '../../src/odoo/schema/tracked-fields.js'
import { rowsAsWritten, type WritableProgress } from './numbers.js'
import { versionsOf } from './tracked-rows.js'

const versions = {
  student: versionsOf(Student, [...STUDENT_VERSION_FIELDS, ...STATUS_FIELDS], STATUS_FIELDS),
  document: versionsOf(DocumentRequest, DOCUMENT_FIELDS),
  session: versionsOf(CourseSession, SESSION_FIELDS),
  homework: versionsOf(HomeworkAttempt, HOMEWORK_FIELDS),
  membership: versionsOf(Membership, MEMBERSHIP_FIELDS),
  attempt: versionsOf(SurveyAttempt, ATTEMPT_FIELDS),
  quiz: versionsOf(SlideProgress, QUIZ_FIELDS),
  tracker: versionsOf(ProgressTracker, TRACKER_VERSION_FIELDS),
}

/** The versions of all rows of a student, with our own numbers as we have just written them. */
export function studentRowVersions(progress: WritableProgress): (RowVersion & { studentId: number })[] {
  const { student, documents, sessions, homework, memberships, attempts, quizzes } = progress.records
  const written = rowsAsWritten(progress)
  return [
    versions.student(written.student),
    ...documents.map(versions.document),
    ...sessions.map(versions.session),
    ...homework.map(versions.homework),
    ...memberships.map(versions.membership),
    ...attempts.map(versions.attempt),
    ...quizzes.map(versions.quiz),
    ...written.trackers.map(versions.tracker),
  ].map((version) => ({ ...version, studentId: student.id }))
}
