import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { declaredFields } from './declared-fields.js'

/** One JSON-RPC request as it arrived. */
export interface Received {
  readonly id: number
  readonly service: string
  /** `authenticate`, or the method of the model. */
  readonly method: string
  readonly model: string
  readonly args: readonly unknown[]
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

/** Tells the fields of an Odoo with the suite, as declared. */
const describeAsDeclared: Script = ({ model }, reply) => {
  const fields = declaredFields(model)
  if (fields) answer(reply, fields)
  else fail(reply, 'odoo.exceptions.UserError', `Object ${model} doesn't exist`)
}

/**
 * An Odoo 18 on `/jsonrpc` that lets everybody in as user 7 and answers model calls by the script. Questions for the fields of a model and
 * for the version are no calls: `describe` and `version` answer them.
 */
export async function scriptedServer(
  script: Script,
  login: Script = (_, reply) => answer(reply, 7),
  describe: Script = describeAsDeclared,
  version = '18.0',
): Promise<ScriptedServer> {
  const calls: Received[] = []
  const logins: Received[] = []
  const sockets = new Set<Socket>()
  const server = createServer((message, reply) => {
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.on('end', () => {
      if (message.url !== '/jsonrpc') {
        sendHtml(reply, 404)
        return
      }
      const request = parse(Buffer.concat(chunks).toString())
      ids.set(reply, request.id)
      if (request.method === 'version') {
        answer(reply, { server_version: version, protocol_version: 1 })
      } else if (request.service === 'common') {
        logins.push(request)
        login(request, reply, message)
      } else if (request.method === 'fields_get') {
        describe(request, reply, message)
      } else {
        calls.push(request)
        script(request, reply, message)
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

const ids = new WeakMap<ServerResponse, number>()

/** A successful answer; undefined leaves the `result` key out, as Odoo does for None. */
export function answer(reply: ServerResponse, result?: unknown): void {
  sendJson(reply, { jsonrpc: '2.0', id: ids.get(reply), result })
}

/** Odoo's report of an exception, traceback included. */
export function fail(reply: ServerResponse, name: string, message = 'Refused'): void {
  const data = { name, message, arguments: [message], context: {}, debug: `Traceback\n${message}` }
  sendJson(reply, {
    jsonrpc: '2.0',
    id: ids.get(reply),
    error: { code: 200, message: 'Odoo Server Error', data },
  })
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
