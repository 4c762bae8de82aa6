import { strict as assert } from 'node:assert'
import { callOf } from './recorded-call.js'
import { valueAt, withValueAt } from './json-pointer.js'
import type { Exchange } from './recording.js'
import { comparable, shapeOf } from './shape.js'

/** Scenarios in which the values matter, not only the shapes. */
const VALUES_MATTER: ReadonlySet<string> = new Set([
  'archive_and_regrant',
  'completed_is_sticky',
  'constraint_violations',
  'datetime_domains',
  'grant_access',
  'progress',
  'search_read_options',
])

/** How many rows share the second of the first one is chance in this exchange. */
const COUNTS_BY_CHANCE = 'learners who changed since'

/** Methods whose lone number is the id of a new record. */
const MAKES_IDS: ReadonlySet<string> = new Set(['create', 'copy', 'message_post'])

/** A live live. */
export interface LiveResponse {
  readonly status: number
  readonly contentType: string
  readonly headers: Headers
  readonly text: string
  /** Parsed, where the content type says JSON. */
  readonly body: unknown
}

/** Compares a response with the recorded one. Throws AssertionError where they differ. */
export function compare(scenario: string, { what, request, response }: Exchange, live: LiveResponse): void {
  const message = `received ${live.status} ${live.text.slice(0, 600)}\nrecorded ${response.status} ${JSON.stringify(response.body ?? response.bodyShape ?? '').slice(0, 600)}`
  assert.equal(live.status, response.status, message)
  assert.equal(live.contentType, response.contentType, message)
  for (const [name, value] of Object.entries(response.headers ?? {}))
    assert.equal(live.headers.get(name)?.trim(), value.trim(), `${name}: ${message}`)
  if (response.bodyShape) {
    const title = /<title>(.*?)<\/title>/.exec(live.text)?.[1] ?? null
    if (response.bodyShape.kind === 'text') assert.equal(live.text, response.bodyShape.startsWith, message)
    else assert.equal(title, response.bodyShape.title, message)
    return
  }
  const expectedError = exceptionOf(response.status, response.body)
  assert.equal(exceptionOf(live.status, live.body), expectedError, message)
  if (expectedError !== undefined) {
    assert.equal(bareError(live.body), bareError(response.body), message)
    return
  }
  assert.equal(shapeOf(live.body), shapeOf(response.body), message)
  if (!VALUES_MATTER.has(scenario) || what === COUNTS_BY_CHANCE) return
  if (MAKES_IDS.has(callOf(request)?.method ?? '')) return
  assert.deepEqual(valuesOf(live.body), valuesOf(response.body), message)
}

/** The qualified name of the exception that a response reports. */
function exceptionOf(status: number, body: unknown): unknown {
  return status === 200 ? valueAt(body, '/error/data/name') : valueAt(body, '/name')
}

/** The shape of an error without its context and arguments, which differ from call to call. */
function bareError(body: unknown): string {
  const at = valueAt(body, '/error/data') === undefined ? '' : '/error/data'
  const context = withValueAt(body, `${at}/context`, {})
  return shapeOf(withValueAt(context, `${at}/arguments`, []))
}

/** The result in the envelope of `/jsonrpc`, or the bare one of `/json/2`. */
function valuesOf(body: unknown): unknown {
  const enveloped = typeof body === 'object' && body !== null && 'jsonrpc' in body
  return comparable(enveloped ? valueAt(body, '/result') : body)
}
