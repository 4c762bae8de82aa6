import type { Client } from '@temporalio/client'
import { isWorkerRunning } from '../temporal/running-worker.js'
import { withServices, type Services } from './services.js'

/** A worker that runs has begun by then. Milliseconds. */
const PATIENCE = 5_000

/** Like `withServices`, for commands that wait for a worker: says on stderr when none runs. */
export function withWorker(work: (services: Services) => Promise<void>): Promise<void> {
  return withServices(async (services) => {
    const timer = setTimeout(() => void sayIfNoneRuns(services.temporal), PATIENCE)
    await work(services).finally(() => clearTimeout(timer))
  })
}

async function sayIfNoneRuns(temporal: Client): Promise<void> {
  const isRunning = await isWorkerRunning(temporal).catch(() => true)
  if (!isRunning)
    console.error('No worker is running, so nothing happens yet. Start one with: npm run cli -- worker')
}
