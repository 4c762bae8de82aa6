import { join } from 'node:path'
import { VARIABLES } from '../config.js'
import { ensureFirstApiKey } from '../store/api-keys.js'
import { migrate as migrateDatabase } from '../store/migrate.js'
import { openStore } from '../store/store.js'
import { readVariables } from '../variables.js'

/** `migrate`: brings the database to the present schema, and makes the first API key when there is none. */
export async function migrate(): Promise<void> {
  const { DATABASE_URL, DATA_DIR } = VARIABLES
  const settings = readVariables({ DATABASE_URL, DATA_DIR }, process.env)
  const applied = await prepareDatabase(settings.DATABASE_URL, settings.DATA_DIR)
  console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied: ${applied.join(', ')}`)
}

/** Where the first API key is written, readable by the owner only. */
export const keyFile = (dataDir: string) => join(dataDir, 'api-key')

/** Answers with the migrations applied now. */
export async function prepareDatabase(databaseUrl: string, dataDir: string): Promise<string[]> {
  const applied = await migrateDatabase(databaseUrl)
  const store = openStore(databaseUrl)
  try {
    await ensureFirstApiKey(store, dataDir)
  } finally {
    await store.close()
  }
  return applied
}
