import type { OdooServer } from '../odoo-server.js'

/** JSON-RPC with nothing around it. */
export interface RawRpc {
  /** Calls that were made. */
  readonly calls: number
  execute(
    model: string,
    method: string,
    args: readonly unknown[],
    kwargs?: Readonly<Record<string, unknown>>,
  ): Promise<unknown>
}

export async function openRawRpc({ url, db, bot }: OdooServer): Promise<RawRpc> {
  let calls = 0
  const request = async (service: string, method: string, args: readonly unknown[]): Promise<unknown> => {
    const response = await fetch(`${url}/jsonrpc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } }),
    })
    const { result, error } = (await response.json()) as { result?: unknown; error?: unknown }
    if (error !== undefined) throw new Error(JSON.stringify(error))
    return result
  }
  const uid = await request('common', 'authenticate', [db, bot.login, bot.password, {}])
  return {
    get calls() {
      return calls
    },
    execute(model, method, args, kwargs = {}) {
      calls += 1
      return request('object', 'execute_kw', [db, uid, bot.password, model, method, args, kwargs])
    },
  }
}
