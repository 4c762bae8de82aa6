import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { postgresUrl, throughClosedFolders } from '../../../sandbox/postgres.js'
import { connectOdoo } from '../../odoo/client/client.js'
import { applySetup } from '../../odoo/setup/apply.js'
import { conflicts, type SetupPlan } from '../../odoo/setup/plan.js'
import { describePlan } from '../../odoo/setup/plan-report.js'
import { openStore } from '../../store/store.js'
import { webhookAddress } from '../../webhooks/setup-address.js'
import type { DataFolder } from './data-folder.js'
import type { Ports } from './ports.js'
import type { SandboxAccess } from './sandbox.js'
import type { Supervisor } from './supervisor.js'
import type { TemporalCli } from './temporal-cli.js'

/** Variables of the product that point to an embedded server. */
type Variables = Record<string, string>

export interface LauncherContext {
  readonly data: DataFolder
  readonly ports: Ports
  readonly supervisor: Supervisor
}

/** Who can log in to the sandbox. */
export type SandboxAccounts = Pick<SandboxAccess, 'admin' | 'staff'>

/** Where the servers keep their data, inside the data folder. */
export const POSTGRES_FOLDER = 'postgres'
export const TEMPORAL_FILE = join('temporal', 'temporal.db')

const DATABASES = { product: 'orchestrator', odoo: 'odoo' } as const

/** The embedded PostgreSQL with one database for the product and one for the sandbox. */
export async function startPostgres({
  data,
  ports,
  supervisor,
}: LauncherContext): Promise<Record<keyof typeof DATABASES, string>> {
  const directory = join(data.path, POSTGRES_FOLDER)
  await supervisor.start({
    name: 'PostgreSQL',
    args: ['postgres', '--directory', directory, '--port', `${ports.postgres}`],
    env: { POSTGRES_PASSWORD: data.postgresPassword },
    prefix: throughClosedFolders(directory),
  })
  const urlOf = (database: string) => postgresUrl(ports.postgres, data.postgresPassword, database)
  const client = new pg.Client({ connectionString: urlOf('postgres') })
  await client.connect()
  try {
    const { rows } = await client.query<{ datname: string }>('select datname from pg_database')
    for (const name of Object.values(DATABASES)) {
      if (!rows.some(({ datname }) => datname === name)) await client.query(`create database ${name}`)
    }
  } finally {
    await client.end()
  }
  return { product: urlOf(DATABASES.product), odoo: urlOf(DATABASES.odoo) }
}

export async function startTemporal(
  { data, ports, supervisor }: LauncherContext,
  cli: TemporalCli,
): Promise<void> {
  const file = join(data.path, TEMPORAL_FILE)
  await mkdir(dirname(file), { recursive: true })
  const portOptions = ['--port', `${ports.temporal}`, '--ui-port', `${ports.temporalWeb}`]
  await supervisor.start({
    name: 'Temporal',
    args: ['temporal', '--cli', cli.path, ...portOptions, '--db-file', file],
  })
}

export async function startInbox({ data, ports, supervisor }: LauncherContext): Promise<void> {
  const portOptions = ['--smtp-port', `${ports.smtp}`, '--web-port', `${ports.inbox}`]
  await supervisor.start({
    name: 'Inbox',
    args: ['inbox', ...portOptions, '--directory', join(data.path, 'mails')],
  })
}

export const temporalVariables = (ports: Ports): Variables => ({
  TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
  TEMPORAL_NAMESPACE: 'default',
  TEMPORAL_WEB_URL: `http://127.0.0.1:${ports.temporalWeb}`,
})

export const inboxVariables = (ports: Ports): Variables => ({
  SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
  INBOX_URL: `http://127.0.0.1:${ports.inbox}`,
})

/** Also installs the webhook rules, whose secret is in the product's database. */
async function setUpSandbox(
  { url, db, admin, bot }: Omit<SandboxAccess, 'staff'>,
  apiPort: number,
  productUrl: string,
): Promise<SetupPlan> {
  const odoo = connectOdoo({ url, db, login: admin.login, apiKey: admin.password })
  const store = openStore(productUrl)
  try {
    const address = { store, url: `http://127.0.0.1:${apiPort}`, graceHours: 0 }
    return await applySetup(odoo, {
      adminLogin: admin.login,
      botLogin: bot.login,
      webhooks: webhookAddress(odoo, address, { renew: false }),
      appUrl: address.url,
    })
  } finally {
    await store.close()
  }
}

/**
 * The sandbox Odoo with its learners. Setup is applied as an administrator would apply it.
 * `temporalAddress`: of the embedded server; undefined: there is none.
 */
export async function startSandbox(
  { data, ports, supervisor }: LauncherContext,
  databaseUrl: string,
  productUrl: string,
  temporalAddress: string | undefined,
): Promise<{ variables: Variables; accounts: SandboxAccounts }> {
  const accessFile = join(data.path, 'sandbox.json')
  await rm(accessFile, { force: true })
  await supervisor.start({
    name: 'Sandbox Odoo',
    args: [
      'sandbox',
      ...['--port', `${ports.odoo}`, '--access-file', accessFile],
      ...(temporalAddress === undefined ? [] : ['--temporal-address', temporalAddress]),
    ],
    env: { SANDBOX_DATABASE_URL: databaseUrl },
  })
  const { url, db, admin, bot, staff } = JSON.parse(await readFile(accessFile, 'utf8')) as SandboxAccess
  const plan = await setUpSandbox({ url, db, admin, bot }, ports.api, productUrl)
  if (conflicts(plan).length > 0) throw new Error(describePlan(plan, 'planned'))
  // Without the suite, students need the models that setup has just created.
  const seeded = await fetch(new URL('/sandbox/demo-data', url), { method: 'POST' })
  if (!seeded.ok) throw new Error(`The sandbox Odoo could not be filled (HTTP ${seeded.status})`)
  const variables = { ODOO_URL: url, ODOO_DB: db, ODOO_LOGIN: bot.login, ODOO_API_KEY: bot.password }
  return { variables, accounts: { admin, staff } }
}
