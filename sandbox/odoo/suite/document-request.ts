import { declaredFields } from './declared-fields.js'
import {
  binary,
  boolean,
  caller,
  char,
  float,
  integer,
  keys,
  many2one,
  now,
  selection,
  text,
} from '../orm/field.js'
import { model } from '../orm/model.js'
import { storedRelated } from '../orm/related.js'
import { numbered } from '../provisioning/ir-sequence.js'
import { never } from './checks.js'
import { suiteAccess } from './suite-access.js'
import * as declared from '../../../src/odoo/schema/index.js'

// "Never computed" marks stored computes that have no dependencies in the suite. Odoo does not run
// them for rows created over the API, so clients only read 0, false or empty.

const WEEK = 7 * 86_400_000

export const DocumentRequest = model('gr.document.request', {
  description: 'Document Request',
  access: suiteAccess('rwcu', 'rwc', 'rw', 'r'),
  fields: {
    ...declaredFields(declared.DocumentRequest, {
      name: { default: 'New' },
      request_date: { default: now },
      state: { default: 'draft' },
      is_mandatory: { default: true },
    }),
    agent_id: many2one('res.users', { readonly: true }),
    requested_by_id: many2one('res.users', { default: caller }),
    document_description: text(),
    required_format: selection(keys('original certified_copy photocopy digital_copy any'), {
      default: 'any',
    }),
    priority: selection(keys('low normal high urgent'), { default: 'normal' }),
    submitted_by_id: many2one('res.users'),
    reviewed_by_id: many2one('res.users'),
    review_notes: text(),
    document_file: binary(),
    document_filename: char(),
    days_until_deadline: integer({ readonly: true }), // never computed
    is_overdue: boolean({ readonly: true }), // never computed
    days_since_request: integer({ readonly: true }), // never computed
    processing_time: float({ readonly: true }), // never computed
  },
  computes: [storedRelated('agent_id', 'student_id.assigned_agent_id')],
  checks: [
    never(
      'gr.document.request',
      ['deadline_date', 'request_date'],
      't.deadline_date < t.request_date',
      'The deadline lies before the request.',
    ),
  ],
  beforeCreate: async (env, rows) =>
    (await numbered(env, rows, 'gr.document.request')).map((values) => {
      const asked = typeof values.request_date === 'string' ? values.request_date : now(env)
      const deadline = new Date(Date.parse(`${asked.replace(' ', 'T')}Z`) + WEEK).toISOString()
      return { ...values, deadline_date: values.deadline_date || deadline.slice(0, 19).replace('T', ' ') }
    }),
})
