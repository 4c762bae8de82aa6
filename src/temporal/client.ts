import { Client, Connection } from '@temporalio/client'
import type { Config } from '../config.js'

/** What a connection to Temporal is told, by whichever kind of connection. */
export const connectionOptions = ({ address, tls, apiKey }: Config['temporal']) => ({
  address,
  tls,
  ...(apiKey === null ? {} : { apiKey }),
})

/**
 * A client for processes that only talk to Temporal (API, setup). It connects with its first call, so a process can start, and
 * answer "try later", while Temporal is away. `client.connection.close()` ends it.
 */
export function temporalClient(temporal: Config['temporal']): Client {
  return new Client({
    connection: Connection.lazy(connectionOptions(temporal)),
    namespace: temporal.namespace,
  })
}
