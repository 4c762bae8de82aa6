import getPort from 'get-port'
import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { postgresUrl, throughClosedFolders } from '../../sandbox/postgres.js'
import { migrate } from '../../src/store/migrate.js'
import { startPart, stopPart } from './service-process.js'

export interface TestDatabase {
  readonly name: string
  /** A database of its own, at the present schema, empty. */
  readonly url: string
  drop(): Promise<void>
}

interface Server {
  readonly urlOf: (database: string) => string
  stop(): Promise<void>
}

const TEMPLATE = 'migrated'

let server: Promise<Server> | undefined

/**
 * A fresh database, cloned from a migrated template (some 50 ms), or from another one of ours to which nobody is connected. The server is
 * started by the first call in a mocha run.
 */
export async function testDatabase(template: string = TEMPLATE): Promise<TestDatabase> {
  server ??= startServer({ durable: false })
  const { urlOf } = await server
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await execute(urlOf('postgres'), `create database ${name} template ${template}`)
  return {
    name,
    url: urlOf(name),
    drop: () => execute(urlOf('postgres'), `drop database if exists ${name} with (force)`),
  }
}

/**
 * A database on a server of its own, which keeps what it confirms as production's does: for measurements. Dropping it stops the server.
 */
export async function durableDatabase(): Promise<TestDatabase> {
  const own = await startServer({ durable: true })
  return { name: TEMPLATE, url: own.urlOf(TEMPLATE), drop: () => own.stop() }
}

/** For the root hook at the end of the run. */
export async function stopPostgres(): Promise<void> {
  const running = server
  server = undefined
  await (await running)?.stop()
}

async function startServer({ durable }: { durable: boolean }): Promise<Server> {
  const directory = await mkdtemp(join(tmpdir(), 'orchestrator-pg-'))
  // Run by root, the server is another user's process and must be able to reach its folder.
  await chmod(directory, 0o755)
  const cluster = join(directory, 'cluster')
  const port = await getPort()
  const password = randomBytes(12).toString('hex')
  const part = await startPart(
    ['postgres', '--directory', cluster, '--port', String(port), ...(durable ? [] : ['--volatile'])],
    { POSTGRES_PASSWORD: password },
    throughClosedFolders(cluster),
  )
  const urlOf = (database: string) => postgresUrl(port, password, database)
  await execute(urlOf('postgres'), `create database ${TEMPLATE}`)
  await migrate(urlOf(TEMPLATE))
  return {
    urlOf,
    stop: async () => {
      await stopPart(part)
      await rm(directory, { recursive: true, force: true })
    },
  }
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
