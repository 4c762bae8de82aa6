import { OdooException } from '../orm/exceptions.js'
import { evaluate, type Scope } from './expression.js'
import { syntaxError } from './tokens.js'

/** A record as a compute sees it. */
export type PythonRecord = Readonly<Record<string, unknown>>

interface Assignment {
  readonly field: string
  readonly expression: string
}

/** The code of a computed field: a loop over records that assigns values. */
export interface ComputeCode {
  /** The loop's name for a record. */
  readonly record: string
  readonly assignments: readonly Assignment[]
}

/**
 * Parses `for record in self:` with lines `record['x_field'] = expression`, the form that Odoo's
 * help shows. Throws NotImplementedError for other code. Odoo accepts any code and fails when it
 * runs.
 */
export function parseCompute(source: string): ComputeCode {
  const [head = '', ...lines] = source.split('\n').filter((line) => line.trim() !== '')
  const record = /^for (\w+) in self:\s*$/.exec(head)?.[1]
  if (record === undefined) throw unsupported(source)
  const assignments = lines.map((line) => {
    const [, name, quote, field, other, expression] =
      /^\s+(\w+)(?:\[(['"])(\w+)\2\]|\.(\w+))\s*=(?!=)\s*(.+)$/.exec(line) ?? []
    const target = quote === undefined ? other : field
    if (name !== record || target === undefined || expression === undefined) throw unsupported(source)
    return { field: target, expression }
  })
  if (assignments.length === 0) throw syntaxError(source)
  return { record, assignments }
}

/** The values that the code assigns to one record. */
export function runCompute(
  { record, assignments }: ComputeCode,
  fields: PythonRecord,
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const { field, expression } of assignments) {
    const scope: Scope = { [record]: { ...fields, ...values } }
    values[field] = evaluate(expression, scope)
  }
  return values
}

const unsupported = (source: string) =>
  new OdooException('builtins.NotImplementedError', `The sandbox runs no such code: ${source}`)
