import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Stands between Odoo and the API, and loses some of the calls. */
export interface LossyWebhooks {
  readonly url: string
  readonly counts: { passed: number; lost: number }
  close(): Promise<void>
}

/** `loses`: decides about the next call. */
export async function lossyWebhooks(apiUrl: string, loses: () => boolean): Promise<LossyWebhooks> {
  const counts = { passed: 0, lost: 0 }
  const server = createServer((incoming, outgoing) => {
    if (loses()) {
      counts.lost += 1
      incoming.socket.destroy()
      return
    }
    counts.passed += 1
    const { method, headers } = incoming
    const forwarded = request(new URL(incoming.url ?? '/', apiUrl), { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502)
      response.pipe(outgoing)
    })
    forwarded.on('error', () => incoming.socket.destroy())
    incoming.pipe(forwarded)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    counts,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
