import { declaredFields } from './declared-fields.js'
import { binary, integer, keys, now, one2many, selection, datetime } from '../orm/field.js'
import { model } from '../orm/model.js'
import { numbered } from '../provisioning/ir-sequence.js'
import { suiteAccess } from './suite-access.js'
import * as declared from '../../../src/odoo/schema/index.js'

const INTAKE_BATCH = 'gr.intake.batch'

/** An import of students from a file. Its wizard is not part of the sandbox. */
export const IntakeBatch = model(INTAKE_BATCH, {
  description: 'Intake Batch',
  access: suiteAccess('rwcu', 'rwc', 'r', 'r'),
  fields: {
    ...declaredFields(declared.IntakeBatch, { name: { default: 'New' } }),
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
  beforeCreate: (env, rows) => numbered(env, rows, INTAKE_BATCH),
})
