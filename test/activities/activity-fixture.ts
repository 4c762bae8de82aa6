import type { Info } from '@temporalio/activity'
import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import { activityInterceptors } from '../../activities/error-interceptor.js'
import { createCertificateParts } from '../../activities/certificate/certificate-activities.js'
import type { ActivityContext, ActivityDependencies } from '../../activities/dependencies.js'
import { createElearningParts } from '../../activities/enrollment/elearning-activities.js'
import { linkKnownContact } from '../../activities/enrollment/enroll.js'
import { createActivities } from '../../activities/index.js'
import { PersonCheck } from '../../activities/person-check.js'
import { typstRenderer } from '../../src/certificates/renderer.js'
import type { Activities } from '../../src/contracts/activities.js'
import { activeLanguagesOf } from '../../src/odoo/active-languages.js'
import { timeZoneOf } from '../../src/odoo/center-time-zone.js'
import { connectOdoo, type Odoo } from '../../src/odoo/client/client.js'
import type { Credentials } from '../../src/odoo/client/transport.js'
import { readyOdoo, type TestOdoo } from '../support/odoo.js'
import { makeLearner, type MadeCourse } from '../support/odoo-records.js'
import { openProduct, type ProductFixture } from '../support/product-fixture.js'
import type { TemporalServer } from '../support/temporal.js'
import { witness, type WitnessedOdoo } from './record-calls.js'

/**
 * The product's activities on a database and an Odoo of their own. Each test makes the records it
 * needs.
 */
export interface ActivityFixture extends WitnessedOdoo, Pick<ProductFixture, 'store' | 'config' | 'close'> {
  /** For making and reading records: its calls are not recorded. */
  readonly direct: Odoo
  /** Queries the sandbox's own database, for what no call can bring about. null: a real Odoo. */
  readonly sql: TestOdoo['sql'] | null
  /** Address of the sandbox's own database. null: a real Odoo. */
  readonly odooDatabaseUrl: string | null
  /** Sets the time that the activities see. null: the real one. */
  setClock(now: string | null): void
  /** Runs one activity as a worker would. */
  readonly run: <R>(call: (activities: ActivitiesAndParts) => Promise<R>, info?: Partial<Info>) => Promise<R>
}

/** The activities, and the parts of those that have several. */
type ActivitiesAndParts = Activities & ReturnType<typeof partsOf>

const partsOf = (context: ActivityContext) => ({
  ...createElearningParts(context),
  ...createCertificateParts({ ...context, renderer: typstRenderer() }),
  linkContact: (request: Parameters<typeof linkKnownContact>[1]) => linkKnownContact(context, request),
})

interface Options {
  /** Default: Temporal is unavailable. */
  readonly temporal?: TemporalServer
  /** Default: `empty`. */
  readonly contents?: Contents
  /** Of the sandbox. Default: 18. */
  readonly version?: 17 | 18 | 19
  /** Settings that differ from the usual ones. */
  readonly env?: NodeJS.ProcessEnv
  /** How the activities call Odoo. Default: each call on its own. */
  readonly connect?: (credentials: Credentials) => Odoo
}

export async function openActivities({
  temporal,
  contents = 'empty',
  version = 18,
  env = {},
  connect = connectOdoo,
}: Options = {}): Promise<ActivityFixture> {
  const server = await odooServer(contents, version)
  const product = await openProduct({ odoo: server, env, ...(temporal && { temporal }) })
  const { config, store } = product
  const direct = connectOdoo({ ...config.odoo, ...server.staff })
  const recorded = witness(connect(config.odoo))
  let fixed: string | null = null
  const dependencies: ActivityDependencies = {
    odoo: recorded.odoo,
    store,
    config,
    temporal: product.temporal,
    clock: () => (fixed === null ? new Date() : new Date(fixed)),
  }
  const context = {
    ...dependencies,
    people: new PersonCheck(dependencies),
    timeZone: timeZoneOf(recorded.odoo, config.organization.timeZone),
    languages: activeLanguagesOf(recorded.odoo),
  }
  const activities = { ...createActivities(dependencies), ...partsOf(context) }
  return {
    ...recorded,
    store,
    config,
    direct,
    sql: server.sql,
    odooDatabaseUrl: server.databaseUrl,
    setClock: (now) => {
      fixed = now
    },
    // Failures that a test asks for need no line in its report.
    run: async (call, info = {}) =>
      new MockActivityEnvironment(info, { logger: SILENT, interceptors: activityInterceptors() }).run(() =>
        call(activities),
      ),
    async close() {
      await product.close()
      await server.close()
    },
  }
}

/**
 * What is in Odoo: accounts only; the demo training center; accounts only, and the plan's models
 * made by our setup.
 */
type Contents = 'empty' | 'demo' | 'without suite'

interface OdooServer {
  readonly url: string
  readonly db: string
  readonly login: string
  readonly password: string
  /**
   * May make records of every kind. That is the bot where the suite is; the rights that our setup
   * makes do not suffice.
   */
  readonly staff: { readonly login: string; readonly apiKey: string }
  readonly sql: TestOdoo['sql'] | null
  readonly databaseUrl: string | null
  close(): Promise<void>
}

/** Returns the sandbox, or the real Odoo that the environment names. */
async function odooServer(contents: Contents, version: 17 | 18 | 19): Promise<OdooServer> {
  const { ODOO_URL, ODOO_DB = '', ODOO_LOGIN = '', ODOO_API_KEY = '' } = process.env
  if (ODOO_URL !== undefined) {
    return {
      url: ODOO_URL,
      db: ODOO_DB,
      login: ODOO_LOGIN,
      password: ODOO_API_KEY,
      staff: { login: ODOO_LOGIN, apiKey: ODOO_API_KEY },
      sql: null,
      databaseUrl: null,
      close: () => Promise.resolve(),
    }
  }
  const sandbox = await readyOdoo(
    contents === 'without suite' ? { data: 'empty', suite: false, version } : { data: contents, version },
  )
  const { url, db, bot, admin } = sandbox
  const { login, password } = contents === 'without suite' ? admin : bot
  return {
    url,
    db,
    ...bot,
    staff: { login, apiKey: password },
    sql: (...query) => sandbox.sql(...query),
    databaseUrl: sandbox.databaseUrl,
    close: () => sandbox.close(),
  }
}

const SILENT = new DefaultLogger('ERROR', () => undefined)

/**
 * Makes an enrolled student. The activities themselves make the contact, the access and the
 * tracker.
 */
export async function enrollLearner(
  fixture: ActivityFixture,
  programId: number,
  courses: readonly MadeCourse[],
): Promise<{ studentId: number; partnerId: number; trackerIds: number[] }> {
  const { run } = fixture
  const { studentId, partnerId } = await makeLearner(fixture)
  const application = { programId, studentId, run: 1 }
  const courseIntegrationIds = courses.map((course) => course.courseIntegrationId)
  const grants = await run((activities) =>
    activities.grantAccess({ ...application, partnerId, courseIntegrationIds }),
  )
  const memberships = grants.flatMap((grant) => (grant.granted ? [grant] : []))
  const trackers = await run((activities) => activities.ensureTrackers({ ...application, memberships }))
  return { studentId, partnerId, trackerIds: trackers.map(({ trackerId }) => trackerId) }
}
