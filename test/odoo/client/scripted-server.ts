import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { declaredFields } from '../schema/declared-fields.js'

/** One received request of either protocol. */
export interface Received {
  readonly id: number
  /** `common` or `object` of JSON-RPC, or `json2`. */
  readonly service: string
  /** `authenticate`, or the method of the model. */
  readonly method: string
  readonly model: string
  readonly args: readonly unknown[]
  /** For JSON-2: the whole body. */
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly uid: number | null
}

export type Script = (request: Received, reply: ServerResponse, message: IncomingMessage) => void

export interface ScriptedServer {
  readonly url: string
  /** Calls of model methods so far, without logins. */
  readonly calls: Received[]
  readonly logins: Received[]
  readonly sockets: Set<Socket>
  close(): Promise<void>
}

interface Behavior {
  /** Responds to `authenticate`. */
  readonly login?: Script
  /** For JSON-2: tells who owns the key (`res.users.context_get` and the login of that user). */
  readonly identify?: Script
  /** Responds to `fields_get`. */
  readonly describe?: Script
  /** Version of Odoo. It supports JSON-2 from 19 on. */
  readonly version?: string
  /** Responds on all paths except `/jsonrpc`, as an older Odoo or a gateway does. */
  readonly otherPaths?: (reply: ServerResponse) => void
}

/** Describes the fields of an Odoo with the suite, as declared. */
const describeAsDeclared: Script = ({ model }, reply) => {
  const fields = declaredFields(model)
  if (fields) respond(reply, fields)
  else fail(reply, 'odoo.exceptions.UserError', `Object ${model} doesn't exist`)
}

const acceptLogin: Script = (_, reply) => respond(reply, 7)

/** The key of user 7, whose login is `bot`. */
const identifyBot: Script = ({ method }, reply) =>
  respond(reply, method === 'read' ? [{ id: 7, login: 'bot' }] : { lang: 'en_US', tz: false, uid: 7 })

/**
 * Starts an Odoo (18 by default) that accepts every login as user 7. The script responds to calls
 * of model methods, except `fields_get` and the version.
 */
export async function scriptedServer(script: Script, behavior: Behavior = {}): Promise<ScriptedServer> {
  const {
    login = acceptLogin,
    identify = identifyBot,
    describe = describeAsDeclared,
    version = '18.0',
  } = behavior
  const { otherPaths = speaksJson2(version) ? null : notFound } = behavior
  const calls: Received[] = []
  const logins: Received[] = []
  const sockets = new Set<Socket>()
  const dispatch: Script = (request, reply, message) => {
    if (request.method === 'version') {
      respond(reply, { server_version: version, protocol_version: 1 })
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
      } else if (otherPaths) {
        otherPaths(reply)
      } else if (message.url === '/web/version') {
        respond(reply, { version_info: [], version })
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

/** Ids of the JSON-RPC requests. Responses that are not in it belong to JSON-2. */
const ids = new WeakMap<ServerResponse, number>()

/** Sends a result. Undefined is None: no `result` key in JSON-RPC, `null` in JSON-2. */
export function respond(reply: ServerResponse, result?: unknown): void {
  if (ids.has(reply)) sendJson(reply, { jsonrpc: '2.0', id: ids.get(reply), result })
  else sendJson(reply, result ?? null)
}

/** Sends Odoo's report of an exception, including a traceback. */
export function fail(reply: ServerResponse, name: string, message = 'Refused'): void {
  const data = { name, message, arguments: [message], context: {}, debug: `Traceback\n${message}` }
  if (ids.has(reply)) {
    const error = { code: 200, message: 'Odoo Server Error', data }
    sendJson(reply, { jsonrpc: '2.0', id: ids.get(reply), error })
  } else {
    sendJson(reply, data, STATUSES[name.split('.').at(-1) ?? ''] ?? 500)
  }
}

/** Status codes of JSON-2. All other exceptions have 500. */
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
