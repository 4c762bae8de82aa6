import { rename, rm, writeFile } from 'node:fs/promises'
import manifest from '../../package.json' with { type: 'json' }
import { connectOdoo, type Odoo } from '../odoo/client/client.js'
import { applySetup } from '../odoo/setup/apply.js'
import { exportModule } from '../odoo/setup/export/index.js'
import {
  planSetup,
  conflicts,
  type SetupOptions,
  type SetupPlan,
  type WebhookAddress,
} from '../odoo/setup/plan.js'
import { describePlan, planJson } from '../odoo/setup/plan-report.js'
import { SetupError } from '../odoo/setup/setup-error.js'
import { rollbackSetup } from '../odoo/setup/rollback.js'
import { openStore, type Store } from '../store/store.js'
import { ConfigError, readVariables, type ValuesOf } from '../variables.js'
import { webhookAddress } from '../webhooks/setup-address.js'
import { SETUP_COMMAND_VARIABLES } from './command-variables.js'

interface OutputOptions {
  readonly json?: boolean
}

export interface ApplyOptions extends OutputOptions {
  /** Default: as far as the variables for them are set. */
  readonly webhooks?: boolean
  readonly rotateHookSecret?: boolean
}

export interface RollbackOptions extends OutputOptions {
  readonly withData?: boolean
  readonly export?: string
}

export interface ExportOptions extends OutputOptions {
  readonly file: string
}

/**
 * Creating models makes Odoo rebuild its registry; on a busy server that takes a minute. Less than
 * the lease of setup's lock.
 */
const WRITE_TIMEOUT_MS = 100_000

/** `setup plan`: shows what `setup apply` would change. */
export const planCommand = (options: ApplyOptions) =>
  withOdoo(options, async (odoo, setupOptions) => {
    show((await planSetup(odoo, setupOptions)).plan, 'planned', options)
  })

/** `setup apply`: makes the changes. */
export const applyCommand = (options: ApplyOptions) =>
  withOdoo(options, async (odoo, setupOptions) => {
    show(await applySetup(odoo, setupOptions), 'done', options)
  })

/** `setup rollback`: removes what setup created and restores what it changed. */
export const rollbackCommand = (options: RollbackOptions) =>
  withOdoo(options, async (odoo, { adminLogin }) => {
    const done = await rollbackSetup(odoo, {
      adminLogin,
      withData: options.withData ?? false,
      exportFile: options.export ?? null,
    })
    if (options.json) {
      console.log(JSON.stringify(done))
      return
    }
    const removed = Object.entries(done.removed).map(([model, count]) => `  - ${count} × ${model}`)
    console.log(
      [
        'Setup has been rolled back.',
        ...removed,
        `Scheduled actions switched on again: ${done.crons}. Users with restored groups: ${done.users}.`,
        ...(options.export === undefined ? [] : [`Rows written to ${options.export}: ${done.exportedRows}.`]),
      ].join('\n'),
    )
  })

/** `setup export`: writes what setup would create as a module that Odoo can import. */
export const exportCommand = (options: ExportOptions) =>
  withOdoo(options, async (odoo) => {
    const { file, json } = options
    const module = await exportModule(odoo, manifest.version)
    // A failed run leaves no partial file.
    const partial = `${file}.partial`
    try {
      await writeFile(partial, module)
      await rename(partial, file)
    } finally {
      await rm(partial, { force: true })
    }
    console.log(
      json
        ? JSON.stringify({ file })
        : `Written to ${file}. In Odoo, as an administrator: activate the developer mode, then Apps > Import Module. ` +
            'Give users their groups under Settings > Users, yourself included. Run “setup apply” afterwards: it adds what a ' +
            'module cannot contain (the groups of the administrator and the bot user) and keeps what the module brought.',
    )
  })

/**
 * Runs one command as the administrator. Exit code 1: setup rejected it, and the message says why.
 */
async function withOdoo(
  options: ApplyOptions,
  run: (odoo: Odoo, setupOptions: SetupOptions) => Promise<void>,
): Promise<void> {
  const variables = readVariables(SETUP_COMMAND_VARIABLES, process.env)
  const { ODOO_URL: url, ODOO_DB: db, ODOO_TRANSPORT: transport, ODOO_ADMIN_LOGIN: login } = variables
  const credentials = { url, db, login, apiKey: variables.ODOO_ADMIN_PASSWORD, transport }
  const odoo = connectOdoo(credentials, { writeTimeoutMs: WRITE_TIMEOUT_MS })
  const store = variables.DATABASE_URL === null ? null : openStore(variables.DATABASE_URL)
  try {
    await run(odoo, {
      adminLogin: login,
      botLogin: variables.ODOO_LOGIN,
      webhooks: webhooks(odoo, store, variables, options),
      appUrl: variables.PUBLIC_URL,
    })
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    if (options.json) console.log(JSON.stringify({ refused: error.message }))
    else console.error(error.message)
    process.exitCode = 1
  } finally {
    await store?.close()
  }
}

/** The address for Odoo's webhooks, whose secret is in our database. Null: no rules. */
function webhooks(
  odoo: Odoo,
  store: Store | null,
  { HOOKS_URL: url, HOOKS_SECRET_GRACE_HOURS: graceHours }: ValuesOf<typeof SETUP_COMMAND_VARIABLES>,
  { webhooks: requested, rotateHookSecret = false }: ApplyOptions,
): WebhookAddress | null {
  if (requested === false) return null
  const missing = [...(store ? [] : ['DATABASE_URL']), ...(url === null ? ['HOOKS_URL'] : [])]
  if (!store || url === null) {
    if (requested === undefined) return null
    throw new ConfigError(missing.map((name) => `${name} is missing: --webhooks needs it`))
  }
  return webhookAddress(odoo, { store, url, graceHours }, { renew: rotateHookSecret })
}

function show(plan: SetupPlan, state: 'planned' | 'done', { json }: OutputOptions): void {
  console.log(json ? JSON.stringify(planJson(plan), null, 2) : describePlan(plan, state))
  if (conflicts(plan).length > 0) process.exitCode = 1
}
