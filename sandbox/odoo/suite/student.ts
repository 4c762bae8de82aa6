import { activityFields, threadFields } from '../apps/mail/messages-and-activities.js'
import { declaredFields } from './declared-fields.js'
import { type Environment, modelOf } from '../orm/environment.js'
import { boolean, float, integer, now, one2many, text, type Row } from '../orm/field.js'
import { model, number, percent } from '../orm/model.js'
import { selectRows } from '../orm/rows.js'
import { write } from '../orm/records.js'
import { never, within } from './checks.js'
import { suiteAccess } from './suite-access.js'
import * as declared from '../../../src/odoo/schema/index.js'

const ELIGIBILITY_INPUTS = ['birth_date', 'age', 'english_level', 'has_certificate']

export const Student = model('gr.student', {
  description: 'Student',
  order: 'create_date desc',
  access: suiteAccess('rwcu', 'rwc', 'rw', 'r'),
  fields: {
    ...declaredFields(declared.Student, {
      has_certificate: { default: false },
      state: { default: 'draft' },
      intake_date: { default: now },
      enrollment_type: { default: 'auto' },
      integration_status: { default: 'not_integrated' },
    }),
    age: integer({ readonly: true }),
    // The inverse is a contact, not a student, so the list is always empty. When a learner makes
    // progress, the student whose id happens to equal the contact's is computed again, to 0.
    elearning_enrollments: one2many('slide.channel.partner', 'partner_id', { alwaysEmpty: true }),
    elearning_progress: float({ readonly: true }),
    completed_courses: integer({ readonly: true }),
    total_sessions: integer({ readonly: true }),
    completed_sessions: integer({ readonly: true }),
    progress_percentage: float({ readonly: true }),
    is_eligible: boolean({ readonly: true }),
    eligibility_reason: text({ readonly: true }),
    ...threadFields('gr.student'),
    ...activityFields('gr.student'),
  },
  refusesMissing: (operation, values) =>
    operation === 'write' && ELIGIBILITY_INPUTS.some((name) => name in values),
  computes: [
    { fields: ['age'], depends: ['birth_date'], compute: ages },
    {
      fields: ['is_eligible', 'eligibility_reason'],
      depends: ['age', 'english_level', 'has_certificate'],
      compute: eligibility,
    },
    {
      fields: ['elearning_progress', 'completed_courses'],
      depends: ['elearning_enrollments.completion'],
      compute: (_env, ids) =>
        Promise.resolve(new Map(ids.map((id) => [id, { elearning_progress: 0, completed_courses: 0 }]))),
    },
    {
      fields: ['total_sessions', 'completed_sessions', 'progress_percentage'],
      depends: ['course_session_ids.state'],
      compute: sessions,
    },
  ],
  checks: [
    never(
      'gr.student',
      ['email'],
      `position('@' in coalesce(t.email, '')) = 0`,
      `The email address of a student must contain '@'.`,
    ),
    within('gr.student', 0, 100, 'age'),
  ],
  created: (env, ids) => applyEligibility(env, ids),
  writing: (_env, ids, values) =>
    Promise.resolve(
      ELIGIBILITY_INPUTS.some((name) => name in values)
        ? (after: Environment) => applyEligibility(after, ids)
        : undefined,
    ),
})

/**
 * Whole years on the day of the transaction. The age is not updated on birthdays, only on edits.
 */
async function ages(env: Environment, ids: readonly number[]): Promise<Map<number, Row>> {
  const rows = await env.sql<{ id: number; age: number }>(
    `SELECT id, coalesce(extract(year from age((now() at time zone 'UTC')::date, birth_date)), 0)::int AS age
     FROM gr_student WHERE id = ANY($1)`,
    [ids],
  )
  return new Map(rows.map(({ id, age }) => [id, { age }]))
}

async function eligibility(env: Environment, ids: readonly number[]): Promise<Map<number, Row>> {
  const rows = await selectRows(env, modelOf(env, 'gr.student'), ids, [
    'age',
    'english_level',
    'has_certificate',
  ])
  return new Map(
    rows.map(({ id, age, english_level, has_certificate }) => {
      const failures = [
        number(age) < 18 || number(age) > 65 ? `age ${number(age)} is outside 18-65` : null,
        english_level === 'beginner' || english_level === 'elementary'
          ? `English level ${english_level} is too low`
          : null,
        has_certificate ? null : 'no previous certificate',
      ].filter((failure) => failure !== null)
      return [id, { is_eligible: failures.length === 0, eligibility_reason: failures.join('; ') }]
    }),
  )
}

async function sessions(env: Environment, ids: readonly number[]): Promise<Map<number, Row>> {
  const rows = await env.sql<{ id: number; total: number; done: number }>(
    `SELECT student_id AS id, count(*)::int AS total, count(*) FILTER (WHERE state = 'completed')::int AS done
     FROM gr_course_session WHERE student_id = ANY($1) GROUP BY student_id`,
    [ids],
  )
  const found = new Map(rows.map((row) => [row.id, row]))
  return new Map(
    ids.map((id) => {
      const { total = 0, done = 0 } = found.get(id) ?? {}
      return [
        id,
        { total_sessions: total, completed_sessions: done, progress_percentage: percent(done, total) },
      ]
    }),
  )
}

/** A student never leaves `rejected`, and later states are not assessed again. */
async function applyEligibility(env: Environment, ids: readonly number[]): Promise<void> {
  const rows = await selectRows(env, modelOf(env, 'gr.student'), ids, ['is_eligible', 'state'])
  const passed = rows.filter(({ is_eligible, state }) => is_eligible && state === 'draft')
  const failed = rows.filter(
    ({ is_eligible, state }) => !is_eligible && (state === 'draft' || state === 'eligible'),
  )
  await write(
    env,
    'gr.student',
    passed.map(({ id }) => id),
    { state: 'eligible' },
  )
  await write(
    env,
    'gr.student',
    failed.map(({ id }) => id),
    { state: 'rejected' },
  )
}
