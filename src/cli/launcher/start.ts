import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { endOrphanedPostgres } from '../../../sandbox/postgres.js'
import { readConfig, VARIABLES } from '../../config.js'
import { DEMO_VALUES } from '../../demo-values.js'
import { openAlarms } from '../../store/alarms.js'
import { openStore } from '../../store/store.js'
import { readVariables } from '../../variables.js'
import { describeError } from '../failure.js'
import { keyFile, prepareDatabase } from '../migrate.js'
import { announcement } from './announcement.js'
import { type DataFolder, openDataFolder } from './data-folder.js'
import {
  inboxVariables,
  type LauncherContext,
  POSTGRES_FOLDER,
  startInbox,
  startPostgres,
  startSandbox,
  startTemporal,
  TEMPORAL_FILE,
  temporalVariables,
} from './embedded.js'
import { writeEnvironment } from './environment-file.js'
import { onInterrupt } from './interrupt.js'
import { LAUNCHER_VARIABLES } from './launcher-variables.js'
import { choosePorts } from './ports.js'
import { endOrphanedServices, Supervisor } from './supervisor.js'
import { endOrphanedTemporal } from './temporal.js'
import { findTemporalCli } from './temporal-cli.js'
import { buildWebApp } from './web-app.js'

/**
 * With the sandbox, students enroll by themselves, and nobody is real. Sweeps are close together: a
 * visitor does not wait half a minute.
 */
const SANDBOX = {
  INTAKE_DEFAULT: 'on',
  ALLOW_DEMO_VALUES: 'true',
  SWEEP_INTERVAL_SECONDS: '5',
  SWEEP_QUIET_SECONDS: '10',
  TODOS_IN_ODOO: 'true',
}

/** Values for what embedded servers will provide: everything else is checked before they start. */
const PLACEHOLDERS = {
  odoo: { ODOO_URL: 'http://odoo', ODOO_DB: '-', ODOO_LOGIN: '-', ODOO_API_KEY: '-' },
  temporal: { TEMPORAL_ADDRESS: 'temporal:1' },
  database: { DATABASE_URL: 'postgres://database' },
  smtp: { SMTP_URL: 'smtp://smtp' },
}

/**
 * `start`: the whole product on one machine. An outside system without its variable (ODOO_URL,
 * TEMPORAL_ADDRESS, DATABASE_URL, SMTP_URL) is replaced by an embedded server; worker and API are
 * the processes of production. Continues from the data folder. When the launcher is ended with kill
 * -9, its services end, too, and the next start ends what was left.
 */
export async function start(): Promise<void> {
  const startedAt = Date.now()
  const log = (line: string) => {
    console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`)
  }
  const given = withoutEmpty(process.env)
  const env = { ...DEMO_VALUES, ...(given['ODOO_URL'] ? {} : SANDBOX), ...given }
  const { DATA_DIR } = checkConfiguration(env)

  const data = openDataFolder(DATA_DIR)
  let ending: Promise<never> | undefined
  const end = (code: number, reason?: string): Promise<never> => {
    ending ??= (async () => {
      if (reason) console.error(reason)
      await supervisor.stop()
      data.release()
      log('stopped')
      process.exit(code)
    })()
    return ending
  }
  const supervisor = new Supervisor(DATA_DIR, log, (report) => void end(1, report))
  onInterrupt(log, { stop: () => void end(0), force: () => supervisor.forceStop() })
  try {
    console.log(await startServices(env, data, supervisor, log))
  } catch (error) {
    await end(1, describeError(error))
  }
}

const withoutEmpty = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''))

/**
 * Checks all variables before anything starts. Who names an outside system must configure it
 * completely.
 */
function checkConfiguration(env: NodeJS.ProcessEnv) {
  const placeholders = {
    ...(env['ODOO_URL'] ? {} : PLACEHOLDERS.odoo),
    ...(env['TEMPORAL_ADDRESS'] ? {} : PLACEHOLDERS.temporal),
    ...(env['DATABASE_URL'] ? {} : PLACEHOLDERS.database),
    ...(env['SMTP_URL'] ? {} : PLACEHOLDERS.smtp),
  }
  return readVariables({ ...VARIABLES, ...LAUNCHER_VARIABLES }, { ...env, ...placeholders })
}

/** Starts everything, side by side where possible. Returns the announcement. */
async function startServices(
  given: NodeJS.ProcessEnv,
  data: DataFolder,
  supervisor: Supervisor,
  log: (line: string) => void,
): Promise<string> {
  await endOrphanedServices(data.path)
  await endOrphanedPostgres(join(data.path, POSTGRES_FOLDER))
  await endOrphanedTemporal(join(data.path, TEMPORAL_FILE))
  const ports = await choosePorts(data.path, given['API_PORT'] ? { api: Number(given['API_PORT']) } : {})
  const context: LauncherContext = { data, ports, supervisor }

  // Worker and API wait for servers that are still starting. They must know where Odoo is. They
  // also need a Temporal that will come: finding its CLI may take minutes, or fail.
  const startProduct = async (temporalFound: Promise<unknown>) => {
    const [{ variables, sandbox }] = await Promise.all([startDatabaseAndOdoo(given, context), temporalFound])
    const env = {
      ...given,
      DATA_DIR: data.path,
      API_PORT: `${ports.api}`,
      ...variables,
      ...(given['TEMPORAL_ADDRESS'] ? {} : temporalVariables(ports)),
      ...(given['SMTP_URL'] ? {} : inboxVariables(ports)),
    }
    const config = readConfig(env)
    await Promise.all([
      supervisor.start({ name: 'Worker', args: ['worker'], env, stopFirst: true }),
      supervisor.start({ name: 'API', args: ['api'], env, stopFirst: true }),
    ])
    const forCommands = { ...env, HOOKS_URL: config.hooks.url }
    return { config, sandbox, environmentFile: writeEnvironment(data.path, forCommands, process.env) }
  }
  const cli = given['TEMPORAL_ADDRESS'] ? Promise.resolve(null) : findTemporalCli(log)
  const [{ config, sandbox, environmentFile }] = await Promise.all([
    startProduct(cli),
    cli.then((found) => found && startTemporal(context, found)),
    given['SMTP_URL'] ? null : startInbox(context),
    buildWebApp(log),
  ])
  return announcement({
    config,
    keyFile: keyFile(data.path),
    key: await readKey(keyFile(data.path)),
    sandbox,
    environmentFile,
    alarms: await alarmsOf(config.databaseUrl),
  })
}

/** Returns the first key; null: its file was removed, because everybody has an account by now. */
const readKey = (file: string) =>
  readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => null,
  )

/** Returns the open alarms. The worker has made its first check of Odoo before it is ready. */
async function alarmsOf(databaseUrl: string) {
  const store = openStore(databaseUrl)
  try {
    return await openAlarms(store)
  } finally {
    await store.close()
  }
}

/**
 * The databases come first, then what needs them: our schema, the first API key, the sandbox Odoo.
 */
async function startDatabaseAndOdoo(given: NodeJS.ProcessEnv, context: LauncherContext) {
  const embedded = given['DATABASE_URL'] && given['ODOO_URL'] ? null : await startPostgres(context)
  const databaseUrl = given['DATABASE_URL'] ?? embedded?.product ?? ''
  // First, because a database of an earlier version must be rejected before anything is written.
  await prepareDatabase(databaseUrl, context.data.path)
  const sandbox =
    given['ODOO_URL'] || !embedded
      ? null
      : await startSandbox(
          context,
          embedded.odoo,
          databaseUrl,
          given['TEMPORAL_ADDRESS'] ? undefined : temporalVariables(context.ports).TEMPORAL_ADDRESS,
        )
  return {
    variables: { DATABASE_URL: databaseUrl, ...sandbox?.variables },
    sandbox: sandbox?.accounts ?? null,
  }
}
