import type { Client } from '@temporalio/client'
import { Worker } from '@temporalio/worker'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { createApi } from '../../src/api/app.js'
import type { ApiDeps } from '../../src/api/deps.js'
import type { Application, Flow } from '../../src/contracts/application.js'
import { certificateId, enrollmentId, progressId } from '../../src/contracts/application.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import type { Task } from '../../src/contracts/tasks.js'
import type { Transition } from '../../src/contracts/transitions.js'
import { createApiKey } from '../../src/store/api-keys.js'
import type { Store } from '../../src/store/store.js'
import { recordTransitions } from '../../src/store/transitions.js'
import { bundleWorkflows } from '../../src/temporal/bundle.js'
import { openProduct, type ProductFixture } from '../support/product-fixture.js'
import { temporalServer } from '../support/temporal.js'

type Call = (
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<LightMyRequestResponse>

/** The API over a database of its own and the run's real Temporal server. */
export interface ApiFixture extends ProductFixture {
  readonly app: FastifyInstance
  readonly key: string
  /** A request with the API key. */
  readonly call: Call
  /** Runs the small workflows of `workflows.ts` while the scenario lasts. */
  withWorker<T>(scenario: () => Promise<T>): Promise<T>
  /** Another API on the same database and Temporal server. */
  another(deps: Partial<ApiDeps>): { app: FastifyInstance; call: Call }
}

let bundle: ReturnType<typeof bundleWorkflows> | undefined

export async function openApi(): Promise<ApiFixture> {
  const server = await temporalServer()
  const product = await openProduct({ temporal: server })
  const { config, store, temporal } = product
  const key = await createApiKey(store, 'test')
  const apps: FastifyInstance[] = []
  const another = (deps: Partial<ApiDeps>) => {
    const app = createApi({ config, store, temporal, clock: () => new Date(), ...deps })
    apps.push(app)
    const call: Call = (method, url, body, headers = {}) => {
      const options: InjectOptions = { method, url, headers: { authorization: `Bearer ${key}`, ...headers } }
      return app.inject(body ? { ...options, payload: body } : options)
    }
    return { app, call }
  }
  return {
    ...product,
    ...another({ commandLimit: 5_000 }),
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
      await product.close()
    },
  }
}

/** Returns an application that no other test has. */
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

/** Ends what a test left running, so that no later worker runs it. */
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

/** Writes into the read model where a flow of the application stands. */
export const recorded = (
  store: Store,
  flow: Flow,
  application: Application & { readonly run?: number },
  change: Partial<Transition> = {},
): Promise<void> =>
  recordTransitions(store, [
    {
      workflowId: workflowIdOf(flow, application),
      runEpoch: ORDER[flow],
      seq: 1,
      application: { run: 1, ...application },
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
