/**
 * The sandbox Odoo of a benchmark, as a process of its own: `sandbox-server.ts <port>`, with the
 * database in SANDBOX_DATABASE_URL. Setup has been run; there is no data.
 */
import { endWithLauncher, runAsService } from '../../src/cli/service-process.js'
import { startSandboxOdoo } from '../../sandbox/odoo/start.js'
import { setUp } from '../support/setup.js'

endWithLauncher()
const sandbox = await startSandboxOdoo({
  databaseUrl: process.env['SANDBOX_DATABASE_URL'] ?? '',
  port: Number(process.argv[2]),
  data: 'empty',
})
await setUp(sandbox)
runAsService({ stop: () => sandbox.close() })
