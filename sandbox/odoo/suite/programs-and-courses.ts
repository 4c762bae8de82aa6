import type { Environment } from '../orm/environment.js'
import * as declared from '../../../src/odoo/schema/index.js'
import { declaredFields } from './declared-fields.js'
import { modelOf } from '../orm/environment.js'
import { validationError } from '../orm/exceptions.js'
import { float, integer, now } from '../orm/field.js'
import type { Cell, Row } from '../orm/field.js'
import { onModel, onRecords } from '../orm/methods/method.js'
import { model, number, percent } from '../orm/model.js'
import { search } from '../orm/search.js'
import { selectRows } from '../orm/rows.js'
import { write } from '../orm/records.js'
import { never, one, onlyOne, suiteAccess, within } from './checks-and-steps.js'

/** Moves those of the records that are in `source`; the others are left alone without a word. */
const moveStatus = (source: string, target: string) =>
  onRecords([], async ({ env, model: { name }, ids }) => {
    const rows = await selectRows(env, modelOf(env, name), ids, ['status'])
    await write(
      env,
      name,
      rows.filter(({ status }) => status === source).map(({ id }) => id),
      { status: target },
    )
  })

export const TrainingProgram = model('gr.training.program', {
  description: 'Training Program',
  access: suiteAccess('rwcu', 'rwc', 'rw', 'r'),
  fields: {
    ...declaredFields(declared.TrainingProgram, {
      status: { default: 'draft' },
    }),
    total_courses: integer({ readonly: true }),
    enrolled_students: integer({ readonly: true }),
    completed_students: integer({ readonly: true }),
    completion_rate: float({ readonly: true }),
  },
  computes: [
    {
      fields: ['total_courses', 'enrolled_students', 'completed_students', 'completion_rate'],
      depends: ['course_integrations.enrolled_students', 'course_integrations.completed_students'],
      compute: async (env, ids) => {
        const rows = await env.sql<{ id: number; total: number; enrolled: number; completed: number }>(
          `SELECT p.id, count(c.id)::int AS total, coalesce(sum(c.enrolled_students), 0)::int AS enrolled,
             coalesce(sum(c.completed_students), 0)::int AS completed
           FROM gr_training_program p LEFT JOIN gr_course_integration c ON c.training_program_id = p.id
           WHERE p.id = ANY($1) GROUP BY p.id`,
          [ids],
        )
        return new Map(
          rows.map(({ id, total, enrolled, completed }) => [
            id,
            {
              total_courses: total,
              enrolled_students: enrolled,
              completed_students: completed,
              completion_rate: percent(completed, enrolled),
            },
          ]),
        )
      },
    },
  ],
  checks: [
    never(
      'gr.training.program',
      ['duration_weeks'],
      't.duration_weeks < 0',
      'A program lasts at least one week.',
    ),
  ],
  methods: {
    action_activate: moveStatus('draft', 'active'),
    action_archive: moveStatus('active', 'archived'),
  },
})

export const CourseIntegration = model('gr.course.integration', {
  description: 'Course Integration',
  access: suiteAccess('rwcu', 'rwc', 'rw', 'r'),
  fields: {
    ...declaredFields(declared.CourseIntegration, {
      auto_enroll_eligible: { default: true },
      completion_threshold: { default: 100 },
      min_sessions_required: { default: 0 },
      min_homework_required: { default: 0 },
      min_elearning_progress: { default: 80 },
      status: { default: 'draft' },
    }),
    enrolled_students: integer({ readonly: true }),
    completed_students: integer({ readonly: true }),
    completion_rate: float({ readonly: true }),
  },
  computes: [
    {
      fields: ['enrolled_students', 'completed_students', 'completion_rate'],
      depends: ['progress_trackers.status'],
      compute: async (env, ids) => {
        const rows = await env.sql<{ id: number; enrolled: number; done: number }>(
          `SELECT c.id, count(t.id)::int AS enrolled, count(t.id) FILTER (WHERE t.status = 'completed')::int AS done
           FROM gr_course_integration c LEFT JOIN gr_progress_tracker t ON t.course_integration_id = c.id
           WHERE c.id = ANY($1) GROUP BY c.id`,
          [ids],
        )
        return new Map(
          rows.map(({ id, enrolled, done }) => [
            id,
            {
              enrolled_students: enrolled,
              completed_students: done,
              completion_rate: percent(done, enrolled),
            },
          ]),
        )
      },
    },
  ],
  checks: [within('gr.course.integration', 0, 100, 'completion_threshold')],
  methods: {
    action_activate: moveStatus('draft', 'active'),
    action_archive: moveStatus('active', 'archived'),
  },
})

const TRACKER = 'gr.progress.tracker'

/** Its actions return nothing and do nothing from a wrong status. */
export const ProgressTracker = model(TRACKER, {
  description: 'Progress Tracker',
  order: 'student_id, course_integration_id',
  access: suiteAccess('rwcu', 'rwc', 'rwc', 'r'),
  fields: {
    ...declaredFields(declared.ProgressTracker, {
      elearning_progress: { default: 0 },
      custom_sessions_completed: { default: 0 },
      homework_submissions: { default: 0 },
      status: { default: 'not_started' },
      enrollment_date: { default: now },
    }),
    overall_progress: float({ readonly: true }),
    days_to_complete: integer({ readonly: true }),
  },
  computes: [
    {
      fields: ['overall_progress'],
      depends: ['elearning_progress', 'custom_sessions_completed', 'homework_submissions'],
      compute: async (env, ids) => {
        const rows = await selectRows(env, modelOf(env, TRACKER), ids, [
          'elearning_progress',
          'custom_sessions_completed',
          'homework_submissions',
        ])
        return new Map(rows.map((row) => [row.id, { overall_progress: overall(row) }]))
      },
    },
    {
      fields: ['days_to_complete'],
      depends: ['start_date', 'completion_date'],
      compute: async (env, ids) => {
        const rows = await env.sql<{ id: number; days: number }>(
          `SELECT id, coalesce(floor(extract(epoch from completion_date - start_date) / 86400), 0)::int AS days
           FROM gr_progress_tracker WHERE id = ANY($1)`,
          [ids],
        )
        return new Map(rows.map(({ id, days }) => [id, { days_to_complete: days }]))
      },
    },
  ],
  checks: [
    within(TRACKER, 0, 100, 'elearning_progress'),
    onlyOne(TRACKER, 'The student already has a tracker for this course.', [
      'student_id',
      'course_integration_id',
    ]),
  ],
  methods: {
    action_start_course: onRecords([], ({ env, ids }) => start(env, ids)),
    action_complete_course: onRecords([], ({ env, ids }) => complete(env, ids)),
    action_certify: onRecords([], async ({ env, ids }) => {
      const [tracker] = await one(env, TRACKER, ids, ['status'])
      if (tracker?.status === 'completed') await write(env, TRACKER, ids, { status: 'certified' })
    }),
    action_update_elearning_progress: onRecords(['value'], ({ env, ids, args }) =>
      update(env, ids, args.value),
    ),
    action_sync_with_elearning: onRecords([], ({ env, ids }) => sync(env, ids)),
    sync_all_elearning_progress: onModel([], async ({ env, model: tracker }) => {
      const open = await search(env, tracker, [
        ['elearning_enrollment_id', '!=', false],
        ['status', 'in', ['not_started', 'in_progress']],
      ])
      for (const id of open) await sync(env, [id])
    }),
  },
})

/** The suite's fixed mix: 70 % eLearning, 30 % sessions and homework counted by hand. */
function overall(row: Row): number {
  const custom = Math.min(
    100,
    10 * number(row.custom_sessions_completed) + 5 * number(row.homework_submissions),
  )
  return 0.7 * number(row.elearning_progress) + 0.3 * custom
}

async function start(env: Environment, ids: readonly number[]): Promise<void> {
  const [tracker] = await one(env, TRACKER, ids, ['status'])
  if (tracker?.status === 'not_started')
    await write(env, TRACKER, ids, { status: 'in_progress', start_date: env.now.slice(0, 19) })
}

async function reached(env: Environment, ids: readonly number[]): Promise<boolean> {
  const rows = await env.sql(
    `SELECT 1 FROM gr_progress_tracker t JOIN gr_course_integration c ON c.id = t.course_integration_id
     WHERE t.id = ANY($1) AND t.overall_progress >= c.completion_threshold`,
    [ids],
  )
  return rows.length > 0
}

async function complete(env: Environment, ids: readonly number[]): Promise<void> {
  const [tracker] = await one(env, TRACKER, ids, ['status'])
  if (tracker?.status !== 'in_progress') return
  if (!(await reached(env, ids)))
    throw validationError('Overall progress is below the completion threshold of the course.')
  await write(env, TRACKER, ids, { status: 'completed', completion_date: env.now.slice(0, 19) })
}

async function update(env: Environment, ids: readonly number[], value: unknown): Promise<void> {
  await one(env, TRACKER, ids, [])
  await write(env, TRACKER, ids, { elearning_progress: value })
  if (Number(value) > 0) await start(env, ids)
  if (await reached(env, ids)) await complete(env, ids)
}

async function sync(env: Environment, ids: readonly number[]): Promise<void> {
  const [tracker] = await one(env, TRACKER, ids, ['elearning_enrollment_id'])
  const enrollment: Cell | undefined = tracker?.elearning_enrollment_id
  if (typeof enrollment !== 'number') return
  const [membership] = await selectRows(
    env,
    modelOf(env, 'slide.channel.partner'),
    [enrollment],
    ['completion'],
  )
  await update(env, ids, membership?.completion ?? 0)
}
