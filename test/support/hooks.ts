import type { RootHookObject } from 'mocha'
import { leftRunning } from './service-process.js'
import { stopPostgres } from './postgres.js'
import { stopTemporal } from './temporal.js'

/** Servers are started by the first test that needs them, and stopped here, once, after the last one. */
export const mochaHooks: RootHookObject = {
  async afterAll() {
    await Promise.all([stopTemporal(), stopPostgres()])
    const left = leftRunning()
    if (left.length > 0) throw new Error(`Processes left behind by tests:\n${left.join('\n')}`)
  },
}
