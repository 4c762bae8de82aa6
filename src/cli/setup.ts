import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import manifest from '../../package.json' with { type: 'json' }
import { connectOdoo, type Odoo } from '../odoo/client/client.js'
import { applySetup } from '../odoo/setup/apply.js'
import { exportModule } from '../odoo/setup/export/index.js'
import { webhookAddress } from '../webhooks/setup-address.js'
import { planSetup, conflicts, type SetupOptions, type SetupPlan } from '../odoo/setup/plan.js'
import { SetupError } from '../odoo/setup/setup-error.js'
import { rollbackSetup } from '../odoo/setup/rollback.js'
import { describePlan, planJson } from '../odoo/setup/plan-report.js'
import { openStore } from '../store/store.js'
import { readVariables } from '../variables.js'
import { SETUP_COMMAND_VARIABLES } from './settings.js'

const OPTIONS = {
  json: { type: 'boolean', default: false },
  'rotate-hook-secret': { type: 'boolean', default: false },
  'with-data': { type: 'boolean', default: false },
  export: { type: 'string' },
  file: { type: 'string' },
} as const

/** Making models rebuilds Odoo's registry, on a busy server in a minute. Less than the lease of setup's lock. */
const WRITE_TIMEOUT_MS = 100_000

type Flags = ReturnType<typeof parse>['values']
const parse = (args: string[]) => parseArgs({ args, options: OPTIONS, allowPositionals: true })

/**
 * `setup [plan | apply | rollback | export --file <zip>]`: what the product needs in Odoo. `plan` shows what would change, `apply` (also without a
 * word) does it, `rollback` takes it back, `export` writes it as a module that can be imported. Exit code 1: refused, and why.
 */
export async function setup(args: string[]): Promise<void> {
  const { values: flags, positionals } = parse(args)
  const [command = 'apply'] = positionals
  const settings = readVariables(SETUP_COMMAND_VARIABLES, process.env)
  const { ODOO_URL: url, ODOO_DB: db, ODOO_TRANSPORT: transport, ODOO_ADMIN_LOGIN: login } = settings
  const credentials = { url, db, login, apiKey: settings.ODOO_ADMIN_PASSWORD, transport }
  const odoo = connectOdoo(credentials, { writeTimeoutMs: WRITE_TIMEOUT_MS })
  const store = settings.DATABASE_URL === null ? null : openStore(settings.DATABASE_URL)
  const { HOOKS_URL: hooksUrl, HOOKS_SECRET_GRACE_HOURS: graceHours } = settings
  const options: SetupOptions = {
    adminLogin: login,
    botLogin: settings.ODOO_LOGIN,
    webhooks:
      store && hooksUrl !== null
        ? webhookAddress(odoo, { store, url: hooksUrl, graceHours }, { renew: flags['rotate-hook-secret'] })
        : null,
  }
  try {
    if (command === 'plan') show((await planSetup(odoo, options)).plan, 'planned', flags)
    else if (command === 'apply') show(await applySetup(odoo, options), 'done', flags)
    else if (command === 'rollback') await rollback(odoo, login, flags)
    else if (command === 'export') await exportApp(odoo, flags)
    else throw new SetupError(`There is no “setup ${command}”: plan, apply, rollback and export are.`)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    if (flags.json) console.log(JSON.stringify({ refused: error.message }))
    else console.error(error.message)
    process.exitCode = 1
  } finally {
    await store?.close()
  }
}

function show(plan: SetupPlan, state: 'planned' | 'done', { json }: Flags): void {
  console.log(json ? JSON.stringify(planJson(plan), null, 2) : describePlan(plan, state))
  if (conflicts(plan).length > 0) process.exitCode = 1
}

async function exportApp(odoo: Odoo, { file, json }: Flags): Promise<void> {
  if (file === undefined) throw new SetupError('Say where to: setup export --file training.zip')
  await writeFile(file, await exportModule(odoo, manifest.version))
  console.log(
    json
      ? JSON.stringify({ file })
      : `Written to ${file}. In Odoo: activate the developer mode, then Apps > Import Module (an administrator). Give people their ` +
          'groups under Settings > Users, the administrator too. “setup apply” afterwards adds what the app cannot hold: the rules that ' +
          'call us, the groups of administrator and bot; what the app brought it keeps.',
  )
}

async function rollback(odoo: Odoo, adminLogin: string, flags: Flags): Promise<void> {
  const done = await rollbackSetup(odoo, {
    adminLogin,
    withData: flags['with-data'],
    exportFile: flags.export ?? null,
  })
  if (flags.json) {
    console.log(JSON.stringify(done))
    return
  }
  const removed = Object.entries(done.removed).map(([model, count]) => `  - ${String(count)} × ${model}`)
  console.log(
    [
      'Setup is taken back.',
      ...removed,
      `Scheduled actions switched on again: ${String(done.crons)}. Users given back their groups: ${String(done.users)}.`,
      ...(flags.export === undefined ? [] : [`Rows written to ${flags.export}: ${String(done.exportedRows)}.`]),
    ].join('\n'),
  )
}
