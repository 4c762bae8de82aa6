import { startPostgres } from './postgres.js'
import { leftRunning } from './service-process.js'
import { publishServers } from './shared-servers.js'
import { startTemporal } from './temporal.js'

/*
 * For `mocha --parallel`. Mocha calls these two functions in its main process only, before the
 * first worker process starts and after the last one has ended. All workers use the same two
 * servers.
 */

let stop: () => Promise<unknown> = () => Promise.resolve()

export async function mochaGlobalSetup(): Promise<void> {
  const [postgres, temporal] = await Promise.all([startPostgres({ durable: false }), startTemporal()])
  stop = () => Promise.all([temporal.stop(), postgres.stop()])
  const { port, password } = postgres
  const { address, canSkipTime } = temporal
  publishServers({ postgres: { port, password }, temporal: { address, canSkipTime } })
}

export async function mochaGlobalTeardown(): Promise<void> {
  await stop()
  const left = leftRunning()
  if (left.length > 0) throw new Error(`The shared servers have not ended:\n${left.join('\n')}`)
}
