import { VARIABLES } from '../config.js'
import { openStore } from '../store/store.js'
import { rebuildReadModel } from '../store/transitions.js'
import { readVariables } from '../variables.js'

/** `rebuild`: makes the read model anew from the recorded steps. Safe while the product runs. */
export async function rebuild(): Promise<void> {
  const { DATABASE_URL } = readVariables({ DATABASE_URL: VARIABLES.DATABASE_URL }, process.env)
  const store = openStore(DATABASE_URL)
  try {
    await rebuildReadModel(store)
  } finally {
    await store.close()
  }
  console.log('The read model has been rebuilt.')
}
