import { openStore, type Store } from '../store/store.js'
import { readVariables } from '../variables.js'
import { DATABASE_VARIABLES } from './command-variables.js'

/** Runs a command that needs nothing but our database. */
export async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const { DATABASE_URL } = readVariables(DATABASE_VARIABLES, process.env)
  const store = openStore(DATABASE_URL)
  try {
    await work(store)
  } finally {
    await store.close()
  }
}
