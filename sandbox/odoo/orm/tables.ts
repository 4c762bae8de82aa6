import { createHash } from 'node:crypto'
import { type Field, type FieldType, type Relation, hasColumn } from './field.js'
import type { Model } from './model.js'

const COLUMN_TYPES: Readonly<Record<FieldType, string>> = {
  char: 'text',
  text: 'text',
  html: 'text',
  selection: 'text',
  binary: 'text',
  integer: 'integer',
  float: 'double precision',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamp',
  many2one: 'integer',
  one2many: '',
  many2many: '',
}

export const quoted = (identifier: string) => `"${identifier.replaceAll('"', '""')}"`

export const columnType = (field: Field) => COLUMN_TYPES[field.type]

/** Names of the model's columns; `id` is the first. */
const columnsOf = (model: Model) =>
  Object.entries(model.fields)
    .filter(([, field]) => hasColumn(field))
    .map(([name]) => name)

/** The relation of a many2many with quoted names. PostgreSQL truncates names at 63 bytes. */
export function relationOf(model: Model, field: string): Relation {
  const { table, source, target } = model.fields[field]?.link ?? {
    table: shortened(`${model.table}_${field}_rel`),
    source: 'source',
    target: 'target',
  }
  return { table: quoted(table), source: quoted(source), target: quoted(target) }
}

const shortened = (name: string) =>
  name.length <= 63
    ? name
    : `${name.slice(0, 54)}_${createHash('sha1').update(name).digest('hex').slice(0, 8)}`

/**
 * Statements that create the model's table. Foreign keys come later, because tables refer to each
 * other in cycles.
 */
export function createTable(model: Model): string[] {
  const columns = columnsOf(model).map((name) => {
    const field = model.fields[name]
    if (name === 'id') return 'id serial PRIMARY KEY'
    return `${quoted(name)} ${field ? columnType(field) : 'text'}${field?.required ? ' NOT NULL' : ''}`
  })
  const constraints = model.constraints
    .filter(({ sql }) => !sql.startsWith('INDEX'))
    .map(({ name, sql }) => `CONSTRAINT ${quoted(name)} ${sql}`)
  return [`CREATE TABLE ${quoted(model.table)} (${[...columns, ...constraints].join(', ')})`]
}

/** Statements for foreign keys, relation tables, and indexes for searches by many2one and time. */
export function createRelations(model: Model, tableOf: (model: string) => string | undefined): string[] {
  return Object.entries(model.fields).flatMap(([name, field]) => fieldRelations(model, name, field, tableOf))
}

export function fieldRelations(
  model: Model,
  name: string,
  field: Field,
  tableOf: (model: string) => string | undefined,
): string[] {
  const target = field.relation && tableOf(field.relation)
  if (field.type === 'many2many' && target && hasRelationTable(field)) {
    const relation = relationOf(model, name)
    return [
      `CREATE TABLE IF NOT EXISTS ${relation.table} (
         ${relation.source} integer NOT NULL REFERENCES ${quoted(model.table)} ON DELETE CASCADE,
         ${relation.target} integer NOT NULL REFERENCES ${quoted(target)} ON DELETE CASCADE,
         PRIMARY KEY (${relation.source}, ${relation.target}))`,
    ]
  }
  if (field.type === 'many2one' && hasColumn(field)) {
    if (name === 'create_uid' || name === 'write_uid' || !target) return []
    const key = foreignKey(model, name, field)
    return [
      `ALTER TABLE ${quoted(model.table)} ADD CONSTRAINT ${quoted(key.name)}
         FOREIGN KEY (${quoted(name)}) REFERENCES ${quoted(target)} ON DELETE ${key.policy}`,
      createIndex(model, name),
    ]
  }
  return name === 'write_date' || (field.indexed && hasColumn(field)) ? [createIndex(model, name)] : []
}

const createIndex = (model: Model, name: string) =>
  `CREATE INDEX IF NOT EXISTS ${quoted(shortened(`${model.table}_${name}_index`))} ON ${quoted(model.table)} (${quoted(name)})`

/** Name and deletion policy of a many2one's foreign key. */
export const foreignKey = (model: Model, name: string, field: Field) => ({
  name: shortened(`${model.table}_${name}_fkey`),
  policy: (field.ondelete ?? (field.required ? 'restrict' : 'set null')).toUpperCase(),
})

const hasRelationTable = (field: Field) => field.related === undefined && field.read === undefined
