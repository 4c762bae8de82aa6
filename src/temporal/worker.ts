import { Client } from '@temporalio/client'
import { NativeConnection, Runtime, Worker, type WorkerOptions, type WorkerTuner } from '@temporalio/worker'
import { pino } from 'pino'
import { activityInterceptors, type FaultReports } from '../../activities/error-interceptor.js'
import { Monitor } from '../alarms/monitor.js'
import { createActivities } from '../../activities/index.js'
import { callerOfActivity } from '../../activities/caller.js'
import type { Config } from '../config.js'
import type { Activities } from '../contracts/activities.js'
import { CircuitBreaker } from '../availability/circuit-breaker.js'
import { probesOf } from '../availability/probes.js'
import { systemsOf, TaskQueue } from '../contracts/task-queues.js'
import { DeliveryTurns } from '../mail/delivery-turns.js'
import { connectQueuedOdoo } from '../odoo/call-queue/connect.js'
import { timeZoneOf } from '../odoo/center-time-zone.js'
import type { Odoo } from '../odoo/client/client.js'
import { openStore } from '../store/store.js'
import { bundleWorkflows } from './bundle.js'
import { connectionOptions } from './client.js'
import { sdkLogger } from './logger.js'
import { ensureNamespace } from './namespace.js'
import { OutboxTrigger } from './outbox-trigger.js'
import { honorsPriorities } from './priorities.js'
import { ensureReconciliationSchedule, ensureSweepSchedule } from './schedules.js'
import { Slots } from './slots.js'
import { waitUntilAvailable } from './wait-until-available.js'

/**
 * Activities that run at the same time, per task queue and process. `DeliveryTurns` says how many
 * emails there may be.
 */
const CONCURRENCY: Record<Exclude<TaskQueue, typeof TaskQueue.mail>, number> = {
  // Fewer than our database pool has connections: other code needs some, too.
  [TaskQueue.orchestrator]: 8,
  // Many, so that their calls to Odoo can be combined. `CallQueue` limits the calls themselves.
  [TaskQueue.odoo]: 400,
  [TaskQueue.odooInteractive]: 20,
  // Pages write many rows in one transaction: more of them would conflict with each other.
  [TaskQueue.odooBulk]: 2,
  // A PDF takes a few milliseconds of CPU: more of them than cores would only wait.
  [TaskQueue.documents]: 2,
  [TaskQueue.documentsInteractive]: 1,
  [TaskQueue.mailInteractive]: 2,
}

/**
 * Workflows kept in memory between their tasks. One needs less than 2 MB; a dropped one is replayed
 * within milliseconds.
 */
const CACHED_WORKFLOWS = 300

/** Above the 45 s that a write to Odoo may take: running attempts may finish at shutdown. */
const GRACE_TIME = '50 seconds'

/** Then activities are aborted. Below the 65 s after which the process ends anyway. */
const FORCE_TIME = '60 seconds'

export interface RunningWorkers {
  /** Resolves when all workers have stopped as requested; rejects when one of them failed. */
  readonly ended: Promise<void>
  /** Whether every worker polls. */
  readonly healthy: () => boolean
  /** Accepts no new tasks. What runs may finish within 50 s, then it is aborted. */
  readonly stop: () => Promise<void>
}

/**
 * Runs all workers in this process: one for workflows, and one per outside system for activities,
 * so that each system has its own limit. Waits for Temporal and the database while they are
 * unavailable.
 */
export async function runWorkers(config: Config): Promise<RunningWorkers> {
  const log = pino({ level: config.logLevel })
  const logLine = (line: string) => log.info(line)
  // `service-process.ts` handles signals; the SDK's own handlers would end the process halfway.
  Runtime.install({ logger: sdkLogger(config.logLevel, log), shutdownSignals: [] })

  const { address, namespace } = config.temporal
  const connection = await waitUntilAvailable(
    `Temporal at ${address}`,
    () => NativeConnection.connect(connectionOptions(config.temporal)),
    logLine,
  )
  await waitUntilAvailable(
    'Temporal’s namespace',
    () => ensureNamespace(connection, namespace, (line) => log.warn(line)),
    logLine,
  )
  const store = openStore(config.databaseUrl)
  await waitUntilAvailable('the database', () => store.pool.query('select 1'), logLine)

  const client = new Client({ connection, namespace })
  await ensureSweepSchedule(client, config.sync)
  const odoo = connectQueuedOdoo(config.odoo, callerOfActivity)
  await ensureReconciliationSchedule(client, config, await nightZone(odoo, config))
  await warnWithoutPriorities(client, (line) => log.warn(line))
  const outbox = new OutboxTrigger(client, store, config.todos.choice, () =>
    log.warn('Temporal could not be told of the outbox. It is looked at again within half a minute.'),
  )
  const turns = new DeliveryTurns()
  const activities = createActivities(
    { odoo, store, config, temporal: client, clock: () => new Date() },
    { outbox, turns },
  )
  const monitor = new Monitor({ config, store, log: logLine })
  const breaker = new CircuitBreaker({ store, probes: probesOf(config), log: logLine })
  await breaker.start()
  const workers = await createWorkers({
    connection,
    namespace,
    activities,
    reports: monitor,
    breaker,
    turns,
  })
  await monitor.start()
  outbox.start()
  // Its workflow waits from day to day, and for this process to say that the times have changed.
  if (config.staffEmails.mode === 'digest') outbox.filled('digests')
  const runs = workers.map((worker) => worker.run())
  const shutdown = () => workers.forEach((worker) => stopWorker(worker))
  // When one fails, all stop: a process with some of its workers would look healthy.
  for (const run of runs) run.catch(shutdown)
  const ended = Promise.allSettled(runs).then(async () => {
    outbox.stop()
    await monitor.stop()
    await breaker.stop()
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

/** An Odoo that is unavailable must not hold up the start: then the nights are those of UTC. */
async function nightZone(odoo: Odoo, { organization }: Config): Promise<string> {
  return timeZoneOf(odoo, organization.timeZone)().catch(() => 'UTC')
}

/** Interactive activities have queues of their own; only the tasks of workflows need the server. */
async function warnWithoutPriorities(client: Client, warn: (line: string) => void): Promise<void> {
  const honored = await honorsPriorities(client).catch(() => undefined)
  if (honored === false)
    warn(
      'This Temporal server ignores priorities: while many students are processed, decisions may wait. Set matching.useNewMatcher to true in its dynamic configuration.',
    )
}

export interface WorkerParts {
  readonly connection: NativeConnection
  readonly namespace: string
  readonly activities: Activities
  /** Learns of faults that concern everybody. */
  readonly reports?: FaultReports
  /** Says how many activities may run at the moment. */
  readonly breaker: CircuitBreaker
  readonly turns: DeliveryTurns
}

/** Creates one worker per task queue. None of them runs yet. */
export async function createWorkers({
  connection,
  namespace,
  activities,
  reports,
  breaker,
  turns,
}: WorkerParts): Promise<Worker[]> {
  const common = { connection, namespace, shutdownGraceTime: GRACE_TIME, shutdownForceTime: FORCE_TIME }
  const interceptors = { activity: activityInterceptors(reports, breaker) }
  const optionsFor = (taskQueue: TaskQueue): WorkerOptions => {
    const limit = () => (taskQueue === TaskQueue.mail ? turns.emailsAtOnce : CONCURRENCY[taskQueue])
    const slots = new Slots(() => breaker.slots(systemsOf(taskQueue), limit()))
    breaker.onChange(() => slots.refill())
    return { ...common, taskQueue, activities, interceptors, tuner: tunerWith(slots) }
  }
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

/** The SDK's own number, which cannot be left out beside our own slots. */
const WORKFLOW_TASKS = 40

const tunerWith = (activities: Slots): WorkerTuner => ({
  activityTaskSlotSupplier: activities,
  // Steps are saved by local activities, those of many workflows in one transaction.
  localActivityTaskSlotSupplier: { type: 'fixed-size', numSlots: WORKFLOW_TASKS },
  workflowTaskSlotSupplier: { type: 'fixed-size', numSlots: WORKFLOW_TASKS },
  nexusTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
})

function stopWorker(worker: Worker): void {
  const state = worker.getState()
  if (state === 'RUNNING' || state === 'INITIALIZED') worker.shutdown()
}
