import { Client, Connection } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'
import type { Config } from '../config.js'

type Address = Config['temporal']

const connectionOptions = ({ address, tls, apiKey }: Address) => ({
  address,
  tls,
  ...(apiKey === null ? {} : { apiKey }),
})

/**
 * A client for processes that only talk to Temporal (API, setup). It connects with its first call, so a process can start, and
 * answer "try later", while Temporal is away. `client.connection.close()` ends it.
 */
export function temporalClient(temporal: Address): Client {
  return new Client({
    connection: Connection.lazy(connectionOptions(temporal)),
    namespace: temporal.namespace,
  })
}

/** A connection for workers, which also serves a client (`new Client({ connection })`). Throws when Temporal does not answer. */
export const workerConnection = (temporal: Address): Promise<NativeConnection> =>
  NativeConnection.connect(connectionOptions(temporal))
