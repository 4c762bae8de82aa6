import { activityInfo, log } from '@temporalio/activity'
import type { PageRequest, PageResult, SyncActivities } from '../../src/contracts/activities.js'
import { applicationRef, type Application, type ApplicationRun } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import { Student } from '../../src/odoo/schema/index.js'
import type { ReadingSource } from '../../src/contracts/sync-sources.js'
import {
  claimStudents,
  countChangedStudents,
  finishStudents,
  releaseStudents,
  type ClaimedStudent,
} from '../../src/store/changed-students.js'
import { noticeCounters } from '../../src/store/due-counters.js'
import { saveApplicants } from '../../src/store/applicants.js'
import { latestRunsOf, type RegisteredRun } from '../../src/store/application-runs.js'
import { saveRowVersions } from '../../src/store/known-versions.js'
import {
  readLastNotified,
  recordFactsNotified,
  recordSnapshotsNotified,
  type LastNotified,
} from '../../src/store/last-notified.js'
import {
  forgetOtherNumbers,
  saveProgressNumbers,
  type CourseNumbers,
} from '../../src/store/progress-numbers.js'
import { noteNewcomersChecked, personOf, runsWithNewcomer } from '../../src/store/remembered-people.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import type { PersonCheck } from '../person-check.js'
import { CAUSED_BY_ONE_RECORD } from './bulk-upsert.js'
import { readConfiguration } from './configuration.js'
import { brakeSettings, previewApplicants, readIntakes, withBrake, writablePrograms } from './intake-page.js'
import { measureClock } from './clock.js'
import { writeCounters } from './counters.js'
import { studentProgress } from './course-progress.js'
import { withHeartbeats } from './heartbeats.js'
import { withExistingCertificates } from './existing-certificates.js'
import {
  notificationFor,
  notificationOfDeleted,
  programsConcerning,
  sendNotifications,
} from './notifications.js'
import { writeNumbers } from './numbers.js'
import { readRunPolicies } from './run-policies.js'
import { settingAside } from './set-aside.js'
import { programSnapshot, snapshotOfDeleted } from './snapshot.js'
import { readStudentRecords, type StudentRecords } from './student-records.js'
import { studentRowVersions } from './student-row-versions.js'

/**
 * Chart 2, boxes A–D, for whole pages of students: read again, compute, write numbers, notify the
 * workflows, save the row versions. The order matters. Were versions saved first, a crash before
 * the notification would lose it. To notify twice does no harm.
 */
export function createPageActivities(
  context: ActivityContext,
): Pick<SyncActivities, 'syncPage' | 'syncApplication' | 'writeCounters'> {
  return {
    syncPage: (request) => withHeartbeats(() => syncPage(context, request)),
    syncApplication: (application) => syncApplication(context, application),
    writeCounters: () => withHeartbeats(() => writeCounters(context)),
  }
}

/** Claims students and removes from the queue what it has done. Without students, no call. */
async function syncPage(
  context: ActivityContext,
  { pageSize: size, source }: PageRequest,
): Promise<PageResult> {
  const { store } = context
  const token = claimToken()
  const claimed = await claimStudents(store, { token, size, source })
  if (claimed.length === 0) return { ...NOTHING, claimed: 0, remaining: await countChangedStudents(store) }
  const done = await syncSettingAside(context, token, claimed).catch(async (error: unknown) => {
    // Not the fault of these students. After any other failure they wait until the claim ends.
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

/**
 * When Odoo rejects a call, tries each half of the students, down to the one whose records cause
 * it. That student is set aside and tried again when the claim ends, so that nobody else waits.
 */
async function syncSettingAside(
  context: ActivityContext,
  token: string,
  claimed: readonly ClaimedStudent[],
): Promise<PageWork> {
  try {
    return await syncStudents(context, token, claimed)
  } catch (error) {
    const [first] = claimed
    if (!first || !(error instanceof OdooError) || !CAUSED_BY_ONE_RECORD.includes(error.type)) throw error
    if (claimed.length === 1) {
      const about = { studentId: first.studentId, failure: error.type, exception: error.exceptionName }
      log.warn('Odoo rejects a call about a student, who is tried again in a few minutes.', about)
      return { ...NOTHING, setAside: 1 }
    }
    const middle = Math.ceil(claimed.length / 2)
    const one = await syncSettingAside(context, token, claimed.slice(0, middle))
    const other = await syncSettingAside(context, token, claimed.slice(middle))
    return {
      students: one.students + other.students,
      written: one.written + other.written,
      notified: one.notified + other.notified,
      setAside: one.setAside + other.setAside,
    }
  }
}

const NOTHING: PageWork = { students: 0, written: 0, notified: 0, setAside: 0 }

/**
 * Twelve reads, two more where students share a contact, one more each where certifications or
 * quizzes count or somebody applies, and at most two writes, however many students.
 */
async function syncStudents(
  { odoo: connection, store, config, temporal, clock, timeZone, people }: ActivityContext,
  token: string,
  claimed: readonly ClaimedStudent[],
): Promise<PageWork> {
  const { odoo, rows: setAside } = settingAside(connection)
  const sources = new Map(claimed.map(({ studentId, source }) => [studentId, source]))
  const studentIds = [...sources.keys()]
  const now = { instant: clock(), timeZone: await timeZone() }
  const configuration = await readConfiguration(odoo, store)
  const page = await readStudentRecords(odoo, studentIds, configuration)
  const lastOfPage = await readLastNotified(store, studentIds)
  const sharing = sharingStudents(page, lastOfPage, studentIds)
  const records = [...page, ...(await readStudentRecords(odoo, sharing, configuration))]
  const concerned = [...studentIds, ...sharing]
  const checkedAgain = (await runsWithNewcomer(store)).filter(({ studentId }) =>
    concerned.includes(studentId),
  )
  const runs = await latestRunsOf(store, concerned)
  const policyOf = await readRunPolicies(store, runs, configuration)
  const intakeOf = await readIntakes(store, configuration, config)
  const students = records.map((student) => ({
    ...studentProgress(student, configuration, policyOf),
    writablePrograms: writablePrograms(student, runs, configuration, intakeOf),
  }))
  const databaseUuid = await people.databaseUuid()
  const isAnother = await recogniseOthers(people, records, runs)
  const undecided = new Set(
    runs.filter((run) => isAnother(run) && run.endedStage === null).map(({ studentId }) => studentId),
  )
  const before = odoo.serverTime()
  const { written, trackers } = await writeNumbers(
    odoo,
    students.filter((student) => !undecided.has(student.records.student.id)),
  )

  await measureClock({ odoo, store }, trackers, before)

  const lastNotified = new Map(
    [...lastOfPage, ...(await readLastNotified(store, sharing))].map((last) => [applicationRef(last), last]),
  )
  const latestRuns = new Map(runs.map((run) => [applicationRef(run), run]))
  const ended = new Set(
    runs.filter((run) => run.endedStage !== null && !isAnother(run)).map(({ studentId }) => studentId),
  )
  const notifications = students.flatMap((student) => {
    const studentId = student.records.student.id
    const refOf = (programId: number) => applicationRef({ programId, studentId })
    const isKnown = (programId: number) =>
      latestRuns.has(refOf(programId)) || lastNotified.has(refOf(programId))
    return programsConcerning(student, { configuration, policyOf }, isKnown).map(({ program, appliesTo }) => {
      const latest = latestRuns.get(refOf(program.program.id))
      const known = {
        last: lastNotified.get(refOf(program.program.id)),
        latest,
        hadApplication: ended.has(studentId),
        person: personOf(student.records.student, databaseUuid),
        isAnother: latest !== undefined && isAnother(latest),
        appliesTo,
      }
      return notificationFor(student, program, known, { policyOf, intakeOf, now })
    })
  })
  const gone = runs.filter(
    ({ studentId }) =>
      !records.some(({ student }) => student.id === studentId) &&
      !setAside.has(`${Student.name} ${studentId}`),
  )
  const applicants = await previewApplicants(odoo, students, {
    ...{ configuration, policyOf, intakeOf, now },
    hasRun: (application) => latestRuns.has(applicationRef(application)),
    hadApplication: (studentId) => ended.has(studentId),
  })
  const ofDeleted = gone.flatMap((run) =>
    run.endedStage === null
      ? [notificationOfDeleted(run, lastNotified.get(applicationRef(run)), policyOf(run), now)]
      : [],
  )
  const admitted = await withBrake(store, notifications, intakeOf, brakeSettings(config), token)
  const complete = await withExistingCertificates(odoo, admitted)
  const sent = await sendNotifications({ temporal, store }, [...complete, ...ofDeleted])

  await store.db.transaction().execute(async (transaction) => {
    await saveRowVersions(transaction, students.flatMap(studentRowVersions))
    await forgetOtherNumbers(
      transaction,
      [...records.map(({ student }) => student.id), ...gone.map(({ studentId }) => studentId)],
      records.flatMap(({ trackers }) => trackers.map(({ id }) => id)),
    )
    await saveProgressNumbers(
      transaction,
      sent.flatMap(({ application, snapshot }) =>
        numbersOf(application, snapshot, sources.get(application.studentId) ?? 'sweep'),
      ),
    )
    await recordFactsNotified(
      transaction,
      sent.flatMap(({ application, facts }) => (facts ? [{ ...application, ...facts }] : [])),
    )
    await recordSnapshotsNotified(
      transaction,
      sent.flatMap(({ application, snapshot, snapshotSent }) =>
        snapshotSent ? [{ ...application, snapshot }] : [],
      ),
    )
    const newcomers = runs.filter((run) => isAnother(run) && run.endedStage !== null)
    await noteNewcomersChecked(transaction, [...checkedAgain, ...newcomers])
    await saveApplicants(transaction, concerned, applicants)
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

/** Tells the runs that are about another person than the student's record is now. */
async function recogniseOthers(
  people: PersonCheck,
  records: readonly StudentRecords[],
  runs: readonly RegisteredRun[],
): Promise<(run: RegisteredRun) => boolean> {
  const others = new Set<RegisteredRun>()
  const students = new Map(records.map(({ student }) => [student.id, student]))
  for (const run of runs) {
    const student = students.get(run.studentId)
    if (student && !(await people.isSame(run, student))) others.add(run)
  }
  return (run) => others.has(run)
}

/**
 * Students outside the page who share a contact with a student of the page, or did when they were
 * last notified: what happens to one concerns all of them.
 */
function sharingStudents(
  page: readonly StudentRecords[],
  last: readonly LastNotified[],
  studentIds: readonly number[],
): number[] {
  const own = new Set(studentIds)
  const now = page.flatMap(({ contact }) => contact?.others ?? [])
  const before = last.flatMap(({ snapshot }) =>
    (snapshot?.faults ?? []).flatMap((fault) => (fault.state === 'shared' ? fault.students : [])),
  )
  return [...new Set([...now, ...before])].filter((id) => !own.has(id))
}

/** Course integrations in which any student of the page has a tracker. */
function coursesWithTrackers(records: readonly StudentRecords[]): number[] {
  const courses = records.flatMap(({ trackers }) => trackers.map((tracker) => tracker.courseIntegration))
  return [...new Set(courses)]
}

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
  { odoo: connection, store, config, clock, people }: ActivityContext,
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
  const runs = await latestRunsOf(store, [studentId])
  const policyOf = await readRunPolicies(store, runs, configuration)
  const intakeOf = await readIntakes(store, configuration, config)
  const student = {
    ...studentProgress(records, configuration, policyOf),
    writablePrograms: writablePrograms(records, runs, configuration, intakeOf),
  }
  await writeNumbers(odoo, [student])
  const last = (await readLastNotified(store, [studentId])).find((one) => one.programId === programId)
  const snapshot = programSnapshot(student, program, readAt, last?.statuses ?? null)
  await saveProgressNumbers(store.db, numbersOf({ programId, studentId }, snapshot, 'resync'))
  await recordSnapshotsNotified(store.db, [{ programId, studentId, snapshot }])
  return snapshot
}
