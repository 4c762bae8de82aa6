import type { Automation } from '../../orm/automation/rule.js'
import type { Sql } from '../../orm/environment.js'
import type { Cell, Field, Options, Row } from '../../orm/field.js'
import { manualCompute } from './manual-compute.js'
import { manualField, manualModel } from './manual-models.js'
import type { Compute, Model, Operation, RecordRule, UserDefault } from '../../orm/model.js'
import { Registry } from '../../orm/registry.js'
import { storedRelated } from '../../orm/related.js'

/**
 * Loads the registry of a database: the models of modules (`code`), plus manual models and fields,
 * access rights, record rules, defaults and automation rules from records. Odoo's `setup_models`;
 * must be called after such records change.
 */
export async function loadRegistry(sql: Sql, code: readonly Model[]): Promise<Registry> {
  const fieldRows = groupedBy(await sql<Row>(MANUAL_FIELDS), ({ model }) => String(model))
  const manual = (await sql<Row>(MANUAL_MODELS)).map((row) => manualModel(row, {}))
  const access = groupedBy(await sql<AccessRow>(ACCESS), ({ model }) => model)
  const rules = groupedBy(await sql<RuleRow>(RULES), ({ model }) => model)
  const defaults = groupedBy(await sql<DefaultRow>(DEFAULTS), ({ model }) => model)
  const withFields = new Map(
    [...code, ...manual].map((model) => [
      model.name,
      withManualFields(model, fieldRows.get(model.name) ?? []),
    ]),
  )
  const automations = groupedBy(await sql<AutomationRow>(AUTOMATIONS), ({ model }) => model)
  const models = [...withFields.values()].map((model) => ({
    ...model,
    fields: mapFields(model.fields, (field) => withRelatedOptions(withFields, model, field)),
    access: rights(access.get(model.name) ?? []),
    rules: (rules.get(model.name) ?? []).map(recordRule),
    automations: automations.get(model.name) ?? [],
    defaults: (defaults.get(model.name) ?? []).map(userDefault),
  }))
  return new Registry(models, code)
}

const MANUAL_MODELS = `
  SELECT name, model, "order", is_mail_thread, is_mail_activity FROM ir_model WHERE state = 'manual' ORDER BY id`

const MANUAL_FIELDS = `
  SELECT f.*, (SELECT json_agg(json_build_array(s.value, s.name) ORDER BY s.sequence, s.id)
               FROM ir_model_fields_selection s WHERE s.field_id = f.id)::text AS options
  FROM ir_model_fields f WHERE f.state = 'manual' ORDER BY f.id`

interface AccessRow {
  readonly model: string
  readonly group_id: number | null
  readonly letters: string
}
const ACCESS = `
  SELECT m.model, a.group_id, concat(CASE WHEN perm_read THEN 'r' END, CASE WHEN perm_write THEN 'w' END,
    CASE WHEN perm_create THEN 'c' END, CASE WHEN perm_unlink THEN 'u' END) AS letters
  FROM ir_model_access a JOIN ir_model m ON m.id = a.model_id WHERE a.active ORDER BY a.id`

interface RuleRow {
  readonly model: string
  readonly domain_force: string | null
  readonly operations: readonly (Operation | null)[]
  readonly groups: readonly number[]
}
const RULES = `
  SELECT m.model, r.domain_force, ARRAY[CASE WHEN perm_read THEN 'read' END, CASE WHEN perm_write THEN 'write' END,
      CASE WHEN perm_create THEN 'create' END, CASE WHEN perm_unlink THEN 'unlink' END] AS operations,
    ARRAY(SELECT g.group_id FROM rule_group_rel g WHERE g.rule_group_id = r.id) AS groups
  FROM ir_rule r JOIN ir_model m ON m.id = r.model_id WHERE r.active ORDER BY r.id`

interface DefaultRow {
  readonly model: string
  readonly name: string
  readonly user_id: number | null
  readonly json_value: string
}
const DEFAULTS = `
  SELECT f.model, f.name, d.user_id, d.json_value FROM ir_default d JOIN ir_model_fields f ON f.id = d.field_id
  WHERE d.condition IS NULL ORDER BY d.id`

type AutomationRow = Automation & { readonly model: string }
const AUTOMATIONS = `
  SELECT m.model, b.id, b.trigger, b.filter_pre_domain AS before, b.filter_domain AS after,
    ARRAY(SELECT f.name FROM base_automation_trigger_field_ids_rel r JOIN ir_model_fields f ON f.id = r.target
          WHERE r.source = b.id) AS "triggerFields",
    coalesce((SELECT json_agg(json_build_object('id', a.id, 'name', a.name, 'state', a.state, 'url', coalesce(a.webhook_url, ''),
        'fields', ARRAY(SELECT f.name FROM ir_act_server_webhook_field_rel w JOIN ir_model_fields f ON f.id = w.field_id
                        WHERE w.server_id = a.id ORDER BY f.name)) ORDER BY a.sequence, a.name, a.id)
      FROM ir_actions_server a WHERE a.base_automation_id = b.id), '[]') AS actions
  FROM base_automation b JOIN ir_model m ON m.id = b.model_id WHERE b.active ORDER BY b.id`

/** The model with its manual fields. A stored related field is a compute. */
function withManualFields(model: Model, rows: readonly Row[]): Model {
  if (rows.length === 0) return model
  const added = rows.map((row) => [String(row.name), manualField(row, optionsOf(row))] as const)
  const fields = { ...model.fields, ...Object.fromEntries(added) }
  return {
    ...model,
    fields,
    recName: model.recName ?? ('x_name' in fields ? 'x_name' : null),
    computes: [...model.computes, ...rows.flatMap(storedCompute)],
  }
}

function storedCompute({ name, related, compute, depends, store }: Row): Compute[] {
  if (store === false) return []
  if (related) return [storedRelated(String(name), String(related))]
  // Without `depends`, Odoo never runs the code, not even for a new record.
  return compute && depends ? [manualCompute(String(name), String(compute), String(depends))] : []
}

const optionsOf = ({ options }: Row): Options =>
  typeof options === 'string' ? (JSON.parse(options) as Options) : []

/** A related selection field has the options of its target. */
function withRelatedOptions(models: ReadonlyMap<string, Model>, model: Model, field: Field): Field {
  if (field.type !== 'selection' || !field.manual || (field.selection?.length ?? 0) > 0) return field
  const path =
    field.related ??
    model.computes.find(({ fields: [name] }) => name && model.fields[name] === field)?.depends[0]
  let current: Model | undefined = model
  let found: Field | undefined
  for (const step of path?.split('.') ?? []) {
    found = current?.fields[step]
    current = found?.relation === undefined ? undefined : models.get(found.relation)
  }
  return found?.selection ? { ...field, selection: found.selection } : field
}

const mapFields = (fields: Readonly<Record<string, Field>>, change: (field: Field) => Field) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, change(field)]))

/** Rights per group. Several rows of one group add up. */
function rights(rows: readonly AccessRow[]): Record<string, string> {
  const letters: Record<string, string> = {}
  for (const { group_id, letters: more } of rows) {
    const group = group_id === null ? '*' : `#${group_id}`
    letters[group] = (letters[group] ?? '') + more
  }
  return letters
}

const recordRule = ({ domain_force, operations, groups }: RuleRow): RecordRule => ({
  groups: groups.map((id) => `#${id}`),
  operations: new Set(operations.filter((operation) => operation !== null)),
  domain: domain_force ?? '[]',
})

const userDefault = ({ name, user_id, json_value }: DefaultRow): UserDefault => ({
  field: name,
  user: user_id,
  value: JSON.parse(json_value) as Cell,
})

function groupedBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  return groups
}
