import type { Webhook } from './rule.js'
import { type Environment, sudo } from '../environment.js'
import { type Cell, type Field, type Row, hasColumn } from '../field.js'
import type { Model } from '../model.js'
import { read } from '../read.js'
import { selectRows } from '../rows.js'

/** How long Odoo waits for the receiver, milliseconds. */
const TIMEOUT_MS = 1000

/**
 * Sends a record to the webhook's receiver. Up to 18 this happens within the transaction, even if
 * it is rolled back later; from 19 on after the commit. It is sent once. Whether and how the
 * receiver responds does not matter.
 */
export async function callWebhook(
  env: Environment,
  model: Model,
  id: number,
  webhook: Webhook,
  changed: Row = {},
): Promise<void> {
  const body = await payload(env, model, id, webhook, changed)
  if (env.version < 19) await post(webhook.url, body)
  else env.transaction.afterCommit.push(() => post(webhook.url, body))
}

async function post(url: string, body: string): Promise<void> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'python-requests/2.28.1' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.arrayBuffer()
  } catch {
    // Odoo only logs the failure.
  }
}

/**
 * The body as Python's `json.dumps` with sorted keys writes it. `changed` replaces columns that
 * could not be written.
 */
async function payload(env: Environment, model: Model, id: number, webhook: Webhook, changed: Row) {
  const texts = new Map<string, string>([
    ['_action', pythonJson(`${webhook.name}(#${webhook.id})`)],
    ['_id', String(id)],
    ['_model', pythonJson(model.name)],
  ])
  if (webhook.fields.length > 0) {
    texts.set('id', String(id))
    for (const [name, text] of await values(env, model, id, webhook.fields, changed)) texts.set(name, text)
  }
  const members = [...texts].sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, text]) => `${pythonJson(name)}: ${text}`).join(', ')}}`
}

async function values(
  env: Environment,
  model: Model,
  id: number,
  fields: readonly string[],
  changed: Row,
): Promise<[name: string, text: string][]> {
  const known = fields.flatMap((name) => {
    const field = model.fields[name]
    return field ? [{ name, field }] : []
  })
  const columns = known.filter(({ field }) => hasColumn(field)).map(({ name }) => name)
  const others = known.filter(({ field }) => !hasColumn(field)).map(({ name }) => name)
  const [row] = await selectRows(env, model, [id], columns)
  const [record] = others.length > 0 ? await read(sudo(env), model, [id], others, 'id') : []
  return known.map(({ name, field }) => [
    name,
    hasColumn(field)
      ? cellText(field, name in changed ? changed[name] : row?.[name])
      : pythonJson(record?.[name] ?? false),
  ])
}

/**
 * A column as Python prints its ORM value: datetimes with fractions, floats with a decimal point.
 */
function cellText(field: Field, cell: Cell | undefined): string {
  if (cell === null || cell === undefined)
    return field.type === 'integer' ? '0' : field.type === 'float' ? '0.0' : 'false'
  if (field.type === 'float' && Number.isInteger(cell)) return `${String(cell)}.0`
  return pythonJson(cell)
}

/** JSON as Python writes it: spaces after separators, ASCII only. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
