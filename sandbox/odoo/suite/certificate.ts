import { randomBytes } from 'node:crypto'
import type { Environment } from '../orm/environment.js'
import * as declared from '../../../src/odoo/schema/index.js'
import { declaredFields } from './declared-fields.js'
import { modelOf } from '../orm/environment.js'
import { userError } from '../orm/exceptions.js'
import {
  boolean,
  caller,
  char,
  date,
  datetime,
  float,
  html,
  integer,
  keys,
  many2one,
  one2many,
  selection,
  text,
  today,
} from '../orm/field.js'
import type { Cell } from '../orm/field.js'
import { onRecords } from '../orm/methods/method.js'
import { model } from '../orm/model.js'
import { write } from '../orm/records.js'
import { storedRelated, valuesAt } from '../orm/related.js'
import { numbered } from '../provisioning/ir-sequence.js'
import { never, one, stepMethod, suiteAccess, within } from './checks-and-steps.js'
import { TEMPLATE_TYPES, defaultTemplate, render, countUse } from './certificate-template.js'

const CERTIFICATE = 'gr.certificate'
/** Days a certificate holds when its validity is not given. */
const VALID_DAYS = 730

/** Knows a program and the *name* of a course, but no integration and no tracker. Nothing is unique. */
export const Certificate = model(CERTIFICATE, {
  description: 'Certificate',
  access: suiteAccess('rwcu', 'rwc', 'rw', 'r'),
  fields: {
    ...declaredFields(declared.Certificate, {
      name: { default: 'New' },
      issue_date: { default: today },
      state: { default: 'draft' },
      valid_from: { default: today },
    }),
    agent_id: many2one('res.users', { readonly: true }),
    course_duration: float(),
    automation_id: many2one('gr.certificate.automation'),
    template_type: selection(TEMPLATE_TYPES),
    rendered_header: html(),
    rendered_body: html(),
    rendered_footer: html(),
    issued_by_id: many2one('res.users', { default: caller }),
    is_expired: boolean({ readonly: true }), // never computed
    days_until_expiry: integer({ readonly: true }), // never computed
    grade_percentage: float(),
    attendance_percentage: float(),
    delivery_address: text(),
    verified_date: date(),
    verified_by_id: many2one('res.users'),
    days_since_issue: integer({ readonly: true }), // never computed
    is_valid: boolean({ readonly: true }), // never computed
  },
  computes: [storedRelated('agent_id', 'student_id.assigned_agent_id')],
  checks: [
    never(
      CERTIFICATE,
      ['valid_from', 'valid_until'],
      't.valid_until < t.valid_from',
      'The validity of a certificate ends before it begins.',
    ),
    within(CERTIFICATE, 0, 100, 'final_grade', 'attendance_percentage'),
  ],
  beforeCreate: async (env, rows) =>
    (await numbered(env, rows, CERTIFICATE)).map((values) => {
      const issued = typeof values.issue_date === 'string' ? values.issue_date : today(env)
      return {
        ...values,
        verification_code: values.verification_code || randomBytes(8).toString('hex'),
        valid_until: values.valid_until || daysAfter(issued, VALID_DAYS),
      }
    }),
  methods: {
    action_issue: stepMethod('draft', 'issued', { issue_date: today, issued_by_id: caller }),
    action_deliver: stepMethod('issued', 'delivered', { delivery_date: today }),
    action_verify: stepMethod('issued delivered', 'verified', {
      verified_date: today,
      verified_by_id: caller,
    }),
    action_revoke: stepMethod('draft issued delivered verified expired', 'revoked'),
    action_expire: stepMethod('draft issued delivered verified', 'expired'),
    // Empties a mandatory date: always refused by the database.
    action_reset: onRecords([], async ({ env, ids }) => {
      await write(env, CERTIFICATE, ids, { state: 'draft', issue_date: false })
    }),
    action_apply_default_template: onRecords([], async ({ env, ids }) => {
      const [certificate] = await one(env, CERTIFICATE, ids, ['template_type'])
      const type = certificate?.template_type ?? 'program_completion'
      const [template] = await defaultTemplate(env, type)
      if (template === undefined) throw userError('There is no default template of this type.')
      await write(env, CERTIFICATE, ids, { template_id: template, template_type: type })
      await renderContent(env, ids)
    }),
    render_certificate_content: onRecords([], ({ env, ids }) => renderContent(env, ids)),
  },
})

const daysAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** What the placeholders of a template stand for, as paths from the certificate. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  student_name: 'student_id.name',
  program_name: 'training_program_id.name',
  course_name: 'course_name',
  issue_date: 'issue_date',
  certificate_number: 'name',
  completion_date: 'completion_date',
  grade: 'final_grade',
  duration: 'course_duration',
  instructor_name: 'agent_id.name',
}

async function renderContent(env: Environment, ids: readonly number[]): Promise<void> {
  const [certificate] = await one(env, CERTIFICATE, ids, ['template_id'])
  if (!certificate || typeof certificate.template_id !== 'number') throw userError('Choose a template first.')
  const values: Record<string, Cell> = { organization_name: 'My Company' }
  for (const [name, path] of Object.entries(PLACEHOLDERS))
    values[name] = (await valuesAt(env, modelOf(env, CERTIFICATE), ids, path)).get(certificate.id) ?? null
  const parts = await render(env, [certificate.template_id], values)
  await write(
    env,
    CERTIFICATE,
    ids,
    Object.fromEntries(Object.entries(parts).map(([part, content]) => [`rendered_${part}`, content])),
  )
  await countUse(env, [certificate.template_id])
}

export const CertificateAutomation = model('gr.certificate.automation', {
  description: 'Certificate Automation',
  access: suiteAccess('rwcu', 'rwc', 'rw', 'r'),
  fields: {
    name: char({ required: true }),
    certificate_template_name: char({ required: true, default: 'Program Completion Certificate' }),
    certificate_template_content: text({ default: '{student_name}' }),
    training_program_id: many2one('gr.training.program', { required: true }),
    auto_generate: boolean({ default: true }),
    completion_threshold: float({ default: 100 }),
    require_all_courses: boolean({ default: true }),
    require_elearning_completion: boolean({ default: true }),
    require_custom_assessment: boolean({ default: false }),
    min_attendance_percentage: float({ default: 80 }),
    require_homework_submission: boolean({ default: false }),
    generation_delay_hours: integer({ default: 0 }),
    status: selection(keys('draft active paused archived'), { default: 'draft' }),
    generated_certificates_count: integer({ readonly: true }),
    pending_verifications_count: integer({ readonly: true }),
    failed_generations_count: integer({ readonly: true }),
    last_generation_date: datetime(),
    generated_certificates: one2many(CERTIFICATE, 'automation_id'),
  },
  computes: [
    {
      fields: ['generated_certificates_count', 'pending_verifications_count', 'failed_generations_count'],
      depends: ['generated_certificates'],
      compute: async (env, ids) => {
        const rows = await env.sql<{ id: number; count: number }>(
          'SELECT automation_id AS id, count(*)::int FROM gr_certificate WHERE automation_id = ANY($1) GROUP BY automation_id',
          [ids],
        )
        const counts = new Map(rows.map(({ id, count }) => [id, count]))
        return new Map(
          ids.map((id) => [
            id,
            {
              generated_certificates_count: counts.get(id) ?? 0,
              pending_verifications_count: 0,
              failed_generations_count: 0,
            },
          ]),
        )
      },
    },
  ],
})
