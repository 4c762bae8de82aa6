import type { RootHookObject } from 'mocha'
import { leftRunning } from './service-process.js'
import { sharedServers } from './shared-servers.js'
import { stopPostgres } from './postgres.js'
import { stopTemporal } from './temporal.js'

/**
 * The first test that needs a server starts it. This hook stops the servers once, after the last
 * test. In a parallel run the servers belong to the main process (`parallel.ts`), and mocha calls
 * the hook after every file, so the check for processes names the file that left one behind.
 */
export const mochaHooks: RootHookObject = {
  async afterAll() {
    if (!sharedServers()) await Promise.all([stopTemporal(), stopPostgres()])
    const left = leftRunning()
    if (left.length > 0) throw new Error(`Processes left behind by tests:\n${left.join('\n')}`)
  },
}
