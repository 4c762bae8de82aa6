import { odooClient, type Odoo } from '../client/client.js'
import { ConnectedTransport } from '../client/connect.js'
import type { Credentials } from '../client/transport.js'
import { CallQueue, INTERACTIVE_CALLS, type Caller } from './call-queue.js'
import { MOST_BULK_CALLS } from './concurrency-limit.js'

/** The queue limits the calls. A connection for each of them, and one for a login. */
const SOCKETS = MOST_BULK_CALLS + INTERACTIVE_CALLS + 1

/**
 * Returns a client for a process that makes calls for many students at the same time (`CallQueue`).
 * `caller`: who makes the present call.
 */
export const connectQueuedOdoo = (credentials: Credentials, caller: () => Caller): Odoo =>
  odooClient(new CallQueue(new ConnectedTransport(credentials, { sockets: SOCKETS }), caller))
