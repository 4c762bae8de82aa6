import type { Environment } from '../odoo/orm/environment.js'
import { TrainingRecords } from '../odoo/suite/training-records.js'
import { HOMEWORK_STEPS, SESSION_STEPS, takeStaffStep } from '../odoo/suite/staff-steps.js'

const SESSION = 'gr.course.session'
const HOMEWORK = 'gr.homework.attempt'

/** A student who still lacks live sessions or graded homework that the course requires. */
export interface DueStudent {
  readonly student: number
  readonly lacksSession: boolean
  readonly lacksHomework: boolean
}

/**
 * Students on a course that requires sessions or homework, whose teacher took the last step long
 * enough ago. One student in nine never attends. The id decides, so that it stays the same after a
 * restart.
 */
export async function dueStudents(
  env: Environment,
  secondsPerStep: number,
  limit: number,
): Promise<DueStudent[]> {
  const training = TrainingRecords.of(env)
  if (!training) return []
  const column = (name: string) => training.column(name)
  const [session, homework] = [training.table(SESSION), training.table(HOMEWORK)]
  return env.sql<DueStudent>(
    `WITH wanted AS (
       SELECT t.${column('student_id')} AS student, max(c.${column('min_sessions_required')}) AS sessions,
         max(c.${column('min_homework_required')}) AS homework, min(t.create_date) AS since
       FROM ${training.table('gr.progress.tracker')} t JOIN ${training.table('gr.course.integration')} c
         ON c.id = t.${column('course_integration_id')} AND c.${column('status')} = 'active'
       WHERE t.${column('status')} IN ('not_started', 'in_progress') AND t.${column('student_id')} % 9 != 4
       GROUP BY t.${column('student_id')}),
     sessions AS (
       SELECT ${column('student_id')} AS student, count(*) FILTER (WHERE ${column('state')} = 'completed') AS done,
         max(write_date) AS last_step FROM ${session} GROUP BY ${column('student_id')}),
     homework AS (
       SELECT ${column('student_id')} AS student, count(*) FILTER (WHERE ${column('state')} = 'graded') AS done,
         max(write_date) AS last_step FROM ${homework} GROUP BY ${column('student_id')}),
     held AS (
       SELECT w.student, coalesce(s.done, 0) < w.sessions AS "lacksSession", coalesce(h.done, 0) < w.homework AS "lacksHomework",
         greatest(w.since, s.last_step, h.last_step) AS last_step
       FROM wanted w LEFT JOIN sessions s ON s.student = w.student LEFT JOIN homework h ON h.student = w.student)
     SELECT student, "lacksSession", "lacksHomework" FROM held
     WHERE ("lacksSession" OR "lacksHomework") AND last_step <= clock_timestamp() at time zone 'UTC' - make_interval(secs => $1)
     ORDER BY last_step, student LIMIT $2`,
    [secondsPerStep, limit],
  )
}

/** The teacher's next step for a student: part of a session, or the next state of a homework. */
export async function teachStep(env: Environment, { student, lacksSession }: DueStudent): Promise<void> {
  const training = TrainingRecords.of(env)
  if (!training) return
  if (lacksSession) await sessionStep(env, training, student)
  else await homeworkStep(env, training, student)
}

interface Open {
  readonly id: number
  readonly state: string
}

async function sessionStep(env: Environment, training: TrainingRecords, student: number): Promise<void> {
  const state = training.column('state')
  const [open] = await env.sql<Open>(
    `SELECT id, ${state} AS state FROM ${training.table(SESSION)}
     WHERE ${training.column('student_id')} = $1 AND ${state} IN ('scheduled', 'in_progress')
       AND ${training.column('session_date')} <= clock_timestamp() at time zone 'UTC' ORDER BY ${state}, id LIMIT 1`,
    [student],
  )
  const step = SESSION_STEPS.find(({ from }) => from === open?.state)
  if (open && step) await takeStaffStep(training, step, open.id)
  else
    await training.create(SESSION, [
      { student_id: student, name: 'Live session', session_date: env.now.slice(0, 19) },
    ])
}

async function homeworkStep(env: Environment, training: TrainingRecords, student: number): Promise<void> {
  const state = training.column('state')
  const [open] = await env.sql<Open>(
    `SELECT id, ${state} AS state FROM ${training.table(HOMEWORK)}
     WHERE ${training.column('student_id')} = $1 AND ${state} IN ('draft', 'submitted', 'under_review') ORDER BY id LIMIT 1`,
    [student],
  )
  const step = HOMEWORK_STEPS.find(({ from }) => from === open?.state)
  if (!open || !step) {
    const due = new Date(Date.parse(`${env.now.slice(0, 19).replace(' ', 'T')}Z`) + 7 * 86_400_000)
    await training.create(HOMEWORK, [
      {
        student_id: student,
        homework_title: 'My first spreadsheet',
        submission_date: env.now.slice(0, 19),
        due_date: due.toISOString().slice(0, 19).replace('T', ' '),
      },
    ])
    return
  }
  if (open.state === 'under_review') await training.write(HOMEWORK, [open.id], { grade: 70 + (student % 31) })
  await takeStaffStep(training, step, open.id)
}
