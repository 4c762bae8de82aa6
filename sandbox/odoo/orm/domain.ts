import { type Environment, modelOf } from './environment.js'
import { valueError } from './exceptions.js'
import { type Field, hasColumn } from './field.js'
import { activeField, type Model } from './model.js'
import { periodOf } from './date-ranges.js'
import { quoted, relationOf } from './tables.js'
import { python } from './values.js'
import { TRAITS } from '../version.js'

const OPERATORS = new Set([
  ...['=', '!=', '<>', '<', '>', '<=', '>=', '=?', 'in', 'not in', 'like', 'ilike', 'not like', 'not ilike'],
  ...['=like', '=ilike', 'child_of', 'parent_of'],
])

/** Collects the parameters of one statement. `add` returns the placeholder. */
export class Parameters {
  readonly values: unknown[] = []

  add(value: unknown, type = ''): string {
    this.values.push(value)
    return `$${this.values.length}${type ? `::${type}` : ''}`
  }
}

/**
 * Converts a domain in Odoo's prefix notation to a condition on `alias`. Throws Odoo's ValueError
 * for a malformed domain.
 */
export function whereClause(
  env: Environment,
  model: Model,
  domain: readonly unknown[],
  parameters: Parameters,
  alias = 't',
): string {
  const condition = prefixNotation(domain, (leaf) => leafCondition(env, model, leaf, parameters, alias))
  const active = activeField(model)
  const hidden =
    active && env.context.active_test !== false && !mentions(domain, active)
      ? [`${alias}.${quoted(active)} = true`]
      : []
  return [condition, ...hidden].map((part) => `(${part})`).join(' AND ')
}

const mentions = (domain: readonly unknown[], field: string) =>
  domain.some((term) => Array.isArray(term) && term[0] === field)

function prefixNotation(domain: readonly unknown[], leaf: (term: readonly unknown[]) => string): string {
  const stack: string[] = []
  for (const term of [...domain].reverse()) {
    if (term === '!') stack.push(`NOT coalesce((${popped(stack)}), false)`)
    else if (term === '&' || term === '|')
      stack.push(`((${popped(stack)}) ${term === '&' ? 'AND' : 'OR'} (${popped(stack)}))`)
    else if (Array.isArray(term)) stack.push(leaf(term))
    else throw valueError(`Invalid leaf ${python(term)}`)
  }
  return stack.length === 0 ? 'true' : stack.map((part) => `(${part})`).join(' AND ')
}

function popped(stack: string[]): string {
  const part = stack.pop()
  if (part === undefined) throw valueError('Invalid domain: an operator lacks an operand')
  return part
}

function leafCondition(
  env: Environment,
  model: Model,
  leaf: readonly unknown[],
  parameters: Parameters,
  alias: string,
): string {
  if (leaf.length !== 3) throw valueError(`not enough values to unpack (expected 3, got ${leaf.length})`)
  const [left, operator, right] = leaf
  if ((left === 1 || left === 0) && operator === '=' && right === 1) return left === 1 ? 'true' : 'false'
  if (typeof left !== 'string' || typeof operator !== 'string' || !OPERATORS.has(operator))
    throw valueError(`Invalid leaf ${python(leaf)}`)
  const [name = '', ...rest] = left.split('.')
  const field = model.fields[name]
  if (!field) throw valueError(`Invalid field ${model.name}.${name} in leaf ${python(leaf)}`)
  const term: Term = { env, parameters, alias, model, name, field, operator, right }
  if (field.related !== undefined)
    return leafCondition(env, model, [[field.related, ...rest].join('.'), operator, right], parameters, alias)
  if (name === 'display_name')
    return leafCondition(env, model, [model.recName ?? 'id', operator, right], parameters, alias)
  if (rest.length > 0) return throughRelation(term, [[rest.join('.'), operator, right]])
  if (!hasColumn(field) && field.type !== 'one2many' && field.type !== 'many2many')
    throw valueError(`Cannot search on the non-stored field ${model.name}.${name}`)
  if (operator === '=?' && (right === false || right === null)) return 'true'
  if (field.type === 'one2many' || field.type === 'many2many') return toMany(term)
  if (field.type === 'many2one' && namesRecords(right)) return byName(term)
  return comparison({ ...term, operator: operator === '=?' ? '=' : operator === '<>' ? '!=' : operator })
}

interface Term {
  readonly env: Environment
  readonly parameters: Parameters
  readonly alias: string
  readonly model: Model
  readonly name: string
  readonly field: Field
  readonly operator: string
  readonly right: unknown
}

const namesRecords = (right: unknown) =>
  (typeof right === 'string' && right !== '') ||
  (Array.isArray(right) && right.length > 0 && right.every((item) => typeof item === 'string'))

/**
 * `field.rest`: records whose related records match the inner domain. Through a many2one, archived
 * related records count too.
 */
function throughRelation(term: Term, inner: readonly unknown[]): string {
  const { env, parameters, alias, model, name, field } = term
  if (!field.relation) throw valueError(`Invalid field ${model.name}.${name} in leaf: it has no relation`)
  const target = modelOf(env, field.relation)
  const next = `${alias}x`
  const scope = field.type === 'many2one' ? { ...env, context: { ...env.context, active_test: false } } : env
  const where = whereClause(scope, target, inner, parameters, next)
  const from = `${quoted(target.table)} ${next} WHERE ${where}`
  if (field.type === 'many2one') return `${alias}.${quoted(name)} IN (SELECT ${next}.id FROM ${from})`
  return linked(term, `SELECT ${next}.id FROM ${from}`)
}

/** Records that a to-many field links to one of the records that a subquery selects. */
function linked({ env, alias, model, name, field }: Term, select: string): string {
  if (field.alwaysEmpty) return 'false'
  if (field.type === 'many2many') {
    const relation = relationOf(model, name)
    return `${alias}.id IN (SELECT ${relation.source} FROM ${relation.table} WHERE ${relation.target} IN (${select}))`
  }
  const target = modelOf(env, field.relation ?? '')
  const inverse = quoted(field.inverse ?? '')
  return `${alias}.id IN (SELECT ${inverse} FROM ${quoted(target.table)} WHERE ${inverse} IS NOT NULL AND id IN (${select}))`
}

function toMany(term: Term): string {
  const { parameters, operator, right } = term
  const negative = operator === '!=' || operator.startsWith('not ')
  const target = modelOf(term.env, term.field.relation ?? '')
  if (right === false || right === null) {
    const any = linked(term, `SELECT id FROM ${quoted(target.table)}`)
    return negative ? any : `NOT (${any})`
  }
  const condition = namesRecords(right)
    ? throughRelation(term, [['display_name', operator.replace('!=', '=').replace('not ', ''), right]])
    : linked(term, `SELECT unnest(${parameters.add(idList(right), 'int[]')})`)
  return negative ? `NOT (${condition})` : condition
}

const idList = (right: unknown) =>
  (Array.isArray(right) ? right : [right]).filter((id): id is number => typeof id === 'number')

/** A many2one compared with text means the display name of the related record. */
function byName(term: Term): string {
  const negative = term.operator === '!=' || term.operator.startsWith('not ')
  const operator = term.operator.replace('!=', '=').replace('not ', '')
  const condition = throughRelation(term, [['display_name', operator, term.right]])
  return negative ? `NOT (${condition}) OR ${term.alias}.${quoted(term.name)} IS NULL` : condition
}

function comparison(term: Term): string {
  const { operator, right, alias, name } = term
  const column = `${alias}.${quoted(name)}`
  const isTime = term.field.type === 'datetime' || term.field.type === 'date'
  if (TRAITS[term.env.version].wholeSeconds && isTime && BY_PERIOD.has(operator))
    return inPeriod(term, column)
  if (operator === 'in' || operator === 'not in') return membership(term, column)
  if (operator === 'child_of' || operator === 'parent_of')
    return membership({ ...term, operator: 'in' }, column)
  if (operator.endsWith('like')) return pattern(term, column)
  if (term.field.type === 'boolean' && (operator === '=' || operator === '!=')) {
    const wanted = Boolean(right) === (operator === '=')
    return wanted ? `${column} = true` : `coalesce(${column}, false) = false`
  }
  const blank = blankOf(term.field)
  if ((operator === '=' || operator === '!=') && (right === false || right === null) && blank === undefined)
    return `${column} IS ${operator === '=' ? '' : 'NOT '}NULL`
  const value = right === false || right === null ? blank : operand(term)
  const placeholder = term.parameters.add(value, comparedAs(term.field, [value]))
  const condition = `${column} ${operator} ${placeholder}`
  return countsEmpty(term, value) ? `(${condition} OR ${column} IS NULL)` : condition
}

const BY_PERIOD: ReadonlySet<string> = new Set(['=', '!=', 'in', 'not in', '<', '<=', '>', '>='])

/** From 19 on, a date or datetime in a domain means its whole day or second. */
function inPeriod({ env, operator, right, parameters, field }: Term, column: string): string {
  const bound = (text: string) => parameters.add(text, comparedAs(field, [text]))
  const period = (value: unknown) => periodOf(typeof value === 'string' ? value : python(value), env.now)
  const isEmpty = (value: unknown) => value === false || value === null
  if (operator.startsWith('<') || operator.startsWith('>')) {
    if (isEmpty(right)) return 'false'
    const { from, to } = period(right)
    if (operator === '>') return `${column} >= ${bound(to)}`
    if (operator === '<=') return `${column} < ${bound(to)}`
    return `${column} ${operator} ${bound(from)}`
  }
  const values: readonly unknown[] = Array.isArray(right) ? right : [right]
  const within = values.map((value) => {
    if (isEmpty(value)) return `${column} IS NULL`
    const { from, to } = period(value)
    return `(${column} >= ${bound(from)} AND ${column} < ${bound(to)})`
  })
  const condition = within.length === 0 ? 'false' : within.join(' OR ')
  return operator === '=' || operator === 'in' ? `(${condition})` : `NOT coalesce((${condition}), false)`
}

/** The value that an empty column of this type equals, or undefined. */
function blankOf({ type }: Field): number | string | undefined {
  if (type === 'integer' || type === 'float') return 0
  return type === 'char' || type === 'text' || type === 'html' ? '' : undefined
}

/**
 * Whether an empty column matches too. It counts as 0 or as empty text, and differs from any other
 * value.
 */
function countsEmpty({ operator, field }: Term, value: unknown): boolean {
  if (operator === '=' || operator === '!=') return Boolean(value) === (operator === '!=')
  if ((field.type !== 'integer' && field.type !== 'float') || typeof value !== 'number') return false
  return (
    (operator === '>=' && value <= 0) ||
    (operator === '<=' && value >= 0) ||
    (operator === '<' && value > 0) ||
    (operator === '>' && value < 0)
  )
}

/**
 * Up to 18, Odoo passes the text to PostgreSQL: `write_date > '…:47'` also finds …:47.28, ISO
 * formats work, and invalid text is the database's error. A bare day means its end for `>` and
 * `<=`, otherwise its start.
 */
function operand({ field, operator, right }: Term): unknown {
  if (field.type === 'datetime' && typeof right === 'string' && right.length === 10)
    return `${right} ${operator === '>' || operator === '<=' ? '23:59:59' : '00:00:00'}`
  return right
}

/** The type of the comparison. Whole numbers stay integers, so that an index is used. */
function comparedAs({ type }: Field, values: readonly unknown[]): string {
  if (type === 'date') return 'date'
  if (type === 'datetime') return 'timestamp'
  if (type === 'float') return 'double precision'
  if (type !== 'integer' && type !== 'many2one') return 'text'
  return values.every(
    (value) => typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31,
  )
    ? 'integer'
    : 'numeric'
}

function membership({ operator, right, parameters, field }: Term, column: string): string {
  const list: readonly unknown[] = Array.isArray(right) ? right : [right]
  const values = list.filter((item) => item !== false && item !== null)
  const hasEmpty = values.length < list.length
  if (field.type === 'boolean') {
    const wanted = new Set(list.map(Boolean))
    const inside =
      wanted.size === 2
        ? 'true'
        : wanted.size === 0
          ? 'false'
          : `coalesce(${column}, false) = ${[...wanted][0] ?? false}`
    return operator === 'in' ? inside : `NOT (${inside})`
  }
  const blank = blankOf(field)
  if (hasEmpty && blank !== undefined) values.push(blank)
  const empty = hasEmpty || (blank !== undefined && values.includes(blank))
  const array = parameters.add(values, `${comparedAs(field, values)}[]`)
  if (operator === 'in') return `(${column} = ANY(${array})${empty ? ` OR ${column} IS NULL` : ''})`
  return empty
    ? `(${column} IS NOT NULL AND ${column} != ALL(${array}))`
    : `(${column} != ALL(${array}) OR ${column} IS NULL)`
}

function pattern({ operator, right, parameters }: Term, column: string): string {
  const exact = operator.startsWith('=')
  const negative = operator.startsWith('not ')
  const keyword = operator.endsWith('ilike') ? 'ILIKE' : 'LIKE'
  const text = typeof right === 'string' || typeof right === 'number' ? String(right) : ''
  if (text === '' && !exact) return negative ? 'false' : 'true'
  const placeholder = parameters.add(exact ? text : `%${text}%`, 'text')
  const condition = `${column}::text ${keyword} ${placeholder}`
  return negative ? `(${column} IS NULL OR NOT (${condition}))` : condition
}
