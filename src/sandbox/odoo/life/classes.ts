import { callMethod } from '../calls.js'
import type { Environment } from '../environment.js'
import { create, write } from '../records.js'

/** A student who still lacks live sessions or graded homework that her course asks for. */
export interface DueStudent {
  readonly student: number
  readonly lacksSession: boolean
  readonly lacksHomework: boolean
}

/**
 * Students on a course that asks for sessions or homework, whose teacher did the last step long enough ago. One student in nine never
 * turns up: told by the id, so that it holds over restarts.
 */
export async function dueStudents(
  env: Environment,
  secondsPerStep: number,
  limit: number,
): Promise<DueStudent[]> {
  return env.sql<DueStudent>(
    `WITH wanted AS (
       SELECT t.student_id AS student, max(c.min_sessions_required) AS sessions, max(c.min_homework_required) AS homework,
         min(t.create_date) AS since
       FROM gr_progress_tracker t JOIN gr_course_integration c ON c.id = t.course_integration_id AND c.status = 'active'
       WHERE t.status IN ('not_started', 'in_progress') AND t.student_id % 9 != 4 GROUP BY t.student_id),
     held AS (
       SELECT w.student,
         (SELECT count(*) FROM gr_course_session s WHERE s.student_id = w.student AND s.state = 'completed') < w.sessions AS "lacksSession",
         (SELECT count(*) FROM gr_homework_attempt h WHERE h.student_id = w.student AND h.state = 'graded') < w.homework AS "lacksHomework",
         greatest(w.since, (SELECT max(s.write_date) FROM gr_course_session s WHERE s.student_id = w.student),
           (SELECT max(h.write_date) FROM gr_homework_attempt h WHERE h.student_id = w.student)) AS last_step
       FROM wanted w)
     SELECT student, "lacksSession", "lacksHomework" FROM held
     WHERE ("lacksSession" OR "lacksHomework") AND last_step <= clock_timestamp() at time zone 'UTC' - make_interval(secs => $1)
     ORDER BY last_step, student LIMIT $2`,
    [secondsPerStep, limit],
  )
}

/** One step of the teacher for the student: a session is held, or a homework goes one state further. */
export async function teachStep(env: Environment, { student, lacksSession }: DueStudent): Promise<void> {
  if (lacksSession) await sessionStep(env, student)
  else await homeworkStep(env, student)
}

const SESSION = 'gr.course.session'
const HOMEWORK = 'gr.homework.attempt'

interface Open {
  readonly id: number
  readonly state: string
}

async function sessionStep(env: Environment, student: number): Promise<void> {
  const [open] = await env.sql<Open>(
    `SELECT id, state FROM gr_course_session WHERE student_id = $1 AND state IN ('scheduled', 'in_progress')
       AND session_date <= clock_timestamp() at time zone 'UTC' ORDER BY state, id LIMIT 1`,
    [student],
  )
  if (!open) {
    await create(env, SESSION, [
      { student_id: student, name: 'Live session', session_date: env.now.slice(0, 19) },
    ])
    return
  }
  const action = open.state === 'scheduled' ? 'action_start_session' : 'action_complete_session'
  await callMethod(env, SESSION, action, [[open.id]], {})
}

async function homeworkStep(env: Environment, student: number): Promise<void> {
  const [open] = await env.sql<Open>(
    `SELECT id, state FROM gr_homework_attempt WHERE student_id = $1 AND state IN ('draft', 'submitted', 'under_review')
     ORDER BY id LIMIT 1`,
    [student],
  )
  if (!open) {
    const due = new Date(
      Date.parse(`${env.now.slice(0, 19).replace(' ', 'T')}Z`) + 7 * 86_400_000,
    ).toISOString()
    await create(env, HOMEWORK, [
      {
        student_id: student,
        homework_title: 'My first spreadsheet',
        due_date: due.slice(0, 19).replace('T', ' '),
      },
    ])
  } else if (open.state === 'draft') await callMethod(env, HOMEWORK, 'action_submit', [[open.id]], {})
  else if (open.state === 'submitted') await callMethod(env, HOMEWORK, 'action_start_review', [[open.id]], {})
  else {
    await write(env, HOMEWORK, [open.id], { grade: 70 + (student % 31) })
    await callMethod(env, HOMEWORK, 'action_grade', [[open.id]], {})
  }
}
