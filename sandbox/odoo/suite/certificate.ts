import { declaredFields } from './declared-fields.js'
import { randomBytes } from 'node:crypto'
import {
  boolean,
  caller,
  date,
  float,
  html,
  integer,
  many2one,
  selection,
  text,
  today,
} from '../orm/field.js'
import { model } from '../orm/model.js'
import { storedRelated } from '../orm/related.js'
import { numbered } from '../provisioning/ir-sequence.js'
import { TEMPLATE_TYPES } from './certificate-template.js'
import { never, within } from './checks.js'
import { stepMethod } from './state-steps.js'
import { suiteAccess } from './suite-access.js'
import * as declared from '../../../src/odoo/schema/index.js'

const CERTIFICATE = 'gr.certificate'
/** Validity of a certificate without an end date, days. */
const VALID_DAYS = 730

/**
 * A certificate refers to a program and the *name* of a course, but to no integration or tracker.
 * No field is unique.
 */
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
  },
})

const daysAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
