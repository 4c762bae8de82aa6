import type { Odoo } from '../../src/odoo/client/client.js'
import type { Changes } from '../../src/odoo/schema/model.js'
import type { Student } from '../../src/odoo/schema/index.js'
import { makeStudent } from './odoo-records.js'
import type { TestOdoo } from './odoo.js'

interface OdooWithDatabase {
  readonly direct: Odoo
  readonly sql: TestOdoo['sql']
}

/**
 * Gives the id of a student to a new person, as after a backup of Odoo was restored that is older
 * than the student: their records are gone, and the next one that is created gets the id.
 */
export async function reuseStudentId(
  odoo: OdooWithDatabase,
  studentId: number,
  values: Changes<typeof Student> = {},
): Promise<void> {
  for (const model of ['gr.progress.tracker', 'gr.certificate']) {
    const rows = await odoo.sql<{ id: number }>(
      `DELETE FROM ${model.replaceAll('.', '_')} WHERE student_id = $1 RETURNING id`,
      [studentId],
    )
    await odoo.sql('DELETE FROM ir_model_data WHERE model = $1 AND res_id = ANY($2)', [
      model,
      rows.map(({ id }) => id),
    ])
  }
  await odoo.sql('DELETE FROM gr_student WHERE id = $1', [studentId])
  await odoo.sql(`SELECT setval('gr_student_id_seq', $1, false)`, [studentId])
  const newcomer = await makeStudent(odoo, values)
  await odoo.sql(`SELECT setval('gr_student_id_seq', (SELECT max(id) FROM gr_student))`)
  if (newcomer !== studentId) throw new Error(`The new student got the id ${newcomer}.`)
  // Tests are faster than the second in which Odoo writes instants.
  await odoo.sql(`UPDATE gr_student SET create_date = create_date + interval '1 hour' WHERE id = $1`, [
    studentId,
  ])
}
