import type { Environment } from '../orm/environment.js'
import * as declared from '../../../src/odoo/schema/index.js'
import { declaredFields } from './declared-fields.js'
import { modelOf } from '../orm/environment.js'
import { userError } from '../orm/exceptions.js'
import {
  binary,
  boolean,
  caller,
  char,
  datetime,
  float,
  integer,
  many2one,
  now,
  one2many,
  text,
} from '../orm/field.js'
import { onRecords } from '../orm/methods/method.js'
import { model, number } from '../orm/model.js'
import { copy, create, write } from '../orm/records.js'
import { storedRelated } from '../orm/related.js'
import { selectRows } from '../orm/rows.js'
import { never, one, step, stepMethod, suiteAccess } from './checks-and-steps.js'
import { UTC_NOW } from './checks-and-steps.js'

// "Never computed" below: stored computes without dependencies in the suite. Odoo runs them for no row that is created over the API,
// so 0, false and empty is all a client ever reads there.

const HOMEWORK = 'gr.homework.attempt'

/** A hand-in of one student; it names no course, integration or session. */
export const HomeworkAttempt = model(HOMEWORK, {
  description: 'Homework Attempt',
  access: suiteAccess('rwcu', 'rwc', 'rwc', 'r'),
  fields: {
    ...declaredFields(declared.HomeworkAttempt, {
      name: { default: 'New' },
      homework_type: { default: 'written' },
      submission_date: { default: now },
      state: { default: 'draft' },
      max_grade: { default: 100 },
      attempt_number: { default: 1 },
      is_resubmission: { default: false },
    }),
    agent_id: many2one('res.users', { readonly: true }),
    homework_description: text(),
    is_late: boolean({ readonly: true }), // never computed
    days_late: integer({ readonly: true }), // never computed
    submission_content: text(),
    submission_file: binary(),
    submission_filename: char(),
    grade_percentage: float({ readonly: true }), // never computed
    grade_letter: char({ readonly: true }), // never computed
    grade_history_ids: one2many('gr.homework.grade.history', 'homework_attempt_id'),
    last_grade_change_date: datetime({ readonly: true }),
    grade_change_count: integer({ readonly: true }),
    review_date: datetime(),
    reviewed_by_id: many2one('res.users'),
    feedback: text(),
    days_since_submission: integer({ readonly: true }), // never computed
    processing_time: float({ readonly: true }), // never computed
  },
  refusesMissing: (operation, values) => operation === 'write' && 'grade' in values,
  computes: [
    storedRelated('agent_id', 'student_id.assigned_agent_id'),
    {
      fields: ['last_grade_change_date', 'grade_change_count'],
      depends: ['grade_history_ids.change_date'],
      compute: async (env, ids) => {
        const rows = await env.sql<{ id: number; last: string; changes: number }>(
          `SELECT homework_attempt_id AS id, max(change_date) AS last, count(*)::int AS changes
           FROM gr_homework_grade_history WHERE homework_attempt_id = ANY($1) GROUP BY homework_attempt_id`,
          [ids],
        )
        const found = new Map(rows.map((row) => [row.id, row]))
        return new Map(
          ids.map((id) => [
            id,
            {
              last_grade_change_date: found.get(id)?.last ?? null,
              grade_change_count: found.get(id)?.changes ?? 0,
            },
          ]),
        )
      },
    },
  ],
  checks: [
    never(
      HOMEWORK,
      ['grade', 'max_grade'],
      't.max_grade <= 0 OR coalesce(t.grade, 0) < 0 OR coalesce(t.grade, 0) > t.max_grade',
      'A grade must be between 0 and the (positive) maximum grade.',
    ),
    never(
      HOMEWORK,
      ['due_date'],
      `t.due_date < ${UTC_NOW} - interval '30 days'`,
      'Homework cannot be due more than 30 days in the past.',
    ),
  ],
  writing: async (env, ids, values) => {
    if (!('grade' in values)) return undefined
    const before = await selectRows(env, modelOf(env, HOMEWORK), ids, ['grade'])
    return (after) =>
      keepHistory(
        after,
        before.map(({ id, grade }) => ({ id, grade: number(grade) })),
      )
  },
  methods: {
    action_submit: stepMethod('draft', 'submitted', { submission_date: now }),
    action_start_review: stepMethod('submitted', 'under_review', { reviewed_by_id: caller }),
    action_grade: onRecords([], async ({ env, ids }) => {
      const [attempt] = await one(env, HOMEWORK, ids, ['grade'])
      if (!number(attempt?.grade)) throw userError('Enter a grade first.') // so a grade of 0 cannot be given
      await step(env, HOMEWORK, ids, 'under_review', 'graded', { review_date: now })
    }),
    action_return: stepMethod('graded', 'returned'),
    action_resubmit: onRecords([], async ({ env, ids }) => {
      const [attempt] = await one(env, HOMEWORK, ids, ['attempt_number'])
      await step(env, HOMEWORK, ids, 'returned graded', 'resubmitted')
      await copy(env, HOMEWORK, ids, {
        state: 'draft',
        attempt_number: number(attempt?.attempt_number) + 1,
        is_resubmission: true,
        previous_attempt_id: ids[0],
        submission_date: now(env),
        submission_content: false,
        submission_file: false,
        grade: 0,
        review_date: false,
        reviewed_by_id: false,
      })
    }),
    // Empties a mandatory date: always refused by the database.
    action_reset: onRecords([], async ({ env, ids }) => {
      await write(env, HOMEWORK, ids, { state: 'draft', submission_date: false })
    }),
  },
})

async function keepHistory(
  env: Environment,
  before: readonly { id: number; grade: number }[],
): Promise<void> {
  const after = await selectRows(
    env,
    modelOf(env, HOMEWORK),
    before.map(({ id }) => id),
    ['grade'],
  )
  const grades = new Map(after.map(({ id, grade }) => [id, number(grade)]))
  const changed = before.filter(({ id, grade }) => grades.get(id) !== grade)
  await create(
    env,
    'gr.homework.grade.history',
    changed.map(({ id, grade }) => ({
      homework_attempt_id: id,
      old_grade: grade,
      new_grade: grades.get(id) ?? 0,
      change_reason: 'Grade changed',
    })),
  )
}

export const HomeworkGradeHistory = model('gr.homework.grade.history', {
  description: 'Homework Grade Change',
  access: suiteAccess('rwcu', 'rwcu', 'rwc', ''),
  fields: {
    homework_attempt_id: many2one(HOMEWORK, { required: true, ondelete: 'cascade' }),
    student_id: many2one('gr.student', { readonly: true }),
    homework_title: char({ readonly: true }),
    old_grade: float({ required: true }),
    new_grade: float({ required: true }),
    grade_change: float({ readonly: true }),
    change_date: datetime({ required: true, default: now }),
    changed_by_id: many2one('res.users', { required: true, default: caller }),
    change_reason: char(),
  },
  computes: [
    storedRelated('student_id', 'homework_attempt_id.student_id'),
    storedRelated('homework_title', 'homework_attempt_id.homework_title'),
    {
      fields: ['grade_change'],
      depends: ['old_grade', 'new_grade'],
      compute: async (env, ids) => {
        const rows = await selectRows(env, modelOf(env, 'gr.homework.grade.history'), ids, [
          'old_grade',
          'new_grade',
        ])
        return new Map(
          rows.map((row) => [row.id, { grade_change: number(row.new_grade) - number(row.old_grade) }]),
        )
      },
    },
  ],
})
