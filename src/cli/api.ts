import { createApi } from '../api/app.js'
import { readConfig } from '../config.js'
import { connectOdoo } from '../odoo/client/client.js'
import { openStore } from '../store/store.js'
import { temporalClient } from '../temporal/client.js'
import { runAsService } from './service-process.js'

/** `api`: the API, the staff app and the public verification page. */
export async function api(): Promise<void> {
  const config = readConfig(process.env)
  const store = openStore(config.databaseUrl)
  const temporal = temporalClient(config.temporal)
  const app = createApi({
    config,
    store,
    temporal,
    odoo: connectOdoo(config.odoo),
    clock: () => new Date(),
  })
  await app.listen(config.api)
  runAsService({
    stop: async () => {
      await app.close()
      await temporal.connection.close()
      await store.close()
    },
  })
}
