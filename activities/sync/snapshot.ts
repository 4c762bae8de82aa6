import type { Application } from '../../src/contracts/application.js'
import type { ReadingSource } from '../../src/contracts/sync-sources.js'
import type { ContactDifference } from '../../src/domain/contact-fields.js'
import type { OpenContact } from '../../src/domain/second-contact.js'
import type { CourseSnapshot, ProgramSnapshot, RecordFault } from '../../src/domain/snapshot.js'
import { isMovedBack, type WrittenStatuses } from '../../src/domain/status-corrections.js'
import { fingerprint } from '../../src/hash.js'
import { isStillAbout, type Learner } from '../../src/store/learners.js'
import type { CourseNumbers } from '../../src/store/progress-numbers.js'
import type { AssessedCourse, ProgramConfiguration } from './configuration.js'
import type { ComparedContact } from './contact-fields.js'
import { courseSnapshot, type StudentProgress } from './course-progress.js'
import type { StudentRecords } from './student-records.js'
import { oneTrackerPerCourse } from './trackers.js'

/**
 * A student in a program. `readAt` is an ISO instant from before the first read. `written`: the
 * statuses that the application's workflows last wrote. `contact`: how the student's contact
 * compares with them; undefined: it is not kept in step. `learner`: who has chosen to get no
 * reminders under the student's id.
 */
export function programSnapshot(
  student: StudentProgress,
  program: ProgramConfiguration,
  readAt: string,
  {
    written,
    contact,
    learner,
  }: {
    readonly written: WrittenStatuses | null
    readonly contact: ComparedContact | undefined
    readonly learner?: Learner | undefined
  },
): ProgramSnapshot {
  const { records } = student
  const { courses } = program
  const trackers = oneTrackerPerCourse(records.trackers)
  const snapshots = courseSnapshots(student, program)
  const openDocuments = openDocumentsOf(records)
  const trackedCourses = courses.filter(({ id }) => trackers.has(id))
  const present = {
    state: records.student.state,
    integration: records.student.integrationStatus,
    courses: new Map([...trackers].map(([id, { status }]) => [id, status])),
  }
  const faults = trackedCourses.length === 0 ? [] : faultsOf(records, trackedCourses)
  const neverSignedIn = isStranger(records) && snapshots.every(({ overall }) => overall === 0)
  const contactDiffers = differencesOf(contact)
  const openContacts = trackedCourses.length === 0 ? [] : openContactsOf(records, courses)
  const remindersOff = learner !== undefined && isStillAbout(learner, records.student)
  const more = {
    ...(openContacts.length > 0 && { openContacts }),
    ...(faults.length > 0 && { faults }),
    ...(trackedCourses.length > 0 && neverSignedIn && { neverSignedIn: true as const }),
    ...(remindersOff && { remindersOff: true as const }),
    ...(contactDiffers.length > 0 && { contactDiffers }),
  }
  return {
    readAt,
    hash: fingerprint([snapshots, openDocuments, more]),
    courses: snapshots,
    openDocuments,
    ...more,
    ...(written !== null && isMovedBack(present, written) && { movedBack: true as const }),
  }
}

/** Every active course of a program, as Odoo shows it now. */
export function courseSnapshots(
  { records, courses: progress }: StudentProgress,
  { courses }: ProgramConfiguration,
): CourseSnapshot[] {
  const trackers = oneTrackerPerCourse(records.trackers)
  return courses.flatMap(({ id }) => {
    const course = progress.get(id)
    return course ? [courseSnapshot(course, trackers.get(id))] : []
  })
}

/** Of the contacts that may be the student, those that have joined a course of the program. */
const openContactsOf = (
  { openContacts }: StudentRecords,
  courses: readonly AssessedCourse[],
): OpenContact[] =>
  openContacts.flatMap(({ partnerId, channels }) => {
    const joined = courses.filter(({ elearningCourse }) => channels.includes(elearningCourse))
    return joined.length === 0 ? [] : [{ partnerId, courseIntegrationIds: joined.map(({ id }) => id) }]
  })

/** Whether nobody has ever signed in as the student's contact. */
const isStranger = ({ contact }: StudentRecords): boolean =>
  contact !== null && (contact.user === 'none' || contact.user === 'never_signed_in')

const differencesOf = (contact: ComparedContact | undefined): ContactDifference[] =>
  (contact?.steps ?? []).flatMap(({ field, because }) => (because === undefined ? [] : [{ field, because }]))

/** Without a student or program there are no courses. */
export const snapshotOfDeleted = (record: 'student' | 'program', readAt: string): ProgramSnapshot => {
  const faults: RecordFault[] = [{ record, state: 'deleted' }]
  return { readAt, hash: fingerprint([[], [], faults]), courses: [], openDocuments: [], faults }
}

/** The student's record is about another person, so nothing that it says may reach the workflow. */
export const snapshotOfReplaced = (readAt: string): ProgramSnapshot => {
  const faults: RecordFault[] = [{ record: 'student', state: 'replaced' }]
  return { readAt, hash: fingerprint([[], [], faults]), courses: [], openDocuments: [], faults }
}

/** What has happened to the records that the student's enrollment depends on. */
function faultsOf(
  { contact, trackers }: StudentRecords,
  enrolledIn: readonly AssessedCourse[],
): RecordFault[] {
  const faults: RecordFault[] = []
  if (contact === null) faults.push({ record: 'contact', state: 'unlinked' })
  else if (contact.others.length > 0)
    faults.push({ record: 'contact', state: 'shared', students: contact.others })
  else if (!contact.active) faults.push({ record: 'contact', state: 'archived' })
  const archived = enrolledIn.filter(({ isChannelArchived }) => isChannelArchived)
  if (archived.length > 0)
    faults.push({ record: 'course', state: 'archived', courseIntegrationIds: archived.map(({ id }) => id) })
  const isTwice = (id: number) =>
    trackers.filter(({ courseIntegration }) => courseIntegration === id).length > 1
  const twice = enrolledIn.map(({ id }) => id).filter(isTwice)
  if (twice.length > 0) faults.push({ record: 'tracker', state: 'duplicate', courseIntegrationIds: twice })
  return faults
}

/** Types of mandatory documents of which none is approved. */
export function openDocumentsOf({ documents }: StudentRecords): string[] {
  const approved = new Set(
    documents
      .filter(({ state }) => state === 'approved')
      .map(({ documentType }) => documentType ?? 'unknown'),
  )
  const mandatory = documents
    .filter(({ isMandatory }) => isMandatory)
    .map(({ documentType }) => documentType ?? 'unknown')
  return [...new Set(mandatory)].filter((type) => !approved.has(type))
}

/** The numbers of a snapshot, for the read model. Courses without a tracker have none. */
export const numbersOf = (
  application: Application,
  { readAt, courses }: ProgramSnapshot,
  source: ReadingSource,
): CourseNumbers[] =>
  courses.flatMap((course) =>
    course.trackerId === null
      ? []
      : [{ ...application, readAt, source, course: { ...course, trackerId: course.trackerId } }],
  )
