import type { Odoo } from '../../src/odoo/client/client.js'
import type { Changes } from '../../src/odoo/schema/model.js'
import { Student } from '../../src/odoo/schema/index.js'
import { makeStudent } from './odoo-records.js'
import type { TestOdoo } from './odoo.js'

interface OdooWithDatabase {
  readonly direct: Odoo
  readonly sql: TestOdoo['sql']
}

/**
 * Gives the id of a student to a new person, as after a backup of Odoo was restored: the record of
 * the student is gone, and the next one that is created gets its id.
 */
export async function reuseStudentId(
  odoo: OdooWithDatabase,
  studentId: number,
  values: Changes<typeof Student> = {},
): Promise<void> {
  const { table } = await tableOf(odoo)
  await odoo.sql(`DELETE FROM ${table} WHERE id = $1`, [studentId])
  await odoo.sql(`SELECT setval('${table}_id_seq', $1, false)`, [studentId])
  const newcomer = await makeStudent(odoo, values)
  await odoo.sql(`SELECT setval('${table}_id_seq', (SELECT max(id) FROM ${table}))`)
  if (newcomer !== studentId) throw new Error(`The new student got the id ${newcomer}.`)
  // Tests are faster than the second in which Odoo writes instants.
  await odoo.sql(`UPDATE ${table} SET create_date = create_date + interval '1 hour' WHERE id = $1`, [
    studentId,
  ])
}

async function tableOf({ direct }: OdooWithDatabase) {
  const { name } = await direct.resolve(Student)
  return { table: name.replaceAll('.', '_') }
}
