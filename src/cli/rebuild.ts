import { openStore } from '../store/store.js'
import { rebuildReadModel } from '../store/transitions.js'
import { readVariables } from '../variables.js'
import { DATABASE_VARIABLES } from './command-variables.js'

/** `rebuild`: rebuilds the read model from the recorded steps. Safe while the product runs. */
export async function rebuild(): Promise<void> {
  const { DATABASE_URL } = readVariables(DATABASE_VARIABLES, process.env)
  const store = openStore(DATABASE_URL)
  try {
    await rebuildReadModel(store)
  } finally {
    await store.close()
  }
  console.log('The read model has been rebuilt.')
}
