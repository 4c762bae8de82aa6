import { boolean, char, date, html, integer, many2one } from './fields.js'
import { model } from './model.js'

/**
 * An activity: something that a user should do about a record, shown on the record and in the
 * user's list of activities. Before 18 Odoo deletes it when it is done; 19 archives it.
 */
export const RecordActivity = model(
  'mail.activity',
  { origin: 'odoo', app: 'mail', optional: true },
  {
    summary: char(),
    note: html(),
    deadline: date({ as: 'date_deadline', required: true }),
    user: many2one('res.users'),
    type: many2one('mail.activity.type', { as: 'activity_type_id' }),
    recordModel: many2one('ir.model', { as: 'res_model_id' }),
    record: integer({ as: 'res_id' }),
    active: boolean(),
  },
)
