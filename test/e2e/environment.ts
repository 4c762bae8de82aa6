import type { Client } from '@temporalio/client'
import type { NativeConnection } from '@temporalio/worker'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Monitor } from '../../src/alarms/monitor.js'
import { createActivities } from '../../activities/index.js'
import { callerOfActivity } from '../../activities/caller.js'
import { createApi } from '../../src/api/app.js'
import type { Config } from '../../src/config.js'
import { applicationRef, type Application } from '../../src/contracts/application.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import { DeliveryTurns } from '../../src/mail/delivery-turns.js'
import { connectQueuedOdoo } from '../../src/odoo/call-queue/connect.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Credentials, TransportChoice } from '../../src/odoo/client/transport.js'
import { createApiKey } from '../../src/store/api-keys.js'
import type { Store } from '../../src/store/store.js'
import { CircuitBreaker } from '../../src/availability/circuit-breaker.js'
import { probesOf } from '../../src/availability/probes.js'
import { createWorkers } from '../../src/temporal/worker.js'
import type { SweepInput, SweepResult } from '../../src/contracts/sweep.js'
import { readyOdoo, type TestOdoo } from '../support/odoo.js'
import { openProduct } from '../support/product-fixture.js'
import { smtpServer, type TestMailServer } from '../support/smtp.js'
import { startTemporal } from '../support/temporal.js'
import { waitFor } from '../support/wait-for.js'

/*
 * The environment of the end-to-end tests: the whole product in this process, on real servers, from
 * the sweep of Odoo to the email with the certificate. Only time is not real: each test asks for
 * its sweeps.
 */

/** The parts of `GET /v1/enrollments/{ref}` that tests read. */
export interface Detail {
  readonly flow: string
  readonly stage: string
  readonly task: Task | null
  readonly flows: readonly {
    flow: string
    run: number
    stage: string
    closed: boolean
    task: Task | null
  }[]
  readonly steps: readonly { flow: string; stage: string; message: string }[]
  readonly progress: readonly { courseIntegrationId: number; overall: number; elearning: number | null }[]
  readonly certificates: readonly { number: string; links: { verification: string } }[]
  readonly emails: readonly { kind: string; version: string; state: string }[]
  readonly comments: readonly { text: string }[]
}

interface Task {
  readonly kind: string
  readonly instructions: string
}

/** Receives alarms. */
export const OPERATOR = 'operator@center.example'

export const STAFF = { reviewers: 'reviewers@center.example', lead: 'lead@center.example' }

/** An Odoo with two of its users. */
export interface OdooSite {
  readonly url: string
  readonly db: string
  /** May run setup. */
  readonly admin: Account
  /** The product's own user. */
  readonly bot: Account
}

interface Account {
  readonly login: string
  readonly password: string
}

/**
 * The whole product in this process, on real servers: Temporal with a file, PostgreSQL, SMTP, and
 * an Odoo in which setup has been run.
 */
export interface Environment {
  readonly client: Client
  /** For further workers. */
  readonly connection: NativeConnection
  /** Odoo as the bot sees it: for making and reading records. */
  readonly direct: Odoo
  readonly mail: TestMailServer
  readonly store: Store
  readonly config: Config
  /** Where Temporal keeps everything. */
  readonly temporalFolder: string
  /**
   * Calls the admin API: with GET, or with POST when there is a body; `change` can override this.
   */
  call(
    url: string,
    body?: object,
    change?: Pick<InjectOptions, 'method' | 'headers'>,
  ): Promise<{ status: number; json: unknown }>
  /** Lets Odoo reach the API. Returns its address. */
  listen(): Promise<string>
  /** Requests a public page: without a key. */
  visit(url: string): Promise<LightMyRequestResponse>
  /** Runs one sweep, as the schedule does. */
  sweep(): Promise<SweepResult>
  detail(application: Application): Promise<Detail>
  /** Waits until the read model shows an application for which `holds` is true, and returns it. */
  reaches(application: Application, what: string, holds: (detail: Detail) => boolean): Promise<Detail>
  /** Ends the workers and the server. Then Temporal has written everything to its file. */
  stopTemporal(): Promise<void>
  close(): Promise<void>
}

/** An environment whose Odoo is the sandbox. */
export interface SandboxEnvironment extends Environment {
  readonly sandbox: TestOdoo
}

export async function openSandboxEnvironment(
  data: 'demo' | 'empty',
  connect?: (credentials: Credentials) => Odoo,
  settings?: NodeJS.ProcessEnv,
): Promise<SandboxEnvironment> {
  const sandbox = await readyOdoo({ data })
  const environment = await openEnvironment(sandbox, 'auto', connect, settings)
  return {
    ...environment,
    sandbox,
    close: async () => {
      await environment.close()
      await sandbox.close()
    },
  }
}

/**
 * `transport`: how the product calls Odoo; `connect`: makes its client; `settings`: what differs
 * from the usual ones.
 */
export async function openEnvironment(
  site: OdooSite,
  transport: TransportChoice = 'auto',
  connect: (credentials: Credentials) => Odoo = (credentials) =>
    connectQueuedOdoo(credentials, callerOfActivity),
  settings: NodeJS.ProcessEnv = {},
): Promise<Environment> {
  const { url, db, bot } = site
  const temporalFolder = await mkdtemp(join(tmpdir(), 'e2e-temporal-'))
  const [temporal, mail] = await Promise.all([
    startTemporal(join(temporalFolder, 'temporal.db')),
    smtpServer(),
  ])
  const { client } = temporal
  const product = await openProduct({
    odoo: { url, db, ...bot },
    temporal,
    env: {
      ODOO_TRANSPORT: transport,
      SMTP_URL: mail.url(),
      MAIL_FROM: 'training@center.example',
      REVIEW_MAIL: STAFF.reviewers,
      ESCALATION_MAIL: STAFF.lead,
      OPERATOR_MAIL: OPERATOR,
      ...settings,
    },
  })
  const { config, store } = product
  const odoo = connect(config.odoo)
  const clock = () => new Date()
  const turns = new DeliveryTurns()
  const activities = createActivities({ odoo, store, config, temporal: client, clock }, { turns })
  const monitor = new Monitor({
    config,
    store,
    log: () => undefined,
    timings: { whenFaulty: 500, reuse: 300 },
  })
  await monitor.start()
  const breaker = new CircuitBreaker({ store, probes: probesOf(config), log: () => undefined })
  await breaker.start()
  const { connection, namespace } = temporal
  const workers = await createWorkers({ connection, namespace, activities, reports: monitor, breaker, turns })
  const runs = workers.map((worker) => worker.run())
  const api = createApi({ config, store, temporal: client, odoo, clock })
  const authorization = `Bearer ${await createApiKey(store, 'test')}`

  const call: Environment['call'] = async (address, body, { method, headers } = {}) => {
    const response = await api.inject({
      url: address,
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { authorization, ...(body !== undefined && { 'idempotency-key': randomUUID() }), ...headers },
      ...(body !== undefined && { body }),
    })
    return { status: response.statusCode, json: response.json<unknown>() }
  }
  const addressOf = (application: Application) => `/v1/enrollments/${applicationRef(application)}`

  let stopped: Promise<void> | undefined
  const stopTemporal = () => {
    stopped ??= (async () => {
      for (const worker of workers) worker.shutdown()
      await Promise.all(runs)
      await temporal.stop()
    })()
    return stopped
  }

  return {
    client,
    connection: temporal.connection,
    direct: odoo,
    mail,
    store,
    config,
    temporalFolder,
    call,
    listen: () => api.listen({ host: '127.0.0.1', port: 0 }),
    visit: (address) => api.inject(address),
    sweep: () =>
      client.workflow.execute<(input: SweepInput) => Promise<SweepResult>>('sweep', {
        workflowId: `sweep-${randomUUID()}`,
        taskQueue: TaskQueue.orchestrator,
        args: [{ pageSize: config.sync.pageSize, parallelPages: config.sync.parallelPages }],
      }),
    detail: async (application) => (await call(addressOf(application))).json as Detail,
    reaches: async (application, what, holds) => {
      let seen: unknown
      const reached = async () => {
        const { status, json } = await call(addressOf(application))
        seen = json
        return status === 200 && holds(json as Detail) && (json as Detail)
      }
      return waitFor(`${applicationRef(application)} ${what}`, reached, { seen: () => seen })
    },
    stopTemporal,
    close: async () => {
      await api.close()
      await stopTemporal()
      await monitor.stop()
      await breaker.stop()
      await Promise.all([mail.close(), product.close()])
      await rm(temporalFolder, { recursive: true, force: true })
    },
  }
}
