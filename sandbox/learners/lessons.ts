import { type Environment, sudo } from '../odoo/orm/environment.js'
import { userError } from '../odoo/orm/exceptions.js'
import { create, write } from '../odoo/orm/records.js'
import { rateCompleted } from './ratings.js'

/** Condition for a content `s` that learners see and that counts. */
export const IS_LESSON = 's.is_published AND s.active AND NOT coalesce(s.is_category, false)'

/** A learner whose next step in a course is due. */
export interface DueLearner {
  readonly membership: number
  readonly partner: number
  readonly done: number
  readonly next: number
  /** The second content, if the learner has completed it and not repeated it yet. */
  readonly second: number | null
}

/**
 * One contact in seven repeats the second lesson. The id decides, so that it stays the same after a
 * restart.
 */
const reopens = ({ partner, done, second }: DueLearner) => partner % 7 === 3 && done >= 3 && second !== null

/**
 * Active members (no staff) with an open content whose last step was long enough ago. Learners
 * differ in pace: the slowest takes twice as long as the fastest, and one contact in nine stops
 * half-way.
 */
export async function dueLearners(
  env: Environment,
  secondsPerLesson: number,
  limit: number,
): Promise<DueLearner[]> {
  return env.sql<DueLearner>(
    `SELECT m.id AS membership, m.partner_id AS partner, p.done, s.id AS next, p.second
     FROM slide_channel_partner m
     JOIN slide_channel c ON c.id = m.channel_id AND c.active
     CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE p.completed)::int AS done, max(p.write_date) AS last_step,
         max(p.slide_id) FILTER (WHERE p.completed AND s.sequence = 2 AND coalesce(p.quiz_attempts_count, 0) = 0) AS second
       FROM slide_slide_partner p JOIN slide_slide s ON s.id = p.slide_id
       WHERE p.channel_id = m.channel_id AND p.partner_id = m.partner_id) p
     CROSS JOIN LATERAL (
       SELECT s.id FROM slide_slide s
       WHERE s.channel_id = m.channel_id AND ${IS_LESSON}
         AND NOT EXISTS (SELECT 1 FROM slide_slide_partner d WHERE d.slide_id = s.id AND d.partner_id = m.partner_id AND d.completed)
       ORDER BY s.sequence, s.id LIMIT 1) s
     WHERE m.active AND m.member_status IN ('joined', 'ongoing')
       AND NOT EXISTS (SELECT 1 FROM res_users u WHERE u.partner_id = m.partner_id)
       AND coalesce(p.last_step, m.create_date)
           <= clock_timestamp() at time zone 'UTC' - make_interval(secs => $1 * (1 + (m.partner_id * 7 % 5) * 0.25))
       AND NOT (m.partner_id % 9 = 4 AND p.done >= c.total_slides / 2.0)
     ORDER BY coalesce(p.last_step, m.create_date), m.id LIMIT $2`,
    [secondsPerLesson, limit],
  )
}

/**
 * The learner's next step on the website: reads the next content, takes the test, or repeats a
 * lesson.
 */
export async function takeStep(env: Environment, learner: DueLearner): Promise<void> {
  const inOdoo = sudo(env)
  if (reopens(learner) && learner.second !== null) return reopen(inOdoo, learner.partner, learner.second)
  await complete(inOdoo, learner.partner, learner.next)
  await rateCompleted(inOdoo, learner.membership)
}

/**
 * The learner of a membership completes the next open content of the course. Throws UserError if
 * there is none.
 */
export async function completeNextLesson(env: Environment, membership: number): Promise<void> {
  const [next] = await env.sql<{ partner: number; content: number }>(
    `SELECT m.partner_id AS partner, s.id AS content
     FROM slide_channel_partner m JOIN slide_slide s ON s.channel_id = m.channel_id
     WHERE m.id = $1 AND m.active AND ${IS_LESSON}
       AND NOT EXISTS (SELECT 1 FROM slide_slide_partner d
         WHERE d.slide_id = s.id AND d.partner_id = m.partner_id AND d.completed)
     ORDER BY s.sequence, s.id LIMIT 1`,
    [membership],
  )
  if (!next) throw userError('The learner has no open lesson in this course.')
  await complete(sudo(env), next.partner, next.content)
}

/** Reads the content, or takes its test. */
async function complete(env: Environment, partner: number, slide: number): Promise<void> {
  const [content] = await env.sql<{ survey_id: number | null }>(
    'SELECT survey_id FROM slide_slide WHERE id = $1',
    [slide],
  )
  const progress = await progressOn(env, partner, slide)
  if (content?.survey_id) await sitTest(env, partner, content.survey_id, slide, progress)
  else await write(env, PROGRESS, [progress], { completed: true })
}

const PROGRESS = 'slide.slide.partner'

/**
 * Marks a lesson as not completed, so that the learner repeats it. The count of attempts ensures
 * that this happens once.
 */
async function reopen(env: Environment, partner: number, slide: number): Promise<void> {
  const progress = await progressOn(env, partner, slide)
  await write(env, PROGRESS, [progress], { completed: false, quiz_attempts_count: 1 })
}

/** Returns the learner's progress row for the content. Creates it on the first view. */
async function progressOn(env: Environment, partner: number, slide: number): Promise<number> {
  const [row] = await env.sql<{ id: number }>(
    'SELECT id FROM slide_slide_partner WHERE slide_id = $1 AND partner_id = $2',
    [slide, partner],
  )
  if (row) return row.id
  const [id] = await create(env, PROGRESS, [{ slide_id: slide, partner_id: partner }])
  if (id === undefined) throw new Error('no progress row was made')
  return id
}

/** Answers every question of the certification correctly and submits it. */
async function sitTest(
  env: Environment,
  partner: number,
  survey: number,
  slide: number,
  progress: number,
): Promise<void> {
  const answers = await env.sql<{ question: number; answer: number }>(
    `SELECT q.id AS question, a.id AS answer FROM survey_question q
     JOIN survey_question_answer a ON a.question_id = q.id AND a.is_correct WHERE q.survey_id = $1 ORDER BY q.sequence, q.id`,
    [survey],
  )
  const now = env.now.slice(0, 19)
  const [attempt] = await create(env, 'survey.user_input', [
    {
      survey_id: survey,
      partner_id: partner,
      slide_id: slide,
      slide_partner_id: progress,
      start_datetime: now,
      state: 'in_progress',
      predefined_question_ids: [[6, 0, answers.map(({ question }) => question)]],
    },
  ])
  if (attempt === undefined) return
  await create(
    env,
    'survey.user_input.line',
    answers.map(({ question, answer }) => ({
      user_input_id: attempt,
      question_id: question,
      answer_type: 'suggestion',
      suggested_answer_id: answer,
    })),
  )
  await write(env, 'survey.user_input', [attempt], { state: 'done', end_datetime: now })
}
