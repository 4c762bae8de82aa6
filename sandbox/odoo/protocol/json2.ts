import type { IncomingMessage } from 'node:http'
import { callNamed } from './call-method.js'
import { authenticatedByKey } from './authentication.js'
import { inTransaction } from './transaction.js'
import type { OdooException } from '../orm/exceptions.js'
import { badRequest, HttpException, notFound, serialized, statusOf } from './errors.js'
import { HTML_TYPE, jsonResponse, httpResponse, type HttpResponse } from './http-response.js'
import { NO_DATABASE, UNSUPPORTED_MEDIA_TYPE } from './html-pages.js'
import type { Server } from './server.js'
import { toDictionary } from '../orm/values.js'
import { asOdooException } from '../orm/database-errors.js'

const CALL = /^\/json\/2\/([^/]+)\/([^/]+)$/

/**
 * Handles one request under `/json/2`. The body is the bare return value, or the exception with its
 * status. Never throws.
 */
export async function handleJson2(
  server: Server,
  { method, headers }: IncomingMessage,
  pathname: string,
  body: string,
): Promise<HttpResponse> {
  const database = headers['x-odoo-database']
  if (database !== undefined && database !== server.db) return httpResponse(404, HTML_TYPE, NO_DATABASE)
  const isJson = /^application\/json(;|$)/.test(headers['content-type'] ?? '')
  if (body !== '' && !isJson) return httpResponse(415, HTML_TYPE, UNSUPPORTED_MEDIA_TYPE)
  try {
    const [, model, name] = CALL.exec(pathname) ?? []
    if (method !== 'POST' || model === undefined || name === undefined)
      throw notFound('Did you mean POST /json/2/<model>/<method>?')
    const key = /^bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1]
    const result = await inTransaction(server, async (transaction) => {
      const env = await authenticatedByKey(transaction, key, server)
      return callNamed(env, decodeURIComponent(model), decodeURIComponent(name), argumentsOf(body))
    })
    return jsonResponse(result ?? null)
  } catch (error) {
    return refusal(asOdooException(server.registry, error))
  }
}

/** Anything but an object counts as no arguments. */
function argumentsOf(body: string): Readonly<Record<string, unknown>> {
  if (body === '') return {}
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch (error) {
    throw badRequest(`could not parse the body as json: ${error instanceof Error ? error.message : ''}`)
  }
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? toDictionary(parsed) : {}
}

const refusal = (error: OdooException): HttpResponse =>
  jsonResponse(
    serialized(error),
    statusOf(error),
    error instanceof HttpException && error.status === 401 ? { 'www-authenticate': 'Bearer ' } : {},
  )
