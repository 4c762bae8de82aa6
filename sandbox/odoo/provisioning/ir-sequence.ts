import type { Environment } from '../orm/environment.js'
import { validationError } from '../orm/exceptions.js'
import { boolean, char, integer, many2one, selection, type Values } from '../orm/field.js'
import { model } from '../orm/model.js'

export const Sequence = model('ir.sequence', {
  description: 'Sequence',
  order: 'name, id',
  access: { 'base.group_user': 'r', 'base.group_system': 'rwcu' },
  fields: {
    name: char({ required: true }),
    code: char({ label: 'Sequence Code' }),
    implementation: selection(
      [
        ['standard', 'Standard'],
        ['no_gap', 'No gap'],
      ],
      { required: true, default: 'standard' },
    ),
    active: boolean({ default: true }),
    prefix: char(),
    suffix: char(),
    number_next: integer({ required: true, label: 'Next Number', default: 1 }),
    number_increment: integer({ required: true, label: 'Step', default: 1 }),
    padding: integer({ required: true, label: 'Sequence Size', default: 0 }),
    company_id: many2one('res.company', { label: 'Company', default: 1 }),
    use_date_range: boolean({ default: false }),
  },
  created: async (env, ids) => {
    for (const id of ids) await env.sql(`CREATE SEQUENCE IF NOT EXISTS ir_sequence_${id}`)
  },
  unlinked: async (env, ids) => {
    for (const id of ids) await env.sql(`DROP SEQUENCE IF EXISTS ir_sequence_${id}`)
  },
})

/** The next number of a sequence. As in Odoo, a failed call loses its number. */
async function nextByCode(env: Environment, code: string): Promise<string | null> {
  const [sequence] = await env.sql<{
    id: number
    prefix: string | null
    suffix: string | null
    padding: number
  }>('SELECT id, prefix, suffix, padding FROM ir_sequence WHERE code = $1 AND active ORDER BY id LIMIT 1', [
    code,
  ])
  if (!sequence) return null
  const [drawn] = await env.sql<{ number: number }>(
    `SELECT nextval('ir_sequence_${sequence.id}')::int AS number`,
  )
  const number = String(drawn?.number ?? 0).padStart(sequence.padding, '0')
  return `${dated(env, sequence.prefix)}${number}${dated(env, sequence.suffix)}`
}

/** Replaces `%(year)s`, `%(month)s`, `%(day)s` and `%(y)s`. */
function dated(env: Environment, text: string | null): string {
  const [year = '', month = '', day = ''] = env.now.slice(0, 10).split('-')
  const parts: Readonly<Record<string, string>> = { year, month, day, y: year.slice(2) }
  return (text ?? '').replace(/%\((\w+)\)s/g, (whole, name: string) => parts[name] ?? whole)
}

/** The values, each with a `name` from the sequence unless the caller chose one. */
export async function numbered(env: Environment, rows: readonly Values[], code: string): Promise<Values[]> {
  const named: Values[] = []
  for (const values of rows) {
    const drawn = (values.name ?? 'New') === 'New' ? await nextByCode(env, code) : values.name
    if (drawn === null) throw validationError(`No sequence has been found for code '${code}'`)
    named.push({ ...values, name: drawn })
  }
  return named
}
