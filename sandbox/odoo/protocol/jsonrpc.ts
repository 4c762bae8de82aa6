import { callMethod } from './call-method.js'
import { authenticated, login } from './authentication.js'
import { inTransaction } from './transaction.js'
import {
  assertionError,
  indexError,
  keyError,
  OdooException,
  typeError,
  valueError,
} from '../orm/exceptions.js'
import { errorEnvelope } from './errors.js'
import type { Server } from './server.js'
import { python, toDictionary } from '../orm/values.js'
import { TRAITS, type SandboxVersion } from '../version.js'
import { asOdooException } from '../orm/database-errors.js'

/** The result of `common.version` and of the web client's route of that name. */
export const versionInfo = (version: SandboxVersion) => ({
  server_version: TRAITS[version].serverVersion,
  server_version_info: [version, 0, 0, 'final', 0, ''],
  server_serie: TRAITS[version].serverVersion,
  protocol_version: 1,
})

/** A reply of `/jsonrpc`. Without `result` if the method returned None. */
export type Reply = { jsonrpc: '2.0'; id: unknown } & (
  { result?: unknown } | { error: ReturnType<typeof errorEnvelope> }
)

/** Handles one JSON-RPC request. Never throws: failures become Odoo's error envelope. */
export async function handleJsonRpc(
  server: Server,
  request: Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const id = request.id ?? null
  try {
    const result = await dispatch(server, request.params)
    return result === undefined ? { jsonrpc: '2.0', id } : { jsonrpc: '2.0', id, result }
  } catch (error) {
    const exception = asOdooException(server.registry, error)
    return { jsonrpc: '2.0', id, error: errorEnvelope(server.version, exception) }
  }
}

async function dispatch(server: Server, params: unknown): Promise<unknown> {
  const given =
    typeof params === 'object' && params !== null && !Array.isArray(params) ? toDictionary(params) : {}
  const { service, method, args } = given
  if (service === undefined || method === undefined || args === undefined)
    throw typeError(`RPC.jsonrpc() missing required positional arguments: 'service', 'method', and 'args'`)
  const list: readonly unknown[] = Array.isArray(args) ? args : []
  if (service === 'common') return common(server, textOf(method), list)
  if (service === 'object') return object(server, textOf(method), list)
  throw keyError(textOf(service))
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : python(value))

async function common(server: Server, method: string, args: readonly unknown[]): Promise<unknown> {
  if (method === 'version') return versionInfo(server.version)
  if (method !== 'authenticate' && method !== 'login')
    throw new OdooException('builtins.Exception', `Method not found: ${method}`)
  const [db, name, password] = args
  checkDatabase(server, db)
  if (typeof password !== 'string' || password === '') {
    if (TRAITS[server.version].assertsPassword) throw assertionError('scope and key required')
    return false
  }
  return inTransaction(server, (transaction) => login(transaction, name, password))
}

async function object(server: Server, method: string, args: readonly unknown[]): Promise<unknown> {
  if (method !== 'execute_kw' && method !== 'execute')
    throw new OdooException('builtins.NameError', `Method not available ${method}`)
  if (args.length < 5)
    throw server.version < 19
      ? indexError('list index out of range')
      : valueError(`not enough values to unpack (expected at least 5, got ${args.length})`)
  const [db, uid, password, model, name, ...rest] = args
  checkDatabase(server, db)
  const positional: readonly unknown[] = method === 'execute' ? rest : Array.isArray(rest[0]) ? rest[0] : []
  const named = method === 'execute' || rest[1] === undefined || rest[1] === null ? {} : toDictionary(rest[1])
  return inTransaction(server, async (transaction) => {
    const env = await authenticated(transaction, uid, password, server)
    return callMethod(env, String(model), String(name), positional, named)
  })
}

function checkDatabase(server: Server, db: unknown): void {
  if (db === server.db) return
  throw new OdooException('psycopg2.OperationalError', `FATAL:  database ${python(db)} does not exist\n`)
}
