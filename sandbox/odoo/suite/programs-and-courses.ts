import { declaredFields } from './declared-fields.js'
import { modelOf } from '../orm/environment.js'
import { float, integer, now, type Row } from '../orm/field.js'
import { onRecords } from '../orm/methods/method.js'
import { model, number, percent } from '../orm/model.js'
import { selectRows } from '../orm/rows.js'
import { write } from '../orm/records.js'
import { never, onlyOne, within } from './checks.js'
import { suiteAccess } from './suite-access.js'
import * as declared from '../../../src/odoo/schema/index.js'

/** Changes the status of the records that have status `source`. Silently skips the others. */
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
  },
})

const TRACKER = 'gr.progress.tracker'

/** A student's progress record in one course integration. */
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
})

/** The suite's fixed formula: 70 % eLearning, 30 % sessions and homework. */
function overall(row: Row): number {
  const custom = Math.min(
    100,
    10 * number(row.custom_sessions_completed) + 5 * number(row.homework_submissions),
  )
  return 0.7 * number(row.elearning_progress) + 0.3 * custom
}
