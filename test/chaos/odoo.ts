/**
 * The sandbox Odoo of a chaos run, as a process of its own: `odoo.ts <port> <students>`, with the
 * database in SANDBOX_DATABASE_URL. It has the records of `environment.ts`, and learners who do
 * lessons. Its faults are set over HTTP.
 */
import { runAsService, endWithLauncher } from '../../src/cli/service-process.js'
import { startLearners } from '../../sandbox/learners/learners.js'
import { ADMIN } from '../../sandbox/odoo/install/users.js'
import { startSandboxOdoo } from '../../sandbox/odoo/start.js'
import { createRecords } from './environment.js'
import { setUp } from '../support/setup.js'

endWithLauncher()
const [port, students] = process.argv.slice(2).map(Number)
const sandbox = await startSandboxOdoo({
  databaseUrl: process.env['SANDBOX_DATABASE_URL'] ?? '',
  port: port ?? 0,
  data: 'empty',
})
await setUp(sandbox)
await sandbox.act(ADMIN.uid, (env) => createRecords({ ...env, superuser: true }, students ?? 0))
const learners = startLearners({ sandbox, secondsPerLesson: 2, onError: (error) => console.error(error) })
runAsService({
  stop: async () => {
    await learners.close()
    await sandbox.close()
  },
})
