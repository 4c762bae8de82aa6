import type pg from 'pg'
import { SCHEMA, sqlOf } from '../protocol/transaction.js'
import { createMailRecords } from './mail-records.js'
import { createGroups } from './groups.js'
import { describeModels } from './model-descriptions.js'
import { listModules } from './modules.js'
import { createUsers } from './users.js'
import { createSuite } from './suite-records.js'
import type { Model } from '../orm/model.js'
import { modelsOf, type Edition } from './editions.js'
import { CREATE_USER_GROUPS } from '../provisioning/access/res-groups.js'
import type { Registry } from '../orm/registry.js'
import { loadRegistry } from '../provisioning/models/registry-setup.js'
import { createRelations, createTable, quoted } from '../orm/tables.js'
import { CREATE_TRANSLATIONS } from '../orm/translations.js'

/** Key of the advisory lock: only one process may install at a time. */
const INSTALL_LOCK = 718_018

/**
 * Creates the tables of a fresh Odoo if there are none. Returns the registry, including the fields
 * that were added later.
 */
export async function install(pool: pg.Pool, edition: Edition, adminPassword: string): Promise<Registry> {
  const models = modelsOf(edition)
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [INSTALL_LOCK])
    const { rowCount } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [SCHEMA])
    if (!rowCount) await create(client, edition, adminPassword)
    await checkEdition(client, edition)
    const registry = await loadRegistry(sqlOf(client), models)
    await client.query('COMMIT')
    return registry
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

/** Editions have different tables, so a database belongs to one edition. */
async function checkEdition(client: pg.PoolClient, { version, suite }: Edition): Promise<void> {
  const { rows } = await client.query<{ version: number; suite: boolean }>(`SELECT * FROM ${SCHEMA}.edition`)
  const [found] = rows
  if (found?.version === version && found.suite === suite) return
  const describe = (edition: { version: number; suite: boolean }) =>
    `Odoo ${edition.version} ${edition.suite ? 'with' : 'without'} the suite`
  throw new Error(
    `This database holds a sandbox of ${found ? describe(found) : 'another kind'}, not of ${describe({ version, suite })}. Use an empty database.`,
  )
}

async function create(client: pg.PoolClient, edition: Edition, adminPassword: string): Promise<void> {
  const models = modelsOf(edition)
  const sql = sqlOf(client)
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
  await client.query(CREATE_USER_GROUPS)
  await createGroups(sql, edition)
  await describeModels(sql, models)
  await createUsers(sql, adminPassword)
  await listModules(sql, edition)
  await createMailRecords(sql)
  if (edition.suite) await createSuite(sql)
  await sql(
    `INSERT INTO res_lang (name, code, active) VALUES ('English (US)', 'en_US', true), ('Arabic / الْعَرَبيّة', 'ar_001', true)`,
  )
  // Odoo gives each database an id of its own, and a copy another one.
  await sql(`INSERT INTO ir_config_parameter (key, value) VALUES ('database.uuid', gen_random_uuid()::text)`)
  for (const model of models) await sql(stamp(model))
}

/** Records of modules belong to the system user. */
const stamp = (model: Model) =>
  `UPDATE ${quoted(model.table)} SET create_uid = 1, write_uid = 1,
     create_date = now() at time zone 'UTC', write_date = now() at time zone 'UTC' WHERE create_date IS NULL`
