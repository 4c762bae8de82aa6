import { modelOf } from '../../orm/environment.js'
import {
  binary,
  boolean,
  caller,
  char,
  datetime,
  float,
  integer,
  keys,
  many2one,
  now,
  one2many,
  selection,
  text,
} from '../../orm/field.js'
import { model, number } from '../../orm/model.js'
import { selectRows } from '../../orm/rows.js'
import { write } from '../../orm/records.js'
import { numbered } from '../../provisioning/ir-sequence.js'
import { never, onlyOne, suiteAccess } from '../../suite/checks-and-steps.js'

export const Assignment = model('gr.assignment', {
  description: 'Agent Assignment',
  access: suiteAccess('rwcu', 'rwc', 'r', 'r'),
  fields: {
    name: char({ required: true, default: 'New' }),
    student_id: many2one('gr.student', { required: true }),
    agent_id: many2one('res.users', { required: true }),
    assignment_date: datetime({ required: true, default: now }),
    assigned_by_id: many2one('res.users', { default: caller }),
    state: selection(keys('draft assigned contacted enrolled in_progress completed cancelled'), {
      default: 'draft',
    }),
    first_contact_date: datetime(),
    last_contact_date: datetime(),
    contact_attempts: integer({ default: 0 }),
    assignment_notes: text(),
    contact_notes: text(),
    response_time: float({ readonly: true }),
    enrollment_time: float({ readonly: true }),
    completion_time: float({ readonly: true }),
    is_overdue: boolean({ readonly: true }),
    days_since_assignment: integer({ readonly: true }),
  },
  checks: [
    onlyOne(
      'gr.assignment',
      'This agent already has an open assignment for the student.',
      ['student_id', 'agent_id'],
      [['state', 'not in', ['completed', 'cancelled']]],
    ),
    never(
      'gr.assignment',
      ['assignment_date'],
      `t.assignment_date > clock_timestamp() at time zone 'UTC'`,
      'An assignment cannot lie in the future.',
    ),
  ],
  beforeCreate: (env, rows) => numbered(env, rows, 'gr.assignment'),
  created: async (env, ids) => {
    const rows = await selectRows(env, modelOf(env, 'gr.assignment'), ids, [
      'student_id',
      'agent_id',
      'assignment_date',
    ])
    for (const { student_id, agent_id, assignment_date } of rows)
      await write(env, 'gr.student', [number(student_id)], {
        assigned_agent_id: agent_id,
        assignment_date: String(assignment_date).slice(0, 19),
        state: 'assigned',
      })
  },
})

export const IntakeBatch = model('gr.intake.batch', {
  description: 'Intake Batch',
  access: suiteAccess('rwcu', 'rwc', 'r', 'r'),
  fields: {
    name: char({ required: true, default: 'New' }),
    filename: char(),
    file_data: binary(),
    state: selection(keys('draft uploaded mapping validated processed error cancelled'), {
      default: 'draft',
    }),
    total_records: integer(),
    processed_records: integer({ default: 0 }),
    error_records: integer({ default: 0 }),
    created_students_count: integer({ default: 0 }),
    updated_students_count: integer({ default: 0 }),
    upload_date: datetime({ default: now }),
    validation_date: datetime(),
    processing_date: datetime(),
    student_ids: one2many('gr.student', 'intake_batch_id'),
  },
  beforeCreate: (env, rows) => numbered(env, rows, 'gr.intake.batch'),
})
