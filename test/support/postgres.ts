import getPort from 'get-port'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { postgresUrl, throughClosedFolders } from '../../sandbox/postgres.js'
import { migrate } from '../../src/store/migrate.js'
import { startPart, stopPart } from './service-process.js'
import { sharedServers } from './shared-servers.js'

export interface TestDatabase {
  readonly name: string
  readonly url: string
  drop(): Promise<void>
}

interface Server {
  readonly urlOf: (database: string) => string
  stop(): Promise<void>
}

export interface RunningPostgres extends Server {
  readonly port: number
  readonly password: string
}

/** Database at the present schema, without rows. */
const MIGRATED = 'migrated'

/** Linux's file system in memory. Containers often have only 64 MB of it. */
const MEMORY = '/dev/shm'

/** Far above what the databases of a run need at any moment. Bytes. */
const MEMORY_NEEDED = 4 * 1024 ** 3

/**
 * Settings of glibc's malloc: PostgreSQL's processes keep memory that they have freed. Otherwise
 * they return it to the system after every statement and get it again page by page, which took more
 * time than the statements themselves (measured: millions of page faults for each connection).
 */
const KEEP_FREED_MEMORY = {
  MALLOC_TOP_PAD_: String(64 * 1024 ** 2),
  MALLOC_TRIM_THRESHOLD_: String(256 * 1024 ** 2),
  MALLOC_MMAP_THRESHOLD_: String(64 * 1024 ** 2),
}

let server: Promise<Server> | undefined

/** The server of this run. A process that runs alone starts it with the first call. */
function postgresServer(): Promise<Server> {
  server ??= sharedServer() ?? startPostgres({ durable: false })
  return server
}

function sharedServer(): Promise<Server> | null {
  const shared = sharedServers()
  if (!shared) return null
  const { port, password } = shared.postgres
  return Promise.resolve({
    urlOf: (database) => postgresUrl(port, password, database),
    stop: () => Promise.resolve(),
  })
}

/**
 * Returns a new database for one test: a copy of `template`, to which nobody may be connected.
 * By default it is at the present schema, without rows.
 */
export async function testDatabase(template: string = MIGRATED): Promise<TestDatabase> {
  const { urlOf } = await postgresServer()
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await execute(urlOf('postgres'), `create database ${name} template ${template} strategy file_copy`)
  return {
    name,
    url: urlOf(name),
    drop: () => execute(urlOf('postgres'), `drop database if exists ${name} with (force)`),
  }
}

const templates = new Map<string, Promise<string>>()

/**
 * Returns the name of a template for `testDatabase`. `prepare` fills it once per run, in the
 * process that needs it first, and must leave no connection open. Copying a prepared database is
 * much faster than preparing another one. `kind` says what is in it.
 */
export function databaseTemplate(kind: string, prepare: () => Promise<TestDatabase>): Promise<string> {
  const template = templates.get(kind) ?? findOrPrepare(kind, prepare)
  templates.set(kind, template)
  return template
}

async function findOrPrepare(kind: string, prepare: () => Promise<TestDatabase>): Promise<string> {
  const { urlOf } = await postgresServer()
  const name = `template_${createHash('sha256').update(kind).digest('hex').slice(0, 16)}`
  const client = new pg.Client({ connectionString: urlOf('postgres') })
  await client.connect()
  try {
    // Of several processes one prepares, and the others wait here. The lock goes with the
    // connection.
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) {
      const prepared = await prepare()
      await client.query(`alter database ${prepared.name} rename to ${name}`)
    }
  } finally {
    await client.end()
  }
  return name
}

/**
 * Returns a database on a server of its own, which keeps what it confirms as production's does: for
 * measurements. Dropping it stops the server.
 */
export async function durableDatabase(): Promise<TestDatabase> {
  const own = await startPostgres({ durable: true })
  return { name: MIGRATED, url: own.urlOf(MIGRATED), drop: () => own.stop() }
}

/** For the root hook at the end of the run. */
export async function stopPostgres(): Promise<void> {
  const running = server
  server = undefined
  templates.clear()
  await (await running)?.stop()
}

/** Starts a server of the caller's own, who must stop it. */
export async function startPostgres({ durable }: { durable: boolean }): Promise<RunningPostgres> {
  const folder = durable ? tmpdir() : await volatileFolder()
  const directory = await mkdtemp(join(folder, 'orchestrator-pg-'))
  // Run by root, the server is another user's process and must be able to reach its folder.
  await chmod(directory, 0o755)
  const cluster = join(directory, 'cluster')
  const port = await getPort()
  const password = randomBytes(12).toString('hex')
  const part = await startPart(
    ['postgres', '--directory', cluster, '--port', String(port), ...(durable ? [] : ['--volatile'])],
    { POSTGRES_PASSWORD: password, ...(durable ? {} : KEEP_FREED_MEMORY) },
    throughClosedFolders(cluster),
  )
  const urlOf = (database: string) => postgresUrl(port, password, database)
  await execute(urlOf('postgres'), `create database ${MIGRATED}`)
  await migrate(urlOf(MIGRATED))
  return {
    port,
    password,
    urlOf,
    stop: async () => {
      await stopPart(part)
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/**
 * Returns a folder in memory where there is one with enough space: copying and dropping databases
 * is several times faster there.
 */
async function volatileFolder(): Promise<string> {
  const space = await statfs(MEMORY).catch(() => null)
  return space !== null && space.bavail * space.bsize >= MEMORY_NEEDED ? MEMORY : tmpdir()
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
