import { Client, Connection } from '@temporalio/client'
import openapiTS, { astToString } from 'openapi-typescript'
import { createApi } from '../../src/api/app.js'
import { readConfig } from '../../src/config.js'
import { DEMO_VALUES } from '../../src/demo-values.js'
import { openStore } from '../../src/store/store.js'

/** Nothing listens there; nothing is asked, either. */
const UNAVAILABLE = '127.0.0.1:9'

const HEADING = `/**
 * Types of the API, made from its OpenAPI document by \`npm run web:types\`.
 * Do not edit.
 */
`

/** Returns the types of the API’s OpenAPI document, as TypeScript. */
export async function apiTypes(): Promise<string> {
  const config = readConfig({
    ...DEMO_VALUES,
    ODOO_URL: `http://${UNAVAILABLE}`,
    ODOO_DB: 'odoo',
    ODOO_LOGIN: 'bot',
    ODOO_API_KEY: 'secret',
    TEMPORAL_ADDRESS: UNAVAILABLE,
    DATABASE_URL: `postgres://${UNAVAILABLE}/none`,
    SMTP_URL: `smtp://${UNAVAILABLE}`,
    LOG_LEVEL: 'error',
  })
  const store = openStore(config.databaseUrl)
  const connection = Connection.lazy({ address: UNAVAILABLE, interceptors: [] })
  const app = createApi({ config, store, temporal: new Client({ connection }), clock: () => new Date() })
  try {
    const { payload: document } = await app.inject('/openapi.json')
    return HEADING + astToString(await openapiTS(document, { alphabetize: true }))
  } finally {
    await app.close()
    await connection.close()
    await store.close()
  }
}
