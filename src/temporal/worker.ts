import { Client } from '@temporalio/client'
import { NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker'
import { pino } from 'pino'
import { activityInterceptors } from '../../activities/error-interceptor.js'
import { createActivities } from '../../activities/index.js'
import type { Config } from '../config.js'
import type { Activities } from '../contracts/activities.js'
import { TaskQueue } from '../contracts/task-queues.js'
import { connectOdoo } from '../odoo/client/client.js'
import { openStore } from '../store/store.js'
import { bundleWorkflows } from './bundle.js'
import { connectionOptions } from './client.js'
import { sdkLogger } from './logger.js'
import { ensureNamespace } from './namespace.js'
import { ensureSweepSchedule } from './schedules.js'
import { untilUp } from './until-up.js'

/** Activities that run at once, per queue and process: the brake on each outside system. */
const CONCURRENCY: Record<TaskQueue, number> = {
  // Steps into our own database: below its pool of connections, of which others need some, too.
  [TaskQueue.orchestrator]: 8,
  // Odoo serves each call by one of its worker processes, of which a usual installation has 4 to 8, and its people need some.
  [TaskQueue.odoo]: 4,
  // Pages read and write many rows in one transaction: more of them at once conflict with each other.
  [TaskQueue.odooBulk]: 2,
  // A PDF is a few milliseconds of computing: more at once than cores would only wait.
  [TaskQueue.documents]: 2,
  // Small mail servers allow ten connections from one address.
  [TaskQueue.mail]: 4,
}

/** Workflows kept in memory between their tasks. One takes less than 2 MB, and one that was dropped is replayed in milliseconds. */
const CACHED_WORKFLOWS = 300

/** Above the 45 s that a write to Odoo may take: an ordinary attempt is let finish when the worker is told to end. */
const GRACE_TIME = '50 seconds'

/** What does not end by then is cut off. Below the 65 s after which the process ends anyway. */
const FORCE_TIME = '60 seconds'

export interface RunningWorkers {
  /** Resolves when all workers have ended as told; rejects when one of them failed. */
  readonly ended: Promise<void>
  /** Whether every worker polls. */
  readonly healthy: () => boolean
  /** No new tasks; what runs is let finish (50 s), then cut off. */
  readonly stop: () => Promise<void>
}

/**
 * All workers in this process: one that runs workflows, and one for the activities of each outside system, so that each has its own
 * brake. Waits for Temporal and the database when they are not up yet.
 */
export async function runWorkers(config: Config): Promise<RunningWorkers> {
  const log = pino({ level: config.logLevel })
  const say = (line: string) => log.info(line)
  // The process ends as `part.ts` says; the SDK's own signal handlers would end it halfway.
  Runtime.install({ logger: sdkLogger(config.logLevel, log), shutdownSignals: [] })

  const { address, namespace } = config.temporal
  const connection = await untilUp(
    `Temporal at ${address}`,
    () => NativeConnection.connect(connectionOptions(config.temporal)),
    say,
  )
  await untilUp('Temporal’s namespace', () => ensureNamespace(connection, namespace), say)
  const store = openStore(config.databaseUrl)
  await untilUp('the database', () => store.pool.query('select 1'), say)

  const client = new Client({ connection, namespace })
  await ensureSweepSchedule(client, config.sync)
  const activities = createActivities({
    odoo: connectOdoo(config.odoo),
    store,
    config,
    temporal: client,
    clock: () => new Date(),
  })
  const workers = await createWorkers(connection, namespace, activities)
  const runs = workers.map((worker) => worker.run())
  const shutdown = () => workers.forEach((worker) => endWorker(worker))
  // One that fails takes the others along: half a process would look alive and do half the work.
  for (const run of runs) run.catch(shutdown)
  const ended = Promise.allSettled(runs).then(async () => {
    await connection.close()
    await store.close()
    await Promise.all(runs)
  })
  return {
    ended,
    healthy: () => workers.every((worker) => worker.getState() === 'RUNNING'),
    stop: async () => {
      shutdown()
      await ended
    },
  }
}

/** One worker for each queue, none of them running yet. */
export async function createWorkers(
  connection: NativeConnection,
  namespace: string,
  activities: Activities,
): Promise<Worker[]> {
  const common = { connection, namespace, shutdownGraceTime: GRACE_TIME, shutdownForceTime: FORCE_TIME }
  const optionsFor = (taskQueue: TaskQueue): WorkerOptions => ({
    ...common,
    taskQueue,
    activities,
    interceptors: { activity: activityInterceptors },
    maxConcurrentActivityTaskExecutions: CONCURRENCY[taskQueue],
  })
  const workflowBundle = await bundleWorkflows()
  return Promise.all(
    Object.values(TaskQueue).map((taskQueue) =>
      Worker.create(
        taskQueue === TaskQueue.orchestrator
          ? { ...optionsFor(taskQueue), workflowBundle, maxCachedWorkflows: CACHED_WORKFLOWS }
          : optionsFor(taskQueue),
      ),
    ),
  )
}

function endWorker(worker: Worker): void {
  const state = worker.getState()
  if (state === 'RUNNING' || state === 'INITIALIZED') worker.shutdown()
}
