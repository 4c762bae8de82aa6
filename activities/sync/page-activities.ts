import { activityInfo } from '@temporalio/activity'
import type { PageRequest, PageResult, SyncActivities } from '../../src/contracts/activities.js'
import { applicationRef, type Application } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
import { OdooError } from '../../src/odoo/client/errors.js'
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
import type { ReadingSource } from '../../src/contracts/sync-sources.js'
import {
  claimStudents,
  countChangedStudents,
  finishStudents,
  releaseStudents,
  type ClaimedStudent,
} from '../../src/store/changed-students.js'
import { noticeCounters } from '../../src/store/due-counters.js'
import { latestRunsOf } from '../../src/store/application-runs.js'
import { saveRowVersions } from '../../src/store/known-versions.js'
import {
  readLastNotified,
  recordFactsNotified,
  recordSnapshotNotified,
} from '../../src/store/last-notified.js'
import { saveProgressNumbers, type CourseNumbers } from '../../src/store/progress-numbers.js'
import type { Store } from '../../src/store/store.js'
import type { RowVersion } from '../../src/domain/row-version.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'
import { readConfiguration } from './configuration.js'
import { writeCounters } from './counters.js'
import { studentProgress } from './course-progress.js'
import { withHeartbeats } from './heartbeats.js'
import { notificationFor, sendNotifications } from './notifications.js'
import { writeNumbers } from './numbers.js'
import { settingAside } from './set-aside.js'
import { programSnapshot, snapshotOfDeleted } from './snapshot.js'
import { readStudentRecords, type StudentRecords } from './student-records.js'
import {
  ATTEMPT_FIELDS,
  DOCUMENT_FIELDS,
  HOMEWORK_FIELDS,
  MEMBERSHIP_FIELDS,
  QUIZ_FIELDS,
  SESSION_FIELDS,
  STUDENT_FIELDS,
  TRACKER_FIELDS,
} from '../../src/odoo/schema/tracked-fields.js'
import { rowVersion } from './tracked-rows.js'

/**
 * Chart 2, boxes A–D, for whole pages of students: read again, compute, write numbers, notify the
 * workflows, save the row versions. The order matters. Were versions saved first, a crash before
 * the notification would lose it. To notify twice does no harm.
 */
export function createPageActivities(
  dependencies: ActivityDependencies,
): Pick<SyncActivities, 'syncPage' | 'syncApplication' | 'writeCounters'> {
  return {
    syncPage: (request) => withHeartbeats(() => syncPage(dependencies, request)),
    syncApplication: (application) => syncApplication(dependencies, application),
    writeCounters: () => withHeartbeats(() => writeCounters(dependencies)),
  }
}

/** Claims students and removes from the queue what it has done. Without students, no call. */
async function syncPage(
  dependencies: ActivityDependencies,
  { pageSize: size, source }: PageRequest,
): Promise<PageResult> {
  const { store } = dependencies
  const token = claimToken()
  const claimed = await claimStudents(store, { token, size, source })
  if (claimed.length === 0) return { ...NOTHING, claimed: 0, remaining: await countChangedStudents(store) }
  const done = await syncStudents(dependencies, token, claimed).catch(async (error: unknown) => {
    // Not the fault of these students. After any other failure they wait until the claim ends, so
    // that a record that makes its page fail does not hold up the queue.
    if (error instanceof OdooError && OUTAGES.includes(error.type)) await releaseStudents(store, token)
    throw error
  })
  return { ...done, claimed: claimed.length, remaining: await countChangedStudents(store) }
}

const OUTAGES: readonly FailureType[] = [FailureType.OdooUnavailable, FailureType.OdooLoginRejected]

/** The same for every attempt of one activity. */
function claimToken(): string {
  const { workflowExecution, activityId } = activityInfo()
  return `${workflowExecution?.runId ?? ''}/${activityId}`
}

type PageWork = Omit<PageResult, 'claimed' | 'remaining'>

const NOTHING: PageWork = { students: 0, written: 0, notified: 0, setAside: 0 }

/**
 * Twelve reads, two more where students share a contact, one more each where certifications or
 * quizzes count, and at most two writes, however many students.
 */
async function syncStudents(
  { odoo: connection, store, temporal, clock }: ActivityDependencies,
  token: string,
  claimed: readonly ClaimedStudent[],
): Promise<PageWork> {
  const { odoo, rows: setAside } = settingAside(connection)
  const sources = new Map(claimed.map(({ studentId, source }) => [studentId, source]))
  const studentIds = [...sources.keys()]
  const asOf = clock()
  const configuration = await readConfiguration(odoo, store)
  const page = await readStudentRecords(odoo, studentIds, configuration)
  const sharing = await sharingStudents(store, page, studentIds)
  const records = [...page, ...(await readStudentRecords(odoo, sharing, configuration))]
  const students = records.map((student) => studentProgress(student, configuration))
  const { written } = await writeNumbers(odoo, students)

  const concerned = [...studentIds, ...sharing]
  const lastNotified = new Map(
    (await readLastNotified(store, concerned)).map((last) => [applicationRef(last), last]),
  )
  const runs = await latestRunsOf(store, concerned)
  const latestRuns = new Map(runs.map((run) => [applicationRef(run), run]))
  const ended = new Set(
    runs.filter(({ endedStage }) => endedStage !== null).map(({ studentId }) => studentId),
  )
  const notifications = students.flatMap((student) =>
    configuration.programs.map((program) => {
      const application = { programId: program.program.id, studentId: student.records.student.id }
      const ref = applicationRef(application)
      const known = {
        last: lastNotified.get(ref),
        latest: latestRuns.get(ref),
        hadApplication: ended.has(application.studentId),
      }
      return notificationFor(student, program, known, configuration, asOf)
    }),
  )
  const sent = await sendNotifications({ temporal, store }, notifications)

  await store.db.transaction().execute(async (transaction) => {
    await saveRowVersions(transaction, records.flatMap(versionsOf))
    await saveProgressNumbers(
      transaction,
      sent.flatMap(({ application, snapshot }) =>
        numbersOf(application, snapshot, sources.get(application.studentId) ?? 'sweep'),
      ),
    )
    for (const { application, facts, snapshot, snapshotSent } of sent) {
      if (facts) await recordFactsNotified(transaction, application, facts)
      if (snapshotSent) await recordSnapshotNotified(transaction, application, snapshot)
    }
    await noticeCounters(transaction, coursesWithTrackers(records))
    await finishStudents(transaction, token, claimed)
  })
  const signals = sent.flatMap(({ facts, snapshotSent }) => [facts !== null, snapshotSent])
  return {
    students: records.length,
    written,
    notified: signals.filter(Boolean).length,
    setAside: setAside.size,
  }
}

/**
 * Students outside the page who share a contact with a student of the page, or did when they were
 * last notified: what happens to one concerns all of them.
 */
async function sharingStudents(
  store: Store,
  page: readonly StudentRecords[],
  studentIds: readonly number[],
): Promise<number[]> {
  const now = page.flatMap(({ contact }) => contact?.others ?? [])
  const before = (await readLastNotified(store, studentIds)).flatMap(({ snapshot }) =>
    (snapshot?.faults ?? []).flatMap((fault) => (fault.state === 'shared' ? fault.students : [])),
  )
  return [...new Set([...now, ...before])].filter((id) => !studentIds.includes(id))
}

/** Course integrations in which any student of the page has a tracker. */
function coursesWithTrackers(records: readonly StudentRecords[]): number[] {
  const courses = records.flatMap(({ trackers }) => trackers.map((tracker) => tracker.courseIntegration))
  return [...new Set(courses)]
}

const versionsOf = (records: StudentRecords) =>
  rowVersionsOf(records).map((version) => ({ ...version, studentId: records.student.id }))

const rowVersionsOf = ({ student, ...rows }: StudentRecords): RowVersion[] => [
  rowVersion(Student, STUDENT_FIELDS, student),
  ...rows.documents.map((row) => rowVersion(DocumentRequest, DOCUMENT_FIELDS, row)),
  ...rows.sessions.map((row) => rowVersion(CourseSession, SESSION_FIELDS, row)),
  ...rows.homework.map((row) => rowVersion(HomeworkAttempt, HOMEWORK_FIELDS, row)),
  ...rows.memberships.map((row) => rowVersion(Membership, MEMBERSHIP_FIELDS, row)),
  ...rows.attempts.map((row) => rowVersion(SurveyAttempt, ATTEMPT_FIELDS, row)),
  ...rows.quizzes.map((row) => rowVersion(SlideProgress, QUIZ_FIELDS, row)),
  ...rows.trackers.map((row) => rowVersion(ProgressTracker, TRACKER_FIELDS, row)),
]

const numbersOf = (
  application: Application,
  { readAt, courses }: ProgramSnapshot,
  source: ReadingSource,
): CourseNumbers[] =>
  courses.flatMap((course) =>
    course.trackerId === null
      ? []
      : [{ ...application, readAt, source, course: { ...course, trackerId: course.trackerId } }],
  )

/**
 * The same for one application. Returns the snapshot to its workflow instead of signaling it. Does
 * not save the row versions, because the student's other applications were not notified yet.
 */
async function syncApplication(
  { odoo: connection, store, clock }: ActivityDependencies,
  { programId, studentId }: Application,
): Promise<ProgramSnapshot> {
  const { odoo, rows: setAside } = settingAside(connection)
  const readAt = clock().toISOString()
  const configuration = await readConfiguration(odoo, store)
  const program = configuration.programs.find((one) => one.program.id === programId)
  if (configuration.isUnreadable(programId)) {
    const message = 'A course or assessment of the program has a value that cannot be read.'
    throw failure(FailureType.OdooSchema, message, { programId })
  }
  if (!program) return snapshotOfDeleted('program', readAt)
  const [records] = await readStudentRecords(odoo, [studentId], configuration)
  const unreadable = setAside.get(`${Student.name} ${studentId}`)
  if (unreadable) {
    const message = `The student cannot be read: ${unreadable.problem}.`
    throw failure(FailureType.OdooSchema, message, { studentId })
  }
  if (!records) return snapshotOfDeleted('student', readAt)
  const student = studentProgress(records, configuration)
  await writeNumbers(odoo, [student])
  const snapshot = programSnapshot(student, program, readAt)
  await saveProgressNumbers(store.db, numbersOf({ programId, studentId }, snapshot, 'resync'))
  await recordSnapshotNotified(store.db, { programId, studentId }, snapshot)
  return snapshot
}
