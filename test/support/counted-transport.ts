import type { Call, Transport } from '../../src/odoo/client/transport.js'

/** The same transport. `count` learns of each call to a model before it is made. */
export const countedTransport = (transport: Transport, count: (call: Call) => void): Transport => ({
  execute(call) {
    count(call)
    return transport.execute(call)
  },
  connection: (signal) => transport.connection(signal),
  serverVersion: (signal) => transport.serverVersion(signal),
  serverTime: () => transport.serverTime(),
})

/** Counts calls by method and model. */
export const tallied = (transport: Transport, counts: Map<string, number>): Transport =>
  countedTransport(transport, ({ method, model }) => {
    const kind = `${method} ${model}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  })
