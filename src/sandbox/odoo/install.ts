import type pg from 'pg'
import { hasColumn, titled, type Field, type Row } from './field.js'
import { manualField } from './manual.js'
import type { Model } from './model.js'
import { modelsOf, type Edition } from './models/index.js'
import { hashed } from './passwords.js'
import { Registry } from './registry.js'
import { SCHEMA } from './database.js'
import { createRelations, createTable } from './tables.js'
import { CREATE_TRANSLATIONS } from './translations.js'

/** Groups by external id, with the names Odoo shows. */
const GROUPS: readonly (readonly [externalId: string, name: string])[] = [
  ['base.group_user', 'User types / Internal User'],
  ['base.group_portal', 'User types / Portal'],
  ['base.group_public', 'User types / Public'],
  ['base.group_partner_manager', 'Extra Rights / Contact Creation'],
  ['base.group_erp_manager', 'Administration / Access Rights'],
  ['base.group_system', 'Administration / Settings'],
  ['website_slides.group_website_slides_officer', 'eLearning / Officer'],
  ['website_slides.group_website_slides_manager', 'eLearning / Manager'],
  ['survey.group_survey_user', 'Surveys / User'],
  ['survey.group_survey_manager', 'Surveys / Administrator'],
  ['grants_training_suite_v2.group_manager', 'Training: Manager'],
  ['grants_training_suite_v2.group_agent', 'Training: Agent'],
  ['grants_training_suite_v2.group_teacher', 'Training: Teacher'],
  ['grants_training_suite_v2.group_accounting_view', 'Training: Accounting (read only)'],
]

const SEQUENCES: readonly (readonly [code: string, name: string, prefix: string])[] = [
  ['gr.intake.batch', 'Training: Intake batch', 'BATCH'],
  ['gr.assignment', 'Training: Assignment', 'ASG'],
  ['gr.document.request', 'Training: Document request', 'DOC'],
  ['gr.homework.attempt', 'Training: Homework', 'HW'],
  ['gr.certificate', 'Training: Certificate', 'CERT'],
]

/** The contacts and users a fresh Odoo has, by id: the administrator is user 2 with contact 3. */
const PARTNERS: readonly (readonly [name: string, email: string | null, active: boolean])[] = [
  ['My Company', null, true],
  ['OdooBot', 'odoobot@example.com', false],
  ['Administrator', 'admin@example.com', true],
  ['Public user', null, false],
  ['Default User Template', null, false],
  ['Portal User Template', null, false],
]
const USERS: readonly (readonly [login: string, partner: number, active: boolean])[] = [
  ['__system__', 2, false],
  ['admin', 3, true],
  ['default', 5, false],
  ['public', 4, false],
  ['portaltemplate', 6, false],
]
const ADMIN_GROUPS = [
  'base.group_user',
  'base.group_partner_manager',
  'base.group_erp_manager',
  'base.group_system',
  'website_slides.group_website_slides_manager',
  'survey.group_survey_manager',
]

export const ADMIN = { uid: 2, login: 'admin' } as const

/** Key of the advisory lock that lets one process install at a time. */
const INSTALL_LOCK = 718_018

/** Creates the tables of a fresh Odoo where there are none, and returns the registry with the fields that were added since. */
export async function install(pool: pg.Pool, edition: Edition, adminPassword: string): Promise<Registry> {
  const models = modelsOf(edition)
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [INSTALL_LOCK])
    const { rowCount } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [SCHEMA])
    if (!rowCount) await create(client, edition, adminPassword)
    await checkEdition(client, edition)
    const { rows } = await client.query<Row>(
      `SELECT * FROM ir_model_fields WHERE state = 'manual' ORDER BY id`,
    )
    await client.query('COMMIT')
    return withManualFields(new Registry(models), rows)
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

function withManualFields(registry: Registry, rows: readonly Row[]): Registry {
  return rows.reduce((known, row) => {
    const owner = known.find(String(row.model))
    return owner
      ? known.with([{ ...owner, fields: { ...owner.fields, [String(row.name)]: manualField(row) } }])
      : known
  }, registry)
}

/** Two editions keep their records in different tables. */
async function checkEdition(client: pg.PoolClient, { version, suite }: Edition): Promise<void> {
  const { rows } = await client.query<{ version: number; suite: boolean }>(`SELECT * FROM ${SCHEMA}.edition`)
  const [found] = rows
  if (found?.version === version && found.suite === suite) return
  const words = (edition: { version: number; suite: boolean }) =>
    `Odoo ${edition.version} ${edition.suite ? 'with' : 'without'} the suite`
  throw new Error(
    `This database holds a sandbox of ${found ? words(found) : 'another kind'}, not of ${words({ version, suite })}: take an empty one.`,
  )
}

async function create(client: pg.PoolClient, edition: Edition, adminPassword: string): Promise<void> {
  const models = modelsOf(edition)
  await client.query(`CREATE SCHEMA ${SCHEMA}`)
  await client.query(`SET LOCAL search_path = ${SCHEMA}`)
  await client.query('CREATE TABLE edition AS SELECT $1::int AS version, $2::boolean AS suite', [
    edition.version,
    edition.suite,
  ])
  for (const model of models) for (const statement of createTable(model)) await client.query(statement)
  const tables = new Map(models.map(({ name, table }) => [name, table]))
  for (const model of models)
    for (const statement of createRelations(model, (name) => tables.get(name))) await client.query(statement)
  await client.query(CREATE_TRANSLATIONS)
  await describeModels(client, models)
  const groups = GROUPS.filter(([name]) => edition.suite || !name.startsWith(SUITE_MODULE))
  await createAccounts(client, groups, adminPassword)
  for (const [index, [code, name, prefix]] of (edition.suite ? SEQUENCES : []).entries()) {
    await client.query('INSERT INTO ir_sequence (name, code, prefix, padding) VALUES ($1, $2, $3, 4)', [
      name,
      code,
      prefix,
    ])
    await client.query(`CREATE SEQUENCE ir_sequence_${index + 1}`)
  }
  await client.query(
    `INSERT INTO res_lang (name, code, active) VALUES ('English (US)', 'en_US', true), ('Arabic / الْعَرَبيّة', 'ar_001', true)`,
  )
}

/** Rows of `ir.model` and `ir.model.fields`, with external ids, for whoever looks models and fields up. */
async function describeModels(client: pg.PoolClient, models: readonly Model[]): Promise<void> {
  for (const model of models) {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO ir_model (name, model, state) VALUES ($1, $2, 'base') RETURNING id`,
      [model.description, model.name],
    )
    const id = rows[0]?.id ?? 0
    await externalId(client, `${moduleOf(model)}.model_${model.table}`, 'ir.model', id)
    await client.query(
      `INSERT INTO ir_model_fields (name, model_id, model, field_description, ttype, relation, required, readonly, store, state, domain)
       SELECT f.name, $2, $3, f.label, f.ttype, f.relation, f.required, f.readonly, f.store, 'base', '[]'
       FROM jsonb_to_recordset($1) AS f(name text, label text, ttype text, relation text, required boolean, readonly boolean, store boolean)`,
      [
        JSON.stringify(Object.entries(model.fields).map(([name, field]) => described(name, field))),
        id,
        model.name,
      ],
    )
  }
}

const described = (name: string, field: Field) => ({
  name,
  label: field.label ?? titled(name),
  ttype: field.type,
  relation: field.relation ?? null,
  required: field.required ?? false,
  readonly: field.readonly ?? false,
  store: hasColumn(field),
})

const SUITE_MODULE = 'grants_training_suite_v2'

const moduleOf = ({ name }: Model) =>
  name.startsWith('gr.')
    ? SUITE_MODULE
    : name.startsWith('slide.')
      ? 'website_slides'
      : name.startsWith('survey.')
        ? 'survey'
        : 'base'

async function externalId(client: pg.PoolClient, complete: string, model: string, id: number): Promise<void> {
  const dot = complete.indexOf('.')
  await client.query(
    'INSERT INTO ir_model_data (module, name, model, res_id, noupdate) VALUES ($1, $2, $3, $4, true)',
    [complete.slice(0, dot), complete.slice(dot + 1), model, id],
  )
}

async function createAccounts(
  client: pg.PoolClient,
  groups: typeof GROUPS,
  adminPassword: string,
): Promise<void> {
  for (const [name, email, active] of PARTNERS)
    await client.query(
      `INSERT INTO res_partner (name, email, email_normalized, active, lang, type, is_company, color, partner_latitude)
       VALUES ($1, $2, $2, $3, 'en_US', 'contact', false, 0, 0)`,
      [name, email, active],
    )
  for (const [login, partner, active] of USERS)
    await client.query(
      'INSERT INTO res_users (login, partner_id, active, password_hash) VALUES ($1, $2, $3, $4)',
      [login, partner, active, login === ADMIN.login ? hashed(adminPassword) : null],
    )
  for (const [index, [complete, name]] of groups.entries()) {
    await client.query('INSERT INTO res_groups (name) VALUES ($1)', [name])
    await externalId(client, complete, 'res.groups', index + 1)
  }
  const ids = ADMIN_GROUPS.map((wanted) => groups.findIndex(([complete]) => complete === wanted) + 1)
  await client.query('INSERT INTO res_users_groups_id_rel (source, target) SELECT $1, unnest($2::int[])', [
    ADMIN.uid,
    ids,
  ])
  for (const table of [
    'ir_model',
    'ir_model_fields',
    'ir_model_data',
    'res_partner',
    'res_users',
    'res_groups',
  ])
    await client.query(
      `UPDATE ${table} SET create_uid = 1, write_uid = 1, create_date = now() at time zone 'UTC', write_date = now() at time zone 'UTC'`,
    )
}
