import { createApi } from '../../src/api/app.js'
import { readConfig } from '../../src/config.js'
import { openStore, type Store } from '../../src/store/store.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'
import { CONFIG, temporalAway } from '../api/world.js'

/** The API as senders of webhooks meet it: over HTTP, on a database of its own, with neither Temporal nor Odoo. */
export interface HooksWorld {
  readonly url: string
  readonly store: Store
  /** All that the API has logged, at its most talkative. */
  logged(): string
  post(path: string, body: string | Buffer, headers?: Record<string, string>): Promise<Answer>
  close(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export async function hooksWorld(env: NodeJS.ProcessEnv = {}, database?: TestDatabase): Promise<HooksWorld> {
  database ??= await testDatabase()
  const temporal = temporalAway()
  const config = readConfig({
    ...CONFIG,
    TEMPORAL_ADDRESS: '127.0.0.1:9',
    DATABASE_URL: database.url,
    LOG_LEVEL: 'debug',
    ...env,
  })
  const store = openStore(config.databaseUrl)
  const lines: string[] = []
  const log = { write: (line: string) => void lines.push(line) }
  const app = createApi({ config, store, temporal, clock: () => new Date(), log })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    store,
    logged: () => lines.join(''),
    post: async (path, body, headers = {}) => {
      const answer = await fetch(`${url}${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      })
      return { status: answer.status, headers: answer.headers, text: await answer.text() }
    },
    close: async () => {
      await app.close()
      await temporal.connection.close()
      await store.close()
      await database.drop()
    },
  }
}
