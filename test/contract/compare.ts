import { strict as assert } from 'node:assert'
import { callOf } from './recorded-call.js'
import { valueAt, withValueAt } from './json-pointer.js'
import type { Exchange } from './recording.js'
import { comparable, shapeOf } from './shape.js'

/** In these scenarios the values matter, not only the shapes. */
const VALUES_MATTER: ReadonlySet<string> = new Set([
  'archive_and_regrant',
  'completed_is_sticky',
  'constraint_violations',
  'datetime_domains',
  'grant_access',
  'progress',
  'search_read_options',
])

/** "Changed since": how many rows share the first one's second is chance. */
const COUNTS_BY_CHANCE = 'learners who changed since'

/** Methods whose lone number is the id of a new record. */
const MAKES_IDS: ReadonlySet<string> = new Set(['create', 'copy', 'message_post'])

/** A live answer. */
export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly headers: Headers
  readonly text: string
  /** Parsed, where the content type says JSON. */
  readonly body: unknown
}

/** Holds an answer against the recorded one. Throws AssertionError, in words, where they differ. */
export function compare(scenario: string, { what, request, response }: Exchange, answer: Answer): void {
  const told = `answered ${answer.status} ${answer.text.slice(0, 600)}\nrecorded ${response.status} ${JSON.stringify(response.body ?? response.bodyShape ?? '').slice(0, 600)}`
  assert.equal(answer.status, response.status, told)
  assert.equal(answer.contentType, response.contentType, told)
  for (const [name, value] of Object.entries(response.headers ?? {}))
    assert.equal(answer.headers.get(name)?.trim(), value.trim(), `${name}: ${told}`)
  if (response.bodyShape) {
    const title = /<title>(.*?)<\/title>/.exec(answer.text)?.[1] ?? null
    if (response.bodyShape.kind === 'text') assert.equal(answer.text, response.bodyShape.startsWith, told)
    else assert.equal(title, response.bodyShape.title, told)
    return
  }
  const expectedError = exceptionOf(response.status, response.body)
  assert.equal(exceptionOf(answer.status, answer.body), expectedError, told)
  if (expectedError !== undefined) {
    assert.equal(bareError(answer.body), bareError(response.body), told)
    return
  }
  assert.equal(shapeOf(answer.body), shapeOf(response.body), told)
  if (!VALUES_MATTER.has(scenario) || what === COUNTS_BY_CHANCE) return
  if (MAKES_IDS.has(callOf(request)?.method ?? '')) return
  assert.deepEqual(valuesOf(answer.body), valuesOf(response.body), told)
}

/** The qualified name of the exception that an answer reports. */
export function exceptionOf(status: number, body: unknown): unknown {
  return status === 200 ? valueAt(body, '/error/data/name') : valueAt(body, '/name')
}

/** The shape of an error without its context (holds what a rule put there) and its arguments (as many as the exception was given). */
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
