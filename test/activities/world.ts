import { Client, Connection } from '@temporalio/client'
import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import { randomUUID } from 'node:crypto'
import { activityInterceptors } from '../../activities/error-interceptor.js'
import type { ActivityDependencies } from '../../activities/dependencies.js'
import { createActivities } from '../../activities/index.js'
import { readConfig, type Config } from '../../src/config.js'
import type { Activities } from '../../src/contracts/activities.js'
import type { Changes } from '../../src/odoo/schema/model.js'
import {
  Channel,
  CourseIntegration,
  HomeworkAttempt,
  CourseSession,
  Partner,
  ProgressTracker,
  Slide,
  SlideProgress,
  Student,
  TrainingProgram,
} from '../../src/odoo/schema/index.js'
import { connectOdoo, type Odoo } from '../../src/odoo/client/client.js'
import { openStore, type Store } from '../../src/store/store.js'
import { readyOdoo, type TestOdoo } from '../support/odoo.js'
import { testDatabase } from '../support/postgres.js'
import { witness, type WitnessedOdoo } from './record-calls.js'

/** An Odoo, a database of our own, and the activities on them; each test makes the records it needs. */
export interface World extends WitnessedOdoo {
  readonly store: Store
  readonly config: Config
  /** Not watched: for making and looking. */
  readonly direct: Odoo
  /** Asks the sandbox's own database: for what no call can bring about. null: a real Odoo. */
  readonly sql: TestOdoo['sql'] | null
  /** Moves what the activities take for now. */
  setClock(now: string | null): void
  /** Runs one activity as a worker would. */
  readonly run: <R>(call: (activities: Activities) => Promise<R>) => Promise<R>
  close(): Promise<void>
}

export async function openWorld(temporal?: Client, contents: Contents = 'empty'): Promise<World> {
  const [server, database] = await Promise.all([odooServer(contents), testDatabase()])
  const store = openStore(database.url)
  const config = readConfig({
    ODOO_URL: server.url,
    ODOO_DB: server.db,
    ODOO_LOGIN: server.login,
    ODOO_API_KEY: server.password,
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'training@example.org',
    REVIEW_MAIL: 'review@example.org',
    ESCALATION_MAIL: 'escalation@example.org',
    MAIL_DOMAIN: 'example.org',
    ORGANIZATION_NAME: 'Training centre',
    ORGANIZATION_NAME_AR: 'مركز التدريب',
    ORGANIZATION_CODE: 'TC',
    PUBLIC_URL: 'http://127.0.0.1',
  })
  const direct = connectOdoo({ ...config.odoo, ...server.staff })
  const watched = witness(connectOdoo(config.odoo))
  const connection = Connection.lazy({ address: '127.0.0.1:1', interceptors: [] })
  let fixed: string | null = null
  const dependencies: ActivityDependencies = {
    odoo: watched.odoo,
    store,
    config,
    temporal: temporal ?? new Client({ connection }),
    clock: () => (fixed === null ? new Date() : new Date(fixed)),
  }
  const activities = createActivities(dependencies)
  return {
    ...watched,
    store,
    config,
    direct,
    sql: server.sql,
    setClock: (now) => {
      fixed = now
    },
    // Failures that a test asks for need no line in its report.
    run: async (call) =>
      new MockActivityEnvironment({}, { logger: SILENT, interceptors: activityInterceptors }).run(() =>
        call(activities),
      ),
    async close() {
      await connection.close()
      await store.close()
      await database.drop()
      await server.close()
    },
  }
}

/** What is in Odoo: nobody; the seeded training centre; nobody, and the plan's models made by our setup. */
type Contents = 'empty' | 'seed' | 'without suite'

interface Server {
  readonly url: string
  readonly db: string
  readonly login: string
  readonly password: string
  /** Who may make records of every kind: the suite lets the bot, the rights that our setup makes do not. */
  readonly staff: { readonly login: string; readonly apiKey: string }
  readonly sql: TestOdoo['sql'] | null
  close(): Promise<void>
}

/** The sandbox; or the real Odoo that the environment names. */
async function odooServer(contents: Contents): Promise<Server> {
  const { ODOO_URL, ODOO_DB = '', ODOO_LOGIN = '', ODOO_API_KEY = '' } = process.env
  if (ODOO_URL !== undefined) {
    return {
      url: ODOO_URL,
      db: ODOO_DB,
      login: ODOO_LOGIN,
      password: ODOO_API_KEY,
      staff: { login: ODOO_LOGIN, apiKey: ODOO_API_KEY },
      sql: null,
      close: () => Promise.resolve(),
    }
  }
  const sandbox = await readyOdoo(
    contents === 'without suite' ? { data: 'empty', suite: false } : { world: contents },
  )
  const { url, db, bot, admin } = sandbox
  const { login, password } = contents === 'without suite' ? admin : bot
  return {
    url,
    db,
    ...bot,
    staff: { login, apiKey: password },
    sql: (...query) => sandbox.sql(...query),
    close: () => sandbox.close(),
  }
}

const SILENT = new DefaultLogger('ERROR', () => undefined)

/** Nobody else's name or address. */
export const unique = () => randomUUID().replaceAll('-', '').slice(0, 12)

/** All that making records needs of a world. */
type Direct = Pick<World, 'direct'>

export async function makeStudent(world: Direct, values: Changes<typeof Student> = {}): Promise<number> {
  const mark = unique()
  return world.direct.create(Student, {
    name: `Learner ${mark}`,
    nameEnglish: `Learner ${mark}`,
    nameArabic: `متعلم ${mark}`,
    email: `learner.${mark}@example.org`,
    birthDate: '1996-03-01',
    englishLevel: 'intermediate',
    hasCertificate: true,
    enrollmentType: 'auto',
    ...values,
  })
}

export const makeContact = (world: Direct, email: string, values: Changes<typeof Partner> = {}) =>
  world.direct.create(Partner, { name: `Contact ${unique()}`, email, ...values })

/** A student with her contact linked, as `linkContact` leaves her. */
export async function makeLearner(world: World): Promise<{ studentId: number; partnerId: number }> {
  const partnerId = await makeContact(world, `learner.${unique()}@example.org`)
  return { studentId: await makeStudent(world, { partner: partnerId }), partnerId }
}

export interface MadeCourse {
  readonly courseIntegrationId: number
  readonly channelId: number
  readonly lessons: readonly number[]
}

/** A published course with lessons, in a program. */
export async function makeCourse(
  world: Direct,
  programId: number,
  options: {
    integration?: Changes<typeof CourseIntegration>
    channel?: Changes<typeof Channel>
    lessons?: number
  } = {},
): Promise<MadeCourse> {
  const name = `Course ${unique()}`
  const channelId = await world.direct.create(Channel, {
    name,
    isPublished: true,
    channelType: 'training',
    enroll: 'public',
    visibility: 'public',
    ...options.channel,
  })
  const lessons: number[] = []
  for (let number = 1; number <= (options.lessons ?? 2); number += 1) {
    lessons.push(
      await world.direct.create(Slide, {
        name: `Lesson ${number}`,
        channel: channelId,
        slideCategory: 'article',
        isPublished: true,
      }),
    )
  }
  const courseIntegrationId = await world.direct.create(CourseIntegration, {
    name,
    elearningCourse: channelId,
    trainingProgram: programId,
    completionThreshold: 75,
    minElearningProgress: 80,
    autoEnrollEligible: true,
    status: 'active',
    ...options.integration,
  })
  return { courseIntegrationId, channelId, lessons }
}

export const makeProgram = (world: Direct, values: Changes<typeof TrainingProgram> = {}) =>
  world.direct.create(TrainingProgram, {
    name: `Program ${unique()}`,
    status: 'active',
    durationWeeks: 12,
    ...values,
  })

/** As a learner who clicks through lessons. */
export async function learn(world: Direct, partnerId: number, lessons: readonly number[]): Promise<void> {
  for (const slide of lessons) {
    await world.direct.create(SlideProgress, { slide, partner: partnerId, completed: true })
  }
}

export async function makeHeldSession(world: World, studentId: number): Promise<number> {
  return world.direct.create(CourseSession, {
    student: studentId,
    name: 'Live session',
    sessionDate: new Date().toISOString(),
    state: 'completed',
    attendanceStatus: 'present',
  })
}

export async function makeGradedHomework(world: World, studentId: number): Promise<number> {
  return world.direct.create(HomeworkAttempt, {
    student: studentId,
    homeworkTitle: 'Letter',
    dueDate: new Date().toISOString(),
    state: 'graded',
  })
}

/** A student who is enrolled: contact, access and tracker, all made by the activities themselves. */
export async function enrollLearner(
  world: World,
  programId: number,
  courses: readonly MadeCourse[],
): Promise<{ studentId: number; partnerId: number; trackerIds: number[] }> {
  const { run } = world
  const { studentId, partnerId } = await makeLearner(world)
  const application = { programId, studentId }
  const courseIntegrationIds = courses.map((course) => course.courseIntegrationId)
  const grants = await run((activities) =>
    activities.grantAccess({ ...application, partnerId, courseIntegrationIds }),
  )
  const memberships = grants.flatMap((grant) => (grant.granted ? [grant] : []))
  const trackers = await run((activities) => activities.ensureTrackers({ ...application, memberships }))
  return { studentId, partnerId, trackerIds: trackers.map(({ trackerId }) => trackerId) }
}

export async function oneRow<R>(rows: Promise<readonly R[]>): Promise<R> {
  const [row, ...more] = await rows
  if (!row || more.length > 0) throw new Error(`Expected one row, found ${more.length + (row ? 1 : 0)}`)
  return row
}

export const trackersOf = (world: World, studentId: number) =>
  world.direct.searchRead(
    ProgressTracker,
    [['student', '=', studentId]],
    [
      'courseIntegration',
      'elearningEnrollment',
      'status',
      'startDate',
      'completionDate',
      'elearningProgress',
      'customSessionsCompleted',
      'homeworkSubmissions',
      'overallProgress',
    ],
    { order: 'id' },
  )
