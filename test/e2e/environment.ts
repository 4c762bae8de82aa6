import type { Client } from '@temporalio/client'
import type { NativeConnection } from '@temporalio/worker'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createActivities } from '../../activities/index.js'
import { createApi } from '../../src/api/app.js'
import { readConfig } from '../../src/config.js'
import { applicationRef, type Application } from '../../src/contracts/application.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import { connectOdoo, type Odoo } from '../../src/odoo/client/client.js'
import type { Credentials, TransportChoice } from '../../src/odoo/client/transport.js'
import { createApiKey } from '../../src/store/api-keys.js'
import { openStore } from '../../src/store/store.js'
import { createWorkers } from '../../src/temporal/worker.js'
import type { SweepInput, SweepResult } from '../../src/contracts/sweep.js'
import { readyOdoo, type TestOdoo } from '../support/odoo.js'
import { testDatabase } from '../support/postgres.js'
import { smtpServer, type TestMailServer } from '../support/smtp.js'
import { startTemporal } from '../support/temporal.js'
import { until } from '../support/wait-for.js'

/** The parts of `GET /v1/enrollments/{ref}` that tests look at. */
export interface Detail {
  readonly flow: string
  readonly state: string
  readonly task: Task | null
  readonly charts: readonly { flow: string; state: string; closed: boolean; task: Task | null }[]
  readonly steps: readonly { flow: string; state: string; words: string }[]
  readonly progress: readonly { courseIntegrationId: number; overall: number }[]
  readonly certificates: readonly { number: string; links: { verification: string } }[]
  readonly mails: readonly { kind: string; version: string; state: string }[]
  readonly comments: readonly { text: string }[]
}

interface Task {
  readonly kind: string
  readonly instructions: string
}

export const STAFF = { reviewers: 'reviewers@centre.example', head: 'head@centre.example' }

/** An Odoo with two of its users. */
export interface OdooSite {
  readonly url: string
  readonly db: string
  /** May set up. */
  readonly admin: Account
  /** The product's own. */
  readonly bot: Account
}

interface Account {
  readonly login: string
  readonly password: string
}

/** The whole product in this process, on real servers: Temporal with a file, PostgreSQL, SMTP, and an Odoo that is set up. */
export interface Centre {
  readonly client: Client
  /** For further workers. */
  readonly connection: NativeConnection
  /** Odoo as the bot sees it: for making records and looking at them. */
  readonly direct: Odoo
  readonly mail: TestMailServer
  /** Where Temporal keeps everything. */
  readonly temporalFolder: string
  /** A call of the admin API: a GET, or with a body a POST; `change` says otherwise. */
  call(
    url: string,
    body?: object,
    change?: Pick<InjectOptions, 'method' | 'headers'>,
  ): Promise<{ status: number; json: unknown }>
  /** A request of the public: without a key. */
  visit(url: string): Promise<LightMyRequestResponse>
  /** One look at Odoo, as the schedule takes it. */
  sweep(): Promise<SweepResult>
  detail(application: Application): Promise<Detail>
  /** Waits until the read model tells so. */
  reaches(application: Application, what: string, holds: (detail: Detail) => boolean): Promise<Detail>
  /** The workers have ended and Temporal has written everything to its file. */
  stopTemporal(): Promise<void>
  close(): Promise<void>
}

/** A centre whose Odoo is the sandbox. */
export interface SandboxCentre extends Centre {
  readonly sandbox: TestOdoo
}

export async function openCentre(data: 'demo' | 'empty'): Promise<SandboxCentre> {
  const sandbox = await readyOdoo({ world })
  const centre = await openCentreOn(sandbox)
  return {
    ...centre,
    sandbox,
    close: async () => {
      await centre.close()
      await sandbox.close()
    },
  }
}

/** `transport`: how the product speaks with Odoo; `connect`: with what. */
export async function openCentreOn(
  site: OdooSite,
  transport: TransportChoice = 'auto',
  connect: (credentials: Credentials) => Odoo = connectOdoo,
): Promise<Centre> {
  const { url, db, bot } = site
  const temporalFolder = await mkdtemp(join(tmpdir(), 'centre-temporal-'))
  const [temporal, database, mail] = await Promise.all([
    startTemporal(join(temporalFolder, 'temporal.db')),
    testDatabase(),
    smtpServer(),
  ])
  const { client } = temporal
  const config = readConfig({
    ODOO_URL: url,
    ODOO_DB: db,
    ODOO_LOGIN: bot.login,
    ODOO_API_KEY: bot.password,
    ODOO_TRANSPORT: transport,
    TEMPORAL_ADDRESS: temporal.address,
    DATABASE_URL: database.url,
    SMTP_URL: mail.url(),
    MAIL_FROM: 'training@centre.example',
    REVIEW_MAIL: STAFF.reviewers,
    ESCALATION_MAIL: STAFF.head,
    ORGANIZATION_NAME: 'Training centre',
    ORGANIZATION_NAME_AR: 'مركز التدريب',
    ORGANIZATION_CODE: 'TC',
    LOG_LEVEL: 'error',
  })
  const store = openStore(database.url)
  const odoo = connect(config.odoo)
  const clock = () => new Date()
  const activities = createActivities({ odoo, store, config, temporal: client, clock })
  const workers = await createWorkers(temporal.connection, temporal.namespace, activities)
  const runs = workers.map((worker) => worker.run())
  const api = createApi({ config, store, temporal: client, odoo, clock })
  const authorization = `Bearer ${await createApiKey(store, 'test')}`

  const call: Centre['call'] = async (address, body, { method, headers } = {}) => {
    const answer = await api.inject({
      url: address,
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { authorization, ...(body !== undefined && { 'idempotency-key': randomUUID() }), ...headers },
      ...(body !== undefined && { body }),
    })
    return { status: answer.statusCode, json: answer.json<unknown>() }
  }
  const addressOf = (application: Application) => `/v1/enrollments/${applicationRef(application)}`
  const detail: Centre['detail'] = async (application) => (await call(addressOf(application))).json as Detail

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
    temporalFolder,
    call,
    visit: (address) => api.inject(address),
    sweep: () =>
      client.workflow.execute<(input: SweepInput) => Promise<SweepResult>>('sweep', {
        workflowId: `sweep-${randomUUID()}`,
        taskQueue: TaskQueue.orchestrator,
        args: [{ pageSize: 200 }],
      }),
    detail,
    reaches: async (application, what, holds) => {
      let seen: unknown
      const found: Detail[] = []
      const look = async () => {
        const { status, json } = await call(addressOf(application))
        seen = json
        if (status === 200 && holds(json as Detail)) found.push(json as Detail)
        return found.length > 0
      }
      await until(look, { what: `${applicationRef(application)}: ${what}` }).catch((cause: unknown) => {
        throw new Error(`${String(cause)}; it was ${JSON.stringify(seen)}`, { cause })
      })
      return found[0] ?? assert.fail()
    },
    stopTemporal,
    close: async () => {
      await api.close()
      await stopTemporal()
      await store.close()
      await Promise.all([mail.close(), database.drop()])
      await rm(temporalFolder, { recursive: true, force: true })
    },
  }
}
