import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { startLearners } from '../../sandbox/learners/learners.js'
import { startSandboxOdoo, type SandboxOdoo } from '../../sandbox/odoo/start.js'
import { readVariables } from '../variables.js'
import { runAsService } from './service-process.js'
import { SANDBOX_DATABASE, SANDBOX_VARIABLES } from './settings.js'

/** Where the sandbox is and who may log in; written to the file that `--access-file` names. */
export type SandboxAccess = Pick<SandboxOdoo, 'url' | 'db' | 'admin' | 'bot'>

/** `sandbox --port P [--access-file F]`, its database in SANDBOX_DATABASE_URL: the stand-in for Odoo with its learners. */
export async function sandbox(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { port: { type: 'string', default: '8069' }, 'access-file': { type: 'string' } },
  })
  const settings = readVariables({ ...SANDBOX_VARIABLES, ...SANDBOX_DATABASE }, process.env)
  const odoo = await startSandboxOdoo({
    version: settings.SANDBOX_ODOO,
    suite: settings.SANDBOX_SUITE,
    databaseUrl: settings.SANDBOX_DATABASE_URL,
    port: Number(values.port),
    data: 'demo',
  })
  const learners = startLearners({
    sandbox: odoo,
    secondsPerLesson: settings.LEARNER_SECONDS_PER_LESSON,
    onError: (error) => console.error(error),
  })
  const access: SandboxAccess = { url: odoo.url, db: odoo.db, admin: odoo.admin, bot: odoo.bot }
  if (values['access-file']) {
    await writeFile(values['access-file'], JSON.stringify(access, null, 2), { mode: 0o600 })
  }
  console.log(`The sandbox Odoo is at ${odoo.url}, database ${odoo.db}`)
  runAsService({
    stop: async () => {
      await learners.close()
      await odoo.close()
    },
  })
}
