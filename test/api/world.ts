import { Client, Connection } from '@temporalio/client'
import { Worker } from '@temporalio/worker'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { createApi } from '../../src/api/app.js'
import type { ApiDeps } from '../../src/api/deps.js'
import { type Config, readConfig } from '../../src/config.js'
import type { Application, Flow } from '../../src/contracts/application.js'
import { certificateId, enrollmentId, progressId } from '../../src/contracts/application.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import type { Task } from '../../src/contracts/tasks.js'
import type { Transition } from '../../src/contracts/transitions.js'
import { createApiKey } from '../../src/store/api-keys.js'
import { openStore, type Store } from '../../src/store/store.js'
import { recordTransitions } from '../../src/store/transitions.js'
import { bundleWorkflows } from '../../src/temporal/bundle.js'
import { testDatabase } from '../support/postgres.js'
import { temporalServer } from '../support/temporal.js'

type Call = (
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<LightMyRequestResponse>

/** The API over a database of its own and the run's real Temporal server. */
export interface ApiWorld {
  readonly app: FastifyInstance
  readonly store: Store
  readonly temporal: Client
  readonly config: Config
  readonly key: string
  /** A request with the API key. */
  readonly call: Call
  /** Runs the small workflows of `workflows.ts` while the scenario lasts. */
  withWorker<T>(scenario: () => Promise<T>): Promise<T>
  /** Another API over the same world. */
  another(deps: Partial<ApiDeps>): { app: FastifyInstance; call: Call }
  close(): Promise<void>
}

/** A configuration whose neighbours are not there. */
export const CONFIG = {
  ODOO_URL: 'http://127.0.0.1:9',
  ODOO_DB: 'odoo',
  ODOO_LOGIN: 'bot',
  ODOO_API_KEY: 'secret',
  TEMPORAL_WEB_URL: 'http://127.0.0.1:8233',
  INBOX_URL: 'http://127.0.0.1:1080',
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'training@example.org',
  REVIEW_MAIL: 'review@example.org',
  ESCALATION_MAIL: 'lead@example.org',
  MAIL_DOMAIN: 'example.org',
  ORGANIZATION_NAME: 'Example Training',
  ORGANIZATION_NAME_AR: 'تدريب',
  ORGANIZATION_CODE: 'EXT',
  PUBLIC_URL: 'http://verify.example.org',
  LOG_LEVEL: 'error',
}

/** A client of a Temporal that is not there. It does not try again: its retries would outlive the test. */
export const temporalAway = (): Client =>
  new Client({ connection: Connection.lazy({ address: '127.0.0.1:9', interceptors: [] }) })

let bundle: ReturnType<typeof bundleWorkflows> | undefined

export async function apiWorld(): Promise<ApiWorld> {
  const [database, server] = await Promise.all([testDatabase(), temporalServer()])
  const config = readConfig({ ...CONFIG, TEMPORAL_ADDRESS: server.address, DATABASE_URL: database.url })
  const store = openStore(database.url)
  const key = await createApiKey(store, 'test')
  const apps: FastifyInstance[] = []
  const another = (deps: Partial<ApiDeps>) => {
    const app = createApi({ config, store, temporal: server.client, clock: () => new Date(), ...deps })
    apps.push(app)
    const call: Call = (method, url, body, headers = {}) => {
      const options: InjectOptions = { method, url, headers: { authorization: `Bearer ${key}`, ...headers } }
      return app.inject(body ? { ...options, payload: body } : options)
    }
    return { app, call }
  }
  return {
    ...another({ commandLimit: 5_000 }),
    store,
    temporal: server.client,
    config,
    key,
    another,
    withWorker: async (scenario) => {
      bundle ??= bundleWorkflows(fileURLToPath(new URL('workflows.ts', import.meta.url)))
      const worker = await Worker.create({
        connection: server.connection,
        namespace: server.namespace,
        taskQueue: TaskQueue.orchestrator,
        workflowBundle: await bundle,
      })
      return worker.runUntil(scenario)
    },
    close: async () => {
      await Promise.all(apps.map((app) => app.close()))
      await store.close()
      await database.drop()
    },
  }
}

/** An application that no other test has. */
export const newApplication = (): Application => ({
  programId: randomInt(1, 1_000_000_000),
  studentId: randomInt(1, 1_000_000_000),
})

/** Starts one of the small workflows for an application. */
export async function startWorkflow(temporal: Client, flow: Flow, application: Application): Promise<void> {
  await temporal.workflow.start(flow, {
    workflowId: workflowIdOf(flow, application),
    taskQueue: TaskQueue.orchestrator,
    args: [application],
  })
}

/** Ends what a test left running, so that no later worker finds it. */
export async function endWorkflows(temporal: Client, application: Application): Promise<void> {
  for (const flow of ['enrollment', 'progress', 'certificate'] as const)
    await temporal.workflow
      .getHandle(workflowIdOf(flow, application))
      .terminate()
      .catch(() => undefined)
}

const workflowIdOf = (flow: Flow, application: Application): string =>
  flow === 'enrollment'
    ? enrollmentId(application)
    : flow === 'progress'
      ? progressId(application)
      : certificateId(application, 1)

const ORDER = { enrollment: 1, progress: 2, certificate: 3 }

/** Where a chart of the application stands, in the read model. */
export const recorded = (
  store: Store,
  flow: Flow,
  application: Application,
  change: Partial<Transition> = {},
): Promise<void> =>
  recordTransitions(store, [
    {
      workflowId: workflowIdOf(flow, application),
      runEpoch: ORDER[flow],
      seq: 1,
      application,
      flow,
      stage: 'review',
      message: 'A step.',
      at: '2026-01-01T00:00:00Z',
      task: null,
      closed: false,
      facts: {},
      ...change,
    },
  ])

export const openTask = (change: Partial<Task> = {}): Task => ({
  kind: 'eligibility',
  instructions: 'Look at the documents.',
  decisions: ['approve', 'reject'],
  since: '2026-01-01T00:00:00.000Z',
  reminders: 0,
  escalated: false,
  ...change,
})
