import type { Environment } from '../environment.js'
import { validationError } from '../errors.js'
import type { Values } from '../field.js'
import { char, integer } from '../field.js'
import { model } from '../model.js'

export const Sequence = model('ir.sequence', {
  description: 'Sequence',
  access: { 'base.group_user': 'r', 'base.group_system': 'rwcu' },
  fields: {
    name: char({ required: true }),
    code: char(),
    prefix: char(),
    padding: integer({ default: 0 }),
  },
  created: async (env, ids) => {
    for (const id of ids) await env.sql(`CREATE SEQUENCE IF NOT EXISTS ir_sequence_${id}`)
  },
})

/** The next number of a sequence. As in Odoo a number drawn by a call that fails is lost. */
async function nextByCode(env: Environment, code: string): Promise<string | null> {
  const [sequence] = await env.sql<{ id: number; prefix: string | null; padding: number }>(
    'SELECT id, prefix, padding FROM ir_sequence WHERE code = $1 ORDER BY id LIMIT 1',
    [code],
  )
  if (!sequence) return null
  const [drawn] = await env.sql<{ number: number }>(
    `SELECT nextval('ir_sequence_${sequence.id}')::int AS number`,
  )
  return `${sequence.prefix ?? ''}${String(drawn?.number ?? 0).padStart(sequence.padding, '0')}`
}

/** The values, each with a `name` from the sequence of that code unless the caller chose one. */
export async function numbered(env: Environment, rows: readonly Values[], code: string): Promise<Values[]> {
  const named: Values[] = []
  for (const values of rows) {
    const drawn = (values.name ?? 'New') === 'New' ? await nextByCode(env, code) : values.name
    if (drawn === null) throw validationError(`No sequence has been found for code '${code}'`)
    named.push({ ...values, name: drawn })
  }
  return named
}
