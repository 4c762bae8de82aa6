import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { declaredFields } from '../schema/declared-fields.js'

/** One request of either protocol as it arrived. */
export interface Received {
  readonly id: number
  /** `common` or `object` of JSON-RPC, or `json2`. */
  readonly service: string
  /** `authenticate`, or the method of the model. */
  readonly method: string
  readonly model: string
  readonly args: readonly unknown[]
  /** Of JSON-2: the whole body. */
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly uid: number | null
}

export type Script = (request: Received, reply: ServerResponse, message: IncomingMessage) => void

export interface ScriptedServer {
  readonly url: string
  /** Calls of models so far, without the login. */
  readonly calls: Received[]
  readonly logins: Received[]
  readonly sockets: Set<Socket>
  close(): Promise<void>
}

interface Manners {
  /** Answers `authenticate`. */
  readonly login?: Script
  /** Answers, on JSON-2, whose key it is: `res.users.context_get` and the login of that user. */
  readonly identify?: Script
  /** Answers questions for the fields of a model. */
  readonly describe?: Script
  /** Of Odoo. JSON-2 is spoken from 19 on. */
  readonly version?: string
  /** Answers every path but `/jsonrpc`, as an older Odoo or a gateway does. */
  readonly elsewhere?: (reply: ServerResponse) => void
}

/** Tells the fields of an Odoo with the suite, as declared. */
const describeAsDeclared: Script = ({ model }, reply) => {
  const fields = declaredFields(model)
  if (fields) answer(reply, fields)
  else fail(reply, 'odoo.exceptions.UserError', `Object ${model} doesn't exist`)
}

const letIn: Script = (_, reply) => answer(reply, 7)

/** The key of user 7, whose login is `bot`. */
const keyOfBot: Script = ({ method }, reply) =>
  answer(reply, method === 'read' ? [{ id: 7, login: 'bot' }] : { lang: 'en_US', tz: false, uid: 7 })

/**
 * An Odoo (18, if not told otherwise) that lets everybody in as user 7 and answers model calls by the script. Questions for the fields of a
 * model and for the version are no calls.
 */
export async function scriptedServer(script: Script, manners: Manners = {}): Promise<ScriptedServer> {
  const { login = letIn, identify = keyOfBot, describe = describeAsDeclared, version = '18.0' } = manners
  const { elsewhere = speaksJson2(version) ? null : notFound } = manners
  const calls: Received[] = []
  const logins: Received[] = []
  const sockets = new Set<Socket>()
  const dispatch: Script = (request, reply, message) => {
    if (request.method === 'version') {
      answer(reply, { server_version: version, protocol_version: 1 })
    } else if (request.service === 'common' || isIdentification(request)) {
      logins.push(request)
      const own = request.service === 'common' ? login : identify
      own(request, reply, message)
    } else if (request.method === 'fields_get') {
      describe(request, reply, message)
    } else {
      calls.push(request)
      script(request, reply, message)
    }
  }
  const server = createServer((message, reply) => {
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const [, model, method] = /^\/json\/2\/([^/]+)\/([^/]+)$/.exec(message.url ?? '') ?? []
      if (message.url === '/jsonrpc') {
        const request = parse(body)
        ids.set(reply, request.id)
        dispatch(request, reply, message)
      } else if (elsewhere) {
        elsewhere(reply)
      } else if (message.url === '/web/version') {
        answer(reply, { version_info: [], version })
      } else if (model && method) {
        const kwargs = JSON.parse(body) as Record<string, unknown>
        dispatch({ id: 0, service: 'json2', model, method, args: [], kwargs, uid: null }, reply, message)
      } else {
        sendHtml(reply, 303, { location: '/web/login' })
      }
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    logins,
    sockets,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const notFound = (reply: ServerResponse) => sendHtml(reply, 404)

const speaksJson2 = (version: string) => Number(/\d+/.exec(version)?.[0]) >= 19

const isIdentification = ({ service, model }: Received) => service === 'json2' && model === 'res.users'

/** Ids of the JSON-RPC requests; what is not here is JSON-2. */
const ids = new WeakMap<ServerResponse, number>()

/** A successful answer. undefined: None, no `result` key in JSON-RPC, `null` in JSON-2. */
export function answer(reply: ServerResponse, result?: unknown): void {
  if (ids.has(reply)) sendJson(reply, { jsonrpc: '2.0', id: ids.get(reply), result })
  else sendJson(reply, result ?? null)
}

/** Odoo's report of an exception, traceback included. */
export function fail(reply: ServerResponse, name: string, message = 'Refused'): void {
  const data = { name, message, arguments: [message], context: {}, debug: `Traceback\n${message}` }
  if (ids.has(reply)) {
    const error = { code: 200, message: 'Odoo Server Error', data }
    sendJson(reply, { jsonrpc: '2.0', id: ids.get(reply), error })
  } else {
    sendJson(reply, data, STATUSES[name.split('.').at(-1) ?? ''] ?? 500)
  }
}

/** JSON-2: what is not here is 500. */
const STATUSES: Readonly<Record<string, number>> = {
  Unauthorized: 401,
  AccessDenied: 403,
  AccessError: 403,
  MissingError: 404,
  NotFound: 404,
  LockError: 409,
  UserError: 422,
  ValidationError: 422,
  UnprocessableEntity: 422,
}

export function sendJson(reply: ServerResponse, body: unknown, status = 200): void {
  reply.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  reply.end(JSON.stringify(body))
}

export function sendHtml(reply: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  reply.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers })
  reply.end('<!doctype html><title>an error page</title>')
}

interface Envelope {
  readonly id: number
  readonly params: { readonly service: string; readonly method: string; readonly args: readonly unknown[] }
}

function parse(body: string): Received {
  const { id, params } = JSON.parse(body) as Envelope
  const { service, method, args } = params
  if (service === 'common') return { id, service, method, model: 'common', args, kwargs: {}, uid: null }
  const [, uid, , model, name, positional, kwargs] = args as [
    string,
    number,
    string,
    string,
    string,
    unknown[],
    Record<string, unknown>,
  ]
  return { id, service, method: name, model, args: positional, kwargs, uid }
}
