import { join } from 'node:path'
import { ensureFirstApiKey } from '../store/api-keys.js'
import { migrate as migrateDatabase } from '../store/migrate.js'
import { openStore } from '../store/store.js'
import { readVariables } from '../variables.js'
import { MIGRATE_VARIABLES } from './command-variables.js'

/** `migrate`: brings the database to the current schema and creates the first API key. */
export async function migrate(): Promise<void> {
  const { DATABASE_URL, DATA_DIR } = readVariables(MIGRATE_VARIABLES, process.env)
  const applied = await prepareDatabase(DATABASE_URL, DATA_DIR)
  console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied: ${applied.join(', ')}`)
}

/** Where the first API key is written, readable by the owner only. */
export const keyFile = (dataDir: string) => join(dataDir, 'api-key')

/** Returns the migrations that were applied now. */
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
