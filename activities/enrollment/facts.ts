import { ageOn, isPlausibleBirthDate } from '../../src/domain/age.js'
import { today, type CenterTime } from '../../src/domain/calendar.js'
import { normaliseEmail } from '../../src/domain/email.js'
import { calendarOf } from '../../src/domain/center-calendar.js'
import type { ApplicationFacts, CourseFacts, DocumentFacts, StudentFacts } from '../../src/domain/facts.js'
import type { ProgramPolicy } from '../../src/domain/policy.js'
import { fingerprint } from '../../src/hash.js'
import type { DocumentRow, IntegrationRow, ProgramRow, StudentRow } from '../sync/tracked-rows.js'

/** The rows that a decision about an application depends on. */
export interface FactRows {
  readonly student: StudentRow
  readonly documents: readonly DocumentRow[]
  readonly program: ProgramRow
  /** The program's active course integrations. */
  readonly courses: readonly IntegrationRow[]
}

const birthDateFact = (birthDate: string | null, day: string) =>
  birthDate === null ? 'missing' : isPlausibleBirthDate(birthDate, day) ? 'plausible' : 'implausible'

const documentFacts = (documents: readonly DocumentRow[]): DocumentFacts[] =>
  documents.map(({ documentType, isMandatory, state }) => ({
    type: documentType ?? 'unknown',
    mandatory: isMandatory,
    state: state ?? 'draft',
  }))

const courseFacts = (courses: readonly IntegrationRow[]): CourseFacts[] =>
  courses.map(({ id, elearningCourse, name, autoEnrollEligible }) => ({
    courseIntegrationId: id,
    channelId: elearningCourse,
    name,
    autoEnroll: autoEnrollEligible,
  }))

/**
 * Fingerprint of what a decision depends on. The sweep and the workflow compute the same one. It
 * includes the email address, because a corrected one must wake a workflow that waits for it, the
 * creation date, because the record may be about another person by now, and the version of the
 * policy, which differs between two runs. It includes nothing that we write
 * ourselves, such as the contact: our own writes must not look like news.
 */
export function factsVersion(
  { student, documents, program, courses }: FactRows,
  policy: ProgramPolicy,
  now: CenterTime,
): string {
  const day = today(now)
  const decisive = [
    student.createDate,
    ageOn(day, student.birthDate),
    birthDateFact(student.birthDate, day),
    student.englishLevel,
    student.hasCertificate,
    student.enrollmentType,
    normaliseEmail(student.email),
    student.preferredCourseIntegration,
    documentFacts(documents),
    program.status,
    program.durationWeeks,
    courseFacts(courses).map(({ courseIntegrationId, channelId, autoEnroll }) => [
      courseIntegrationId,
      channelId,
      autoEnroll,
    ]),
    policy.version,
  ]
  return fingerprint(decisive)
}

/** What a decision depends on of the student alone. */
export function studentFacts(
  { student, documents }: Pick<FactRows, 'student' | 'documents'>,
  state: string | null,
  now: CenterTime,
): StudentFacts {
  const day = today(now)
  return {
    age: ageOn(day, student.birthDate),
    birthDate: birthDateFact(student.birthDate, day),
    englishLevel: student.englishLevel,
    hasCertificate: student.hasCertificate,
    enrollmentType: student.enrollmentType ?? 'auto',
    state: state ?? 'draft',
    email: normaliseEmail(student.email).kind,
    documents: documentFacts(documents),
    preferredCourseIntegrationId: student.preferredCourseIntegration,
  }
}

export function applicationFacts(
  rows: FactRows,
  more: {
    readonly state: string | null
    readonly existingCertificateId: number | null
  },
  policy: ProgramPolicy,
  now: CenterTime,
): ApplicationFacts {
  const { program } = rows
  return {
    asOf: now.instant.toISOString(),
    calendar: calendarOf(now.timeZone, { now: now.instant }),
    version: factsVersion(rows, policy, now),
    student: studentFacts(rows, more.state, now),
    program: {
      status: program.status ?? 'draft',
      name: program.name,
      durationWeeks: program.durationWeeks > 0 ? program.durationWeeks : null,
    },
    courses: courseFacts(rows.courses),
    existingCertificate: more.existingCertificateId === null ? null : { id: more.existingCertificateId },
  }
}
