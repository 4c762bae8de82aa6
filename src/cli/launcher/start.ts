import { join } from 'node:path'
import { readConfig, VARIABLES } from '../../config.js'
import { endOrphanedPostgres } from '../../../sandbox/postgres.js'
import { findTemporalCli } from './temporal-cli.js'
import { readVariables } from '../../variables.js'
import { announcement } from './announcement.js'
import { type DataFolder, openDataFolder } from './data-folder.js'
import {
  databaseUrlForShell,
  inboxVariables,
  POSTGRES_FOLDER,
  startInbox,
  startPostgres,
  startSandbox,
  startTemporal,
  type LauncherContext,
  TEMPORAL_FILE,
  temporalVariables,
} from './embedded.js'
import { onInterrupt } from './interrupt.js'
import { keyFile, prepareDatabase } from '../migrate.js'
import { choosePorts } from './ports.js'
import { LAUNCHER_VARIABLES } from '../command-variables.js'
import { endOrphans, Supervisor } from './supervisor.js'
import { endOrphanedTemporal } from './temporal.js'

/** Used where nothing is set, so that a first look needs no setting. */
const DEMO = {
  MAIL_FROM: 'Training Centre <training@training.example>',
  REVIEW_MAIL: 'review@training.example',
  ESCALATION_MAIL: 'head@training.example',
  ORGANIZATION_NAME: 'Training Centre',
  ORGANIZATION_NAME_AR: 'مركز التدريب',
  ORGANIZATION_CODE: 'TC',
}

/** A visitor's minute is short: with the sandbox the looks at Odoo are close together. */
const SANDBOX_PACE = { SWEEP_INTERVAL_SECONDS: '5' }

/** Stand in for what embedded parts will say, so that everything else can be checked before anything is started. */
const PLACEHOLDERS = {
  odoo: { ODOO_URL: 'http://odoo', ODOO_DB: '-', ODOO_LOGIN: '-', ODOO_API_KEY: '-' },
  temporal: { TEMPORAL_ADDRESS: 'temporal:1' },
  database: { DATABASE_URL: 'postgres://database' },
  smtp: { SMTP_URL: 'smtp://smtp' },
}

/**
 * `start`: the whole product on one machine. Each outside system that is not named by its variable (ODOO_URL, TEMPORAL_ADDRESS,
 * DATABASE_URL, SMTP_URL) is brought along; worker and API are the processes of production. Goes on from the data folder. The
 * launcher only supervises: ended with kill -9 it takes all parts along, and the next start finds what was left.
 */
export async function start(): Promise<void> {
  const beganAt = Date.now()
  const say = (line: string) => {
    console.log(`${((Date.now() - beganAt) / 1000).toFixed(1).padStart(6)} s  ${line}`)
  }
  const set = withoutEmpty(process.env)
  const env = { ...DEMO, ...(set['ODOO_URL'] ? {} : SANDBOX_PACE), ...set }
  const { DATA_DIR } = check(env)

  const data = openDataFolder(DATA_DIR)
  let ending: Promise<never> | undefined
  const end = (code: number, reason?: string): Promise<never> => {
    ending ??= (async () => {
      if (reason) console.error(reason)
      await supervisor.stop()
      data.release()
      say('stopped')
      process.exit(code)
    })()
    return ending
  }
  const supervisor = new Supervisor(DATA_DIR, say, (reason) => void end(1, reason))
  onInterrupt(say, {
    end: (reason) => void end(0, reason),
    atOnce: () => supervisor.abandon(),
  })
  try {
    console.log(await bringUp(env, data, supervisor, say))
  } catch (error) {
    await end(1, error instanceof Error ? error.message : String(error))
  }
}

const withoutEmpty = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''))

/** Everything that is set, checked before anything is started; a system that is named must be named wholly. */
function check(env: NodeJS.ProcessEnv) {
  const placeholders = {
    ...(env['ODOO_URL'] ? {} : PLACEHOLDERS.odoo),
    ...(env['TEMPORAL_ADDRESS'] ? {} : PLACEHOLDERS.temporal),
    ...(env['DATABASE_URL'] ? {} : PLACEHOLDERS.database),
    ...(env['SMTP_URL'] ? {} : PLACEHOLDERS.smtp),
  }
  return readVariables({ ...VARIABLES, ...LAUNCHER_VARIABLES }, { ...env, ...placeholders })
}

/** Starts everything, as far as possible side by side; answers with the block of addresses. */
async function bringUp(
  given: NodeJS.ProcessEnv,
  data: DataFolder,
  supervisor: Supervisor,
  say: (line: string) => void,
): Promise<string> {
  await endOrphans(data.path)
  await endOrphanedPostgres(join(data.path, POSTGRES_FOLDER))
  await endOrphanedTemporal(join(data.path, TEMPORAL_FILE))
  const ports = await choosePorts(data.path, given['API_PORT'] ? { api: Number(given['API_PORT']) } : {})
  const around: LauncherContext = { data, ports, supervisor }

  // Worker and API wait by themselves for what is not up yet. Known before must be where Odoo is, and that there will be a Temporal:
  // to build its program may take minutes.
  const product = async (temporalComes: Promise<unknown>) => {
    const [{ variables, sandboxAdmin }] = await Promise.all([
      startRegistersAndOdoo(given, around),
      temporalComes,
    ])
    const env = {
      ...given,
      DATA_DIR: data.path,
      API_PORT: String(ports.api),
      ...variables,
      ...(given['TEMPORAL_ADDRESS'] ? {} : temporalVariables(ports)),
      ...(given['SMTP_URL'] ? {} : inboxVariables(ports)),
    }
    const config = readConfig(env)
    await Promise.all([
      supervisor.start({ name: 'Worker', args: ['worker'], env, stopFirst: true }),
      supervisor.start({ name: 'API', args: ['api'], env, stopFirst: true }),
    ])
    return { config, sandboxAdmin }
  }
  const cli = given['TEMPORAL_ADDRESS'] ? Promise.resolve(null) : findTemporalCli(say)
  const [{ config, sandboxAdmin }] = await Promise.all([
    product(cli),
    cli.then((found) => found && startTemporal(around, found)),
    given['SMTP_URL'] ? null : startInbox(around),
  ])
  const own = Boolean(given['ODOO_URL'] ?? given['SMTP_URL'])
  return announcement({
    config,
    keyFile: keyFile(data.path),
    sandboxAdmin,
    databaseUrl: given['DATABASE_URL'] ? null : databaseUrlForShell(around),
    demoVariables: own ? Object.keys(DEMO).filter((name) => !process.env[name]) : [],
  })
}

/** The databases first, then what lives in them: our registers at the present schema, the first API key, the sandbox Odoo. */
async function startRegistersAndOdoo(given: NodeJS.ProcessEnv, around: LauncherContext) {
  const embedded = given['DATABASE_URL'] && given['ODOO_URL'] ? null : await startPostgres(around)
  const databaseUrl = given['DATABASE_URL'] ?? embedded?.product ?? ''
  const [, sandbox] = await Promise.all([
    prepareDatabase(databaseUrl, around.data.path),
    given['ODOO_URL'] || !embedded ? null : startSandbox(around, embedded.odoo),
  ])
  return {
    variables: { DATABASE_URL: databaseUrl, ...sandbox?.variables },
    sandboxAdmin: sandbox?.admin ?? null,
  }
}
