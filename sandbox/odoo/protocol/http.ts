import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorEnvelope, serialized } from './errors.js'
import { OdooException } from '../orm/exceptions.js'
import { FAULT_KINDS, type FaultKind, type FaultPlan, type Faults } from './faults.js'
import { handleJson2 } from './json2.js'
import { HTML_TYPE, jsonResponse, JSON_TYPE, httpResponse, type HttpResponse } from './http-response.js'
import {
  BAD_GATEWAY,
  BAD_REQUEST,
  LOGIN,
  NEUTRALIZED_LOGIN,
  NOT_FOUND,
  POOL_EXHAUSTED,
  REDIRECTING,
  UNSUPPORTED_MEDIA_TYPE,
} from './html-pages.js'
import { handleJsonRpc, versionInfo } from './jsonrpc.js'
import type { Server } from './server.js'
import type { Act } from '../orm/environment.js'
import { page, surroundingsPage, type Surroundings } from '../../pages/routes.js'
import { toDictionary } from '../orm/values.js'
import { TRAITS } from '../version.js'

/** Odoo's limit for a request body, bytes. */
const BODY_LIMIT = 128 * 1024 * 1024

/**
 * Controls besides Odoo's routes: `/sandbox`, `/sandbox/time` and `/sandbox/faults`, and `POST
 * /sandbox/demo-data` after setup. `act` is what the pages use.
 */
interface Controls extends Surroundings {
  readonly seed: () => Promise<void>
  readonly act: Act
}

/** Serves one HTTP request: Odoo's routes with the current faults, and the sandbox's controls. */
export async function serve(
  server: Server,
  { faults, time, seed, act }: Controls,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const url = new URL(request.url ?? '/', server.baseUrl)
  const { pathname } = url
  const body = await bodyOf(request)
  const { origin, cookie: cookies } = request.headers
  const asked = { method: request.method ?? 'GET', url, body, origin, cookies }
  if (pathname === '/sandbox/faults') {
    send(response, faultsResponse(faults, request.method, body))
    return
  }
  if (pathname === '/sandbox/demo-data' && request.method === 'POST') {
    await seed()
    send(response, jsonResponse({}))
    return
  }
  const answer = await surroundingsPage({ faults, time }, asked)
  if (answer) {
    send(response, answer)
    return
  }
  if (faults.plan.down) {
    request.socket.destroy()
    return
  }
  const fault = /^\/jsonrpc$|^\/json\/2\//.test(pathname) ? faults.draw() : undefined
  if (fault)
    return applyFault(server, fault, faults.plan, request, response, () =>
      route(server, pathname, request, body),
    )
  send(
    response,
    (await page({ act, registry: server.registry }, asked)) ?? (await route(server, pathname, request, body)),
  )
}

async function route(
  server: Server,
  pathname: string,
  request: IncomingMessage,
  body: string,
): Promise<HttpResponse> {
  if (pathname === '/web/health')
    return httpResponse(200, 'application/json', JSON.stringify({ status: 'pass' }))
  if (pathname === '/web/webclient/version_info')
    return jsonResponse({ jsonrpc: '2.0', id: idOf(body), result: versionInfo(server.version) })
  const { json2, notJsonStatus } = TRAITS[server.version]
  if (json2 === 'served' && (pathname === '/web/version' || pathname === '/json/version'))
    return jsonResponse(shortVersion(server))
  if (json2 === 'served' && /^\/json\/2(\/|$)/.test(pathname))
    return handleJson2(server, request, pathname, body)
  // Only for people on the website. Others are redirected to the login page.
  if (json2 !== 'unknown' && pathname.startsWith('/json/'))
    return httpResponse(303, HTML_TYPE, REDIRECTING, {
      location: `/web/login?redirect=${encodeURIComponent(`${pathname}?`)}`,
    })
  if (pathname === '/web/login') return loginPage(server, request)
  if (pathname !== '/jsonrpc') return httpResponse(404, 'text/html;charset=utf-8', NOT_FOUND)
  const isJson = /^application\/json(;|$)/.test(request.headers['content-type'] ?? '')
  if (request.method !== 'POST' || !isJson)
    return notJsonStatus === 415
      ? httpResponse(415, HTML_TYPE, UNSUPPORTED_MEDIA_TYPE)
      : httpResponse(400, HTML_TYPE, BAD_REQUEST)
  const parsed = parse(body)
  if (parsed === undefined) return httpResponse(400, HTML_TYPE, 'Invalid JSON data')
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return httpResponse(400, HTML_TYPE, 'Invalid JSON-RPC data')
  return jsonResponse(await handleJsonRpc(server, toDictionary(parsed)))
}

/**
 * A neutralized database shows a watermark on the pages of its website. As in a server with several
 * databases, a visitor needs the cookie of a session that has selected one.
 */
async function loginPage({ pool }: Server, { url, headers }: IncomingMessage): Promise<HttpResponse> {
  if (!/(^|;\s*)session_id=/.test(headers.cookie ?? ''))
    return httpResponse(302, HTML_TYPE, REDIRECTING, {
      location: url ?? '/web/login',
      'set-cookie': 'session_id=sandbox; HttpOnly; Path=/',
    })
  const { rows } = await pool.query(
    "SELECT 1 FROM ir_config_parameter WHERE key = 'database.is_neutralized' AND lower(value) = 'true'",
  )
  return httpResponse(200, HTML_TYPE, rows.length > 0 ? NEUTRALIZED_LOGIN : LOGIN)
}

const shortVersion = ({ version }: Server) => ({
  version_info: versionInfo(version).server_version_info,
  version: TRAITS[version].serverVersion,
})

async function applyFault(
  server: Server,
  fault: FaultKind,
  plan: FaultPlan,
  request: IncomingMessage,
  response: ServerResponse,
  execute: () => Promise<HttpResponse>,
): Promise<void> {
  switch (fault) {
    case 'badGateway':
      send(response, httpResponse(502, 'text/html', BAD_GATEWAY))
      break
    case 'poolExhausted':
      send(response, httpResponse(500, HTML_TYPE, POOL_EXHAUSTED))
      break
    case 'serialization':
      send(response, serializationFailure(server, request.url ?? ''))
      break
    case 'reset':
      request.socket.resetAndDestroy()
      break
    case 'slow':
      await sleep(plan.slowMs)
      send(response, await execute())
      break
    case 'halfResponse': {
      const { status, type, body } = await execute()
      const whole = Buffer.from(body)
      response.writeHead(status, { 'content-type': type, 'content-length': whole.length })
      response.write(whole.subarray(0, Math.ceil(whole.length / 2)), () => request.socket.destroy())
      break
    }
    case 'lostResponse':
      await execute()
      await sleep(plan.lostMs)
      request.socket.destroy()
      break
  }
}

function serializationFailure({ version }: Server, url: string): HttpResponse {
  const failure = new OdooException(
    'psycopg2.errors.SerializationFailure',
    'could not serialize access due to concurrent update',
  )
  return url.startsWith('/json/')
    ? jsonResponse(serialized(failure), 500)
    : jsonResponse({ jsonrpc: '2.0', id: null, error: errorEnvelope(version, failure) })
}

function send(response: ServerResponse, { status, type, body, headers }: HttpResponse): void {
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(body)
}

/** GET returns the plan and the faults so far. POST changes members of the `FaultPlan`. */
function faultsResponse(faults: Faults, method: string | undefined, body: string): HttpResponse {
  if (method === 'POST') {
    const change = parse(body)
    if (!isChange(change)) return httpResponse(400, JSON_TYPE, JSON.stringify({ kinds: FAULT_KINDS }))
    faults.set(change)
  }
  return httpResponse(200, JSON_TYPE, JSON.stringify({ ...faults.plan, met: faults.met }))
}

const NUMBERS = ['rate', 'seed', 'slowMs', 'lostMs']

function isChange(change: unknown): change is Partial<FaultPlan> {
  if (typeof change !== 'object' || change === null) return false
  return Object.entries(change).every(([name, value]: [string, unknown]) => {
    if (NUMBERS.includes(name)) return typeof value === 'number'
    if (name === 'down') return typeof value === 'boolean'
    const known: readonly unknown[] = FAULT_KINDS
    return name === 'kinds' && Array.isArray(value) && value.every((kind) => known.includes(kind))
  })
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return undefined
  }
}

function idOf(body: string): unknown {
  const parsed = parse(body)
  return typeof parsed === 'object' && parsed !== null && 'id' in parsed ? parsed.id : null
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_LIMIT) throw new Error('request body too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
