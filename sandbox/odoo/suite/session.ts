import { declaredFields } from './declared-fields.js'
import {
  boolean,
  char,
  datetime,
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
import { never, within, UTC_NOW } from './checks.js'
import { stepMethod } from './state-steps.js'
import { suiteAccess } from './suite-access.js'
import * as declared from '../../../src/odoo/schema/index.js'

// "Never computed" marks stored computes that have no dependencies in the suite. Odoo does not run
// them for rows created over the API, so clients only read 0, false or empty.

/** A live session of one student. It refers to no course, integration or program. */
export const CourseSession = model('gr.course.session', {
  description: 'Course Session',
  access: suiteAccess('rwcu', 'rwc', 'rwc', 'r'),
  fields: {
    ...declaredFields(declared.CourseSession, {
      name: { default: 'New Session' },
      session_duration: { default: 1 },
      session_type: { default: 'online' },
      state: { default: 'scheduled' },
    }),
    agent_id: many2one('res.users', { readonly: true }),
    location: char(),
    meeting_link: char(),
    check_in_time: datetime(),
    check_out_time: datetime(),
    session_objectives: text(),
    session_notes: text(),
    homework_assigned: text(),
    homework_due_date: datetime(),
    student_engagement: selection(keys('excellent good average poor')),
    session_rating: selection(keys('5 4 3 2 1')),
    is_upcoming: boolean({ readonly: true }), // never computed
    is_overdue: boolean({ readonly: true }), // never computed
    days_until_session: integer({ readonly: true }), // never computed
    actual_duration: float({ readonly: true }), // never computed
  },
  computes: [storedRelated('agent_id', 'student_id.assigned_agent_id')],
  checks: [
    never(
      'gr.course.session',
      ['session_date'],
      `t.session_date < ${UTC_NOW} - interval '1 day'`,
      'A session cannot lie more than one day in the past.',
    ),
    never(
      'gr.course.session',
      ['session_duration'],
      'NOT (t.session_duration > 0 AND t.session_duration <= 8)',
      'A session lasts more than 0 and at most 8 hours.',
    ),
    within('gr.course.session', 0, 100, 'progress_percentage'),
  ],
  methods: {
    action_start_session: stepMethod('scheduled', 'in_progress', { check_in_time: now }),
    action_complete_session: stepMethod('in_progress', 'completed', {
      attendance_status: 'present',
      check_out_time: now,
    }),
  },
})
