import type { SandboxOdoo } from '../../sandbox/odoo/start.js'

/** Odoo's error as a client sees it. */
export class Refused extends Error {
  constructor(
    readonly exception: string,
    message: string,
  ) {
    super(message)
  }
}

export type Call = (model: string, method: string, args?: unknown[], kwargs?: object) => Promise<unknown>

/** A client of the sandbox. Odoo's errors are thrown as `Refused`. */
export async function client(
  odoo: Pick<SandboxOdoo, 'url' | 'db' | 'admin' | 'bot'>,
  who: 'bot' | 'admin' = 'bot',
): Promise<Call> {
  const { login, password } = odoo[who]
  const rpc = async (service: string, method: string, args: unknown[]) => {
    const response = await fetch(new URL('/jsonrpc', odoo.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, params: { service, method, args } }),
    })
    const reply = (await response.json()) as {
      result?: unknown
      error?: { data: { name: string; message: string } }
    }
    if (reply.error) throw new Refused(reply.error.data.name, reply.error.data.message)
    return reply.result
  }
  const uid = await rpc('common', 'authenticate', [odoo.db, login, password, {}])
  return (model, method, args = [], kwargs = {}) =>
    rpc('object', 'execute_kw', [odoo.db, uid, password, model, method, args, kwargs])
}
