import { connectOdoo, type Odoo } from '../odoo/client/client.js'
import type { IntakeMode } from '../domain/intake.js'
import { openStore, type Store } from '../store/store.js'
import { readVariables } from '../variables.js'
import { INTAKE_VARIABLES } from './command-variables.js'

interface Connections {
  readonly odoo: Odoo
  readonly store: Store
  /** The intake of a program that nobody has set. */
  readonly byDefault: IntakeMode
}

/** For commands about the rules of programs, which need Odoo and our database, but no worker. */
export async function withOdooAndStore(work: (connections: Connections) => Promise<void>): Promise<void> {
  const variables = readVariables(INTAKE_VARIABLES, process.env)
  const store = openStore(variables.DATABASE_URL)
  const odoo = connectOdoo({
    url: variables.ODOO_URL,
    db: variables.ODOO_DB,
    login: variables.ODOO_LOGIN,
    apiKey: variables.ODOO_API_KEY,
    transport: variables.ODOO_TRANSPORT,
  })
  try {
    await work({ odoo, store, byDefault: variables.INTAKE_DEFAULT })
  } finally {
    await store.close()
  }
}
