import type { PageResult, SyncActivities } from '../../src/contracts/activities.js'
import { applicationRef, type Application, type ApplicationRun } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
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
import { latestRunsOf, type RegisteredRun } from '../../src/store/application-runs.js'
import { saveRowVersions } from '../../src/store/known-versions.js'
import {
  readLastNotified,
  recordFactsNotified,
  recordSnapshotNotified,
} from '../../src/store/last-notified.js'
import { saveProgressNumbers, type CourseNumbers } from '../../src/store/progress-numbers.js'
import { noteNewcomersChecked, personOf, runsWithNewcomer } from '../../src/store/remembered-people.js'
import type { Store } from '../../src/store/store.js'
import type { RowVersion } from '../../src/domain/row-version.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import type { PersonCheck } from '../person-check.js'
import { readConfiguration } from './configuration.js'
import { writeCounters } from './counters.js'
import { studentProgress, type StudentProgress } from './course-progress.js'
import { withHeartbeats } from './heartbeats.js'
import { notificationFor, sendNotifications } from './notifications.js'
import { rowsAsWritten, writeNumbers } from './numbers.js'
import { readRunPolicies } from './run-policies.js'
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
  STUDENT_NUMBERS,
  TRACKER_FIELDS,
  TRACKER_NUMBERS,
  rowVersion,
} from './tracked-fields.js'

/**
 * Chart 2, boxes A–D, for whole pages of students: read again, compute, write numbers, notify the
 * workflows, save the row versions. The order matters. Were versions saved first, a crash before
 * the notification would lose it. To notify twice does no harm.
 */
export function createPageActivities(
  context: ActivityContext,
): Pick<SyncActivities, 'syncPage' | 'syncApplication' | 'writeCounters'> {
  return {
    syncPage: ({ studentIds }) => withHeartbeats(() => syncPage(context, studentIds)),
    syncApplication: (application) => syncApplication(context, application),
    writeCounters: ({ courseIntegrationIds }) =>
      withHeartbeats(() => writeCounters(context, courseIntegrationIds)),
  }
}

/**
 * Twelve reads, two more where students share a contact, one more each where certifications or
 * quizzes count, and at most two writes, however many students.
 */
async function syncPage(
  { odoo: connection, store, temporal, clock, timeZone, people }: ActivityContext,
  studentIds: readonly number[],
): Promise<PageResult> {
  const { odoo, rows: setAside } = settingAside(connection)
  const now = { instant: clock(), timeZone: await timeZone() }
  const configuration = await readConfiguration(odoo, store)
  const page = await readStudentRecords(odoo, studentIds, configuration)
  const sharing = await sharingStudents(store, page, studentIds)
  const records = [...page, ...(await readStudentRecords(odoo, sharing, configuration))]
  const concerned = [...studentIds, ...sharing]
  const checkedAgain = (await runsWithNewcomer(store)).filter(({ studentId }) =>
    concerned.includes(studentId),
  )
  const runs = await latestRunsOf(store, concerned)
  const policyOf = await readRunPolicies(store, runs, configuration)
  const students = records.map((student) => studentProgress(student, configuration, policyOf))
  const databaseUuid = await people.databaseUuid()
  const isAnother = await recogniseOthers(people, records, runs)
  const undecided = new Set(
    runs.filter((run) => isAnother(run) && run.endedStage === null).map(({ studentId }) => studentId),
  )
  const { written } = await writeNumbers(
    odoo,
    students.filter((student) => !undecided.has(student.records.student.id)),
  )

  const lastNotified = new Map(
    (await readLastNotified(store, concerned)).map((last) => [applicationRef(last), last]),
  )
  const latestRuns = new Map(runs.map((run) => [applicationRef(run), run]))
  const ended = new Set(
    runs.filter((run) => run.endedStage !== null && !isAnother(run)).map(({ studentId }) => studentId),
  )
  const notifications = students.flatMap((student) =>
    configuration.programs.map((program) => {
      const application = { programId: program.program.id, studentId: student.records.student.id }
      const ref = applicationRef(application)
      const latest = latestRuns.get(ref)
      const known = {
        last: lastNotified.get(ref),
        latest,
        hadApplication: ended.has(application.studentId),
        person: personOf(student.records.student, databaseUuid),
        isAnother: latest !== undefined && isAnother(latest),
      }
      return notificationFor(student, program, known, { configuration, policyOf, now })
    }),
  )
  const sent = await sendNotifications({ temporal, store }, notifications)

  await store.db.transaction().execute(async (transaction) => {
    await saveRowVersions(transaction, students.flatMap(versionsOf))
    await saveProgressNumbers(
      transaction,
      sent.flatMap(({ application, snapshot }) => numbersOf(application, snapshot)),
    )
    for (const { application, facts, snapshot, snapshotSent } of sent) {
      if (facts) await recordFactsNotified(transaction, application, facts)
      if (snapshotSent) await recordSnapshotNotified(transaction, application, snapshot)
    }
    const newcomers = runs.filter((run) => isAnother(run) && run.endedStage !== null)
    await noteNewcomersChecked(transaction, [...checkedAgain, ...newcomers])
  })
  const signals = sent.flatMap(({ facts, snapshotSent }) => [facts !== null, snapshotSent])
  return {
    students: records.length,
    written,
    notified: signals.filter(Boolean).length,
    courseIntegrationIds: coursesWithTrackers(records),
    setAside: setAside.size,
  }
}

/** Tells the runs that are about another person than the student's record is now. */
async function recogniseOthers(
  people: PersonCheck,
  records: readonly StudentRecords[],
  runs: readonly RegisteredRun[],
): Promise<(run: RegisteredRun) => boolean> {
  const others = new Set<RegisteredRun>()
  for (const run of runs) {
    const student = records.find((one) => one.student.id === run.studentId)?.student
    if (student && !(await people.isSame(run, student))) others.add(run)
  }
  return (run) => others.has(run)
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
  return [...new Set(courses)].sort((a, b) => a - b)
}

const versionsOf = (progress: StudentProgress): RowVersion[] => {
  const rows = progress.records
  const written = rowsAsWritten(progress)
  return [
    rowVersion(Student, [...STUDENT_FIELDS, ...STUDENT_NUMBERS], written.student),
    ...rows.documents.map((row) => rowVersion(DocumentRequest, DOCUMENT_FIELDS, row)),
    ...rows.sessions.map((row) => rowVersion(CourseSession, SESSION_FIELDS, row)),
    ...rows.homework.map((row) => rowVersion(HomeworkAttempt, HOMEWORK_FIELDS, row)),
    ...rows.memberships.map((row) => rowVersion(Membership, MEMBERSHIP_FIELDS, row)),
    ...rows.attempts.map((row) => rowVersion(SurveyAttempt, ATTEMPT_FIELDS, row)),
    ...rows.quizzes.map((row) => rowVersion(SlideProgress, QUIZ_FIELDS, row)),
    ...written.trackers.map((row) =>
      rowVersion(ProgressTracker, [...TRACKER_FIELDS, ...TRACKER_NUMBERS], row),
    ),
  ]
}

const numbersOf = (application: Application, { readAt, courses }: ProgramSnapshot): CourseNumbers[] =>
  courses.flatMap((course) =>
    course.trackerId === null
      ? []
      : [{ ...application, readAt, course: { ...course, trackerId: course.trackerId } }],
  )

/**
 * The same for one application. Returns the snapshot to its workflow instead of signaling it. Does
 * not save the row versions, because the student's other applications were not notified yet.
 */
async function syncApplication(
  { odoo: connection, store, clock, people }: ActivityContext,
  application: ApplicationRun,
): Promise<ProgramSnapshot> {
  const { programId, studentId } = application
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
  await people.confirm(application, records.student)
  const policyOf = await readRunPolicies(store, await latestRunsOf(store, [studentId]), configuration)
  const student = studentProgress(records, configuration, policyOf)
  await writeNumbers(odoo, [student])
  const last = (await readLastNotified(store, [studentId])).find((one) => one.programId === programId)
  const snapshot = programSnapshot(student, program, readAt, last?.statuses ?? null)
  await saveProgressNumbers(store.db, numbersOf({ programId, studentId }, snapshot))
  await recordSnapshotNotified(store.db, { programId, studentId }, snapshot)
  return snapshot
}
