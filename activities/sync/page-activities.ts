import { cancellationSignal } from '@temporalio/activity'
import type { PageResult, SyncActivities } from '../../src/contracts/activities.js'
import type { Application } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import { couldDecide } from '../../src/domain/could-decide.js'
import { programsOf } from '../../src/domain/intake.js'
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
import { saveRowVersions } from '../../src/store/known-versions.js'
import { saveProgressNumbers, type CourseNumbers } from '../../src/store/progress-numbers.js'
import type { RowVersion } from '../../src/domain/row-version.js'
import {
  recordFactsNotified,
  recordSnapshotNotified,
  readLastNotified,
  type LastNotified,
} from '../../src/store/last-notified.js'
import { createChangeActivities } from './change-activities.js'
import { readConfiguration, type Configuration, type ProgramSettings } from './configuration.js'
import { writeCounters } from './counters.js'
import type { ActivityDependencies } from '../dependencies.js'
import { factsVersion } from '../enrollment/facts.js'
import { failure } from '../failures.js'
import { withHeartbeats } from './heartbeats.js'
import { writeNumbers } from './numbers.js'
import { programSnapshot } from './snapshot.js'
import { readStudentRecords, type StudentRecords } from './student-records.js'
import { signalFactsChanged, signalProgress } from './workflow-signals.js'
import {
  ATTEMPT_FIELDS,
  DOCUMENT_FIELDS,
  HOMEWORK_FIELDS,
  MEMBERSHIP_FIELDS,
  QUIZ_FIELDS,
  SESSION_FIELDS,
  STUDENT_FIELDS,
  TRACKER_FIELDS,
  rowVersion,
} from './tracked-fields.js'

/**
 * Chart 2, boxes A–D, for whole pages of students: re-read, compute, write numbers, tell, remember. In this order: what was not told must
 * not count as known, or a crash in between would lose it; told twice does no harm.
 */
export function createSyncActivities(dependencies: ActivityDependencies): SyncActivities {
  return {
    ...createChangeActivities(dependencies),
    syncPage: ({ studentIds }) => withHeartbeats(() => syncPage(dependencies, studentIds)),
    syncApplication: (application) => syncApplication(dependencies, application),
    writeCounters: ({ courseIntegrationIds }) =>
      withHeartbeats(() => writeCounters(dependencies, courseIntegrationIds)),
  }
}

/** Nine reads, one more each where certifications or quizzes count, and at most two writes, however many students. */
async function syncPage(
  dependencies: ActivityDependencies,
  studentIds: readonly number[],
): Promise<PageResult> {
  const { store, clock } = dependencies
  const odoo = dependencies.odoo.with({ signal: cancellationSignal() })
  const asOf = clock()
  const configuration = await readConfiguration(odoo, store)
  const standings = await readStudentRecords(odoo, studentIds, configuration.assessed)
  const { written } = await writeNumbers(odoo, standings, configuration)

  const told = new Map((await readLastNotified(store, studentIds)).map((one) => [keyOf(one), one]))
  const applications = standings.flatMap((standing) =>
    configuration.programs.map((settings) => ({
      standing,
      settings,
      told: told.get(keyOf({ programId: settings.program.id, studentId: standing.student.id })),
    })),
  )
  const news = applications.map((application) => newsOf(application, configuration, asOf))
  await inParallel(news, (one) => tell(dependencies, one))

  await store.db.transaction().execute(async (transaction) => {
    await saveRowVersions(transaction, standings.flatMap(versionsOf))
    await saveProgressNumbers(
      transaction,
      news.flatMap(({ application, snapshot }) => numbersOf(application, snapshot)),
    )
    for (const { application, facts, progress } of news) {
      if (facts?.told) await recordFactsNotified(transaction, application, facts.version)
      if (progress?.told) await recordSnapshotNotified(transaction, application, progress.snapshot)
    }
  })
  const messages = news.flatMap(({ facts, progress }) => [facts, progress]).filter((one) => one?.told)
  return {
    students: standings.length,
    written,
    notified: messages.length,
    courseIntegrationIds: coursesIn(standings),
  }
}

const keyOf = ({ programId, studentId }: Application) => `${programId}/${studentId}`

/** What is to be told to the workflows of one application. `told` turns true when it was. */
interface News {
  readonly application: Application
  readonly programName: string
  readonly snapshot: ProgramSnapshot
  readonly facts: { readonly version: string; readonly begin: boolean; told: boolean } | null
  readonly progress: { readonly snapshot: ProgramSnapshot; told: boolean } | null
}

function newsOf(
  {
    standing,
    settings,
    told,
  }: { standing: StudentRecords; settings: ProgramSettings; told: LastNotified | undefined },
  configuration: Configuration,
  asOf: Date,
): News {
  const { student, documents } = standing
  const { program, courses, policy } = settings
  const snapshot = programSnapshot(standing, settings, asOf.toISOString())
  const version = factsVersion({ student, documents, program, courses }, policy, asOf)
  const applies = appliesTo(standing, configuration).includes(program.id)
  // An application that came through the API is told as well, but never begun here.
  const concerned = applies || typeof told?.factsVersion === 'string'
  const enrolled = student.partner !== null && snapshot.courses.some(({ trackerId }) => trackerId !== null)
  return {
    application: { programId: program.id, studentId: student.id },
    programName: program.name,
    snapshot,
    facts: concerned && told?.factsVersion !== version ? { version, begin: applies, told: false } : null,
    progress:
      enrolled && couldDecide(told?.snapshot ?? null, snapshot, policy) ? { snapshot, told: false } : null,
  }
}

function appliesTo({ student }: StudentRecords, { integrations, programs }: Configuration): number[] {
  const preferred = student.preferredCourseIntegration
  return programsOf(
    preferred === null ? null : { programId: integrations.get(preferred)?.trainingProgram ?? null },
    programs.map(({ program, policy }) => ({
      programId: program.id,
      status: program.status ?? 'draft',
      intake: policy.intake,
    })),
  )
}

async function tell({ temporal }: ActivityDependencies, news: News): Promise<void> {
  const { application, programName, facts, progress } = news
  cancellationSignal().throwIfAborted()
  if (facts) {
    await signalFactsChanged(temporal, application, {
      version: facts.version,
      programName,
      begin: facts.begin,
    })
    facts.told = true
  }
  if (progress) progress.told = await signalProgress(temporal, application, progress.snapshot, programName)
}

/** Messages to Temporal in flight at once. */
const CONCURRENCY = 10

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
}

/** Course integrations in which anybody of the page has a tracker. */
function coursesIn(standings: readonly StudentRecords[]): number[] {
  const courses = standings.flatMap(({ trackers }) => trackers.map((tracker) => tracker.courseIntegration))
  return [...new Set(courses)].sort((a, b) => a - b)
}

const versionsOf = ({ student, ...rows }: StudentRecords): RowVersion[] => [
  rowVersion(Student, STUDENT_FIELDS, student),
  ...rows.documents.map((row) => rowVersion(DocumentRequest, DOCUMENT_FIELDS, row)),
  ...rows.sessions.map((row) => rowVersion(CourseSession, SESSION_FIELDS, row)),
  ...rows.homework.map((row) => rowVersion(HomeworkAttempt, HOMEWORK_FIELDS, row)),
  ...rows.memberships.map((row) => rowVersion(Membership, MEMBERSHIP_FIELDS, row)),
  ...rows.attempts.map((row) => rowVersion(SurveyAttempt, ATTEMPT_FIELDS, row)),
  ...rows.quizzes.map((row) => rowVersion(SlideProgress, QUIZ_FIELDS, row)),
  ...rows.trackers.map((row) => rowVersion(ProgressTracker, TRACKER_FIELDS, row)),
]

const numbersOf = (application: Application, { readAt, courses }: ProgramSnapshot): CourseNumbers[] =>
  courses.flatMap((course) =>
    course.trackerId === null
      ? []
      : [{ ...application, readAt, course: { ...course, trackerId: course.trackerId } }],
  )

/**
 * The same for one application, answering its workflow instead of signalling it. The versions of the rows are not remembered: the student's
 * other applications have not heard of them yet.
 */
async function syncApplication(
  { odoo: connection, store, clock }: ActivityDependencies,
  application: Application,
): Promise<ProgramSnapshot> {
  const odoo = connection.with({ signal: cancellationSignal() })
  const { programId, studentId } = application
  const readAt = clock().toISOString()
  const configuration = await readConfiguration(odoo, store)
  const settings = configuration.programs.find(({ program }) => program.id === programId)
  if (!settings) throw failure(FailureType.OdooMissing, 'The program is gone from Odoo.', { programId })
  const [standing] = await readStudentRecords(odoo, [studentId], configuration.assessed)
  if (!standing) throw failure(FailureType.OdooMissing, 'The student is gone from Odoo.', { studentId })
  await writeNumbers(odoo, [standing], configuration)
  const snapshot = programSnapshot(standing, settings, readAt)
  await saveProgressNumbers(store.db, numbersOf(application, snapshot))
  await recordSnapshotNotified(store.db, { programId, studentId }, snapshot)
  return snapshot
}
