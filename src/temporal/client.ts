import { Client, Connection } from '@temporalio/client'
import type { Config } from '../config.js'

/** Options of a connection to Temporal: a client's or a worker's. */
export const connectionOptions = ({ address, tls, apiKey }: Config['temporal']) => ({
  address,
  tls,
  ...(apiKey === null ? {} : { apiKey }),
})

/**
 * Returns a client for processes without workers. It connects at its first call: the API can start
 * while Temporal is unavailable. `client.connection.close()` ends it.
 */
export function temporalClient(temporal: Config['temporal']): Client {
  return new Client({
    connection: Connection.lazy(connectionOptions(temporal)),
    namespace: temporal.namespace,
  })
}
