import { writeFile } from 'node:fs/promises'
import { startLearners } from '../../../sandbox/learners/learners.js'
import { startSandboxOdoo, type SandboxOdoo } from '../../../sandbox/odoo/start.js'
import { readVariables } from '../../variables.js'
import { describeError } from '../failure.js'
import { runAsService } from '../service-process.js'
import { SANDBOX_DATABASE, SANDBOX_VARIABLES } from './launcher-variables.js'
import { timeInTemporal } from './passing-time.js'

export interface SandboxOptions {
  readonly port: number
  readonly accessFile?: string
  /** Of the development server whose time the pages can let pass. */
  readonly temporalAddress?: string
}

/** Where the sandbox is and who may log in; written to the file that `--access-file` names. */
export type SandboxAccess = Pick<SandboxOdoo, 'url' | 'db' | 'admin' | 'bot' | 'staff'>

/** `sandbox`: the stand-in for Odoo with its learners; its database is in SANDBOX_DATABASE_URL. */
export async function sandbox({ port, accessFile, temporalAddress }: SandboxOptions): Promise<void> {
  const variables = readVariables({ ...SANDBOX_VARIABLES, ...SANDBOX_DATABASE }, process.env)
  const temporal = temporalAddress === undefined ? null : timeInTemporal(temporalAddress)
  const odoo = await startSandboxOdoo({
    version: variables.SANDBOX_ODOO,
    suite: variables.SANDBOX_SUITE,
    databaseUrl: variables.SANDBOX_DATABASE_URL,
    port,
    data: 'demo',
    ...(temporal && { time: temporal }),
  })
  const learners = startLearners({
    sandbox: odoo,
    secondsPerLesson: variables.LEARNER_SECONDS_PER_LESSON,
    onError: (error) => console.error(`A learner could not continue: ${describeError(error)}`),
  })
  const { url, db, admin, bot, staff } = odoo
  const access: SandboxAccess = { url, db, admin, bot, staff }
  if (accessFile !== undefined) {
    await writeFile(accessFile, JSON.stringify(access, null, 2), { mode: 0o600 })
  }
  console.log(`The sandbox Odoo is at ${odoo.url}, database ${odoo.db}`)
  runAsService({
    stop: async () => {
      await learners.close()
      await odoo.close()
      await temporal?.close()
    },
  })
}
