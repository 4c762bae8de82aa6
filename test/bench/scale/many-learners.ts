import pg from 'pg'
import type { Odoo } from '../../../src/odoo/client/client.js'
import { Membership, Partner, ProgressTracker, Student } from '../../../src/odoo/schema/index.js'
import { makeContact, makeCourse, makeProgram, makeStudent, oneRow } from '../../support/odoo-records.js'

/** Learners who are in both courses of a program. */
export interface ManyLearners {
  readonly programId: number
  readonly firstStudent: number
  readonly courses: readonly { readonly courseIntegrationId: number; readonly channelId: number }[]
}

/** Lessons of each course. */
export const LESSONS = 10

/** The trackers of every so many learners are not as their memberships ask for. */
const BEHIND = 10

/** Long before the first window. */
const WRITTEN = `now() at time zone 'UTC' - interval '1 day'`

/**
 * Makes learners in the sandbox's own tables, by copying one that was made over its API. With the
 * application of each in our register, closed: this is about the sync, and half a million workflows
 * would be started otherwise.
 */
export async function makeManyLearners(
  direct: Odoo,
  odooDatabase: string,
  productDatabase: pg.Pool,
  size: number,
): Promise<ManyLearners> {
  const odoo = new pg.Client({
    connectionString: odooDatabase,
    options: '-c search_path=odoo -c timezone=UTC',
  })
  await odoo.connect()
  try {
    const programId = await makeProgram({ direct }, { status: 'draft' })
    const courses = [
      await makeCourse({ direct }, programId, { lessons: LESSONS }),
      await makeCourse({ direct }, programId, { lessons: LESSONS }),
    ]
    const partner = await makeContact({ direct }, 'learner@example.org')
    const student = await makeStudent({ direct }, { partner })
    const copies = { from: 1, to: size - 1 }
    const partners = await resolved(direct, Partner)
    const students = await resolved(direct, Student)
    const memberships = await resolved(direct, Membership)
    const trackers = await resolved(direct, ProgressTracker)
    await copyRow(odoo, partners.name, partner, copies, {
      id: `${partner} + n`,
      email: `'learner.' || n || '@example.org'`,
    })
    await copyRow(odoo, students.name, student, copies, {
      id: `${student} + n`,
      email: `'learner.' || n || '@example.org'`,
      [students.fields.partner.name]: `${partner} + n`,
    })
    for (const { channelId, courseIntegrationId } of courses) {
      const done = { completedSlidesCount: 2, completion: 20, memberStatus: 'ongoing' as const }
      const membership = await direct.create(Membership, { channel: channelId, partner, ...done })
      await copyRow(odoo, memberships.name, membership, copies, {
        id: `${membership} + n`,
        partner_id: `${partner} + n`,
      })
      const tracker = await direct.create(ProgressTracker, {
        student,
        courseIntegration: courseIntegrationId,
        elearningEnrollment: membership,
        status: 'in_progress',
        elearningProgress: 20,
        overallProgress: 20,
      })
      const percent = `case when n % ${BEHIND} = 0 then 0 else 20 end`
      await copyRow(odoo, trackers.name, tracker, copies, {
        id: `${tracker} + n`,
        [trackers.fields.student.name]: `${student} + n`,
        [trackers.fields.elearningEnrollment.name]: `${membership} + n`,
        [trackers.fields.elearningProgress.name]: percent,
        [trackers.fields.overallProgress.name]: percent,
      })
    }
    await odoo.query('analyze')
    await productDatabase.query(
      `insert into application (program_id, student_id, run, policy_version, training_started_at, ended_at, ended_stage)
       select $1, id, 1, 0, now(), now(), 'certified' from generate_series($2::integer, $3::integer) id`,
      [programId, student, student + size - 1],
    )
    return { programId, firstStudent: student, courses }
  } finally {
    await odoo.end()
  }
}

async function resolved<M extends Parameters<Odoo['resolve']>[0]>(direct: Odoo, model: M) {
  const { name, fields } = await direct.resolve(model)
  return { name, fields: fields as Record<keyof M['fields'], { readonly name: string }> }
}

/** Copies a row once for each `n`. `changes`: SQL expressions by column. */
async function copyRow(
  odoo: pg.Client,
  model: string,
  id: number,
  { from, to }: { readonly from: number; readonly to: number },
  changes: Readonly<Record<string, string>>,
): Promise<void> {
  const table = model.replaceAll('.', '_')
  const { rows } = await odoo.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_schema = 'odoo' and table_name = $1`,
    [table],
  )
  const names = rows.map(({ name }) => name)
  const values = names.map((name) => changes[name] ?? (name === 'write_date' ? WRITTEN : `"${name}"`))
  await odoo.query(
    `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')})
     select ${values.join(', ')} from (select * from ${table} where id = ${id}) one, generate_series(${from}, ${to}) n`,
  )
  await odoo.query(`update ${table} set write_date = ${WRITTEN} where id = ${id}`)
  await odoo.query(`select setval(pg_get_serial_sequence($1, 'id'), $2)`, [`odoo.${table}`, id + to])
}

/** Returns how many trackers are not as they must be after the first sweep. */
export async function trackersBehind(odooDatabase: string): Promise<number> {
  const odoo = new pg.Client({ connectionString: odooDatabase, options: '-c search_path=odoo' })
  await odoo.connect()
  try {
    const { count } = await oneRow(
      odoo
        .query<{ count: number }>(
          `select count(*)::int as count from gr_progress_tracker t
           join slide_channel_partner m on m.id = t.elearning_enrollment_id
           where t.elearning_progress is distinct from 100.0 * m.completed_slides_count / ${LESSONS}
             or t.x_overall_progress is distinct from 100.0 * m.completed_slides_count / ${LESSONS}`,
        )
        .then(({ rows }) => rows),
    )
    return count
  } finally {
    await odoo.end()
  }
}
