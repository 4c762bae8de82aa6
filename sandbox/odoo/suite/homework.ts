import { declaredFields } from './declared-fields.js'
import { userError } from '../orm/exceptions.js'
import { binary, boolean, caller, char, datetime, float, integer, many2one, now, text } from '../orm/field.js'
import { onRecords } from '../orm/methods/method.js'
import { model, number } from '../orm/model.js'
import { storedRelated } from '../orm/related.js'
import { never, UTC_NOW } from './checks.js'
import { one, step, stepMethod } from './state-steps.js'
import { suiteAccess } from './suite-access.js'
import * as declared from '../../../src/odoo/schema/index.js'

// "Never computed" marks stored computes that have no dependencies in the suite. Odoo does not run
// them for rows created over the API, so clients only read 0, false or empty.

const HOMEWORK = 'gr.homework.attempt'

/** A homework submission of one student. It refers to no course, integration or session. */
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
    review_date: datetime(),
    reviewed_by_id: many2one('res.users'),
    feedback: text(),
    days_since_submission: integer({ readonly: true }), // never computed
    processing_time: float({ readonly: true }), // never computed
  },
  refusesMissing: (operation, values) => operation === 'write' && 'grade' in values,
  computes: [storedRelated('agent_id', 'student_id.assigned_agent_id')],
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
  methods: {
    action_submit: stepMethod('draft', 'submitted', { submission_date: now }),
    action_start_review: stepMethod('submitted', 'under_review', { reviewed_by_id: caller }),
    action_grade: onRecords([], async ({ env, ids }) => {
      const [attempt] = await one(env, HOMEWORK, ids, ['grade'])
      if (!number(attempt?.grade)) throw userError('Enter a grade first.') // so a grade of 0 cannot be given
      await step(env, HOMEWORK, ids, 'under_review', 'graded', { review_date: now })
    }),
  },
})
