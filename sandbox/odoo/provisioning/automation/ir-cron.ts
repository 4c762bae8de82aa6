import { boolean, char, datetime, integer, keys, many2one, now, selection, text } from '../../orm/field.js'
import { model } from '../../orm/model.js'
import { SETTINGS_EDITORS } from '../access/editors.js'

/**
 * Scheduled actions. The sandbox stores them but runs none, because they would compete with the
 * client.
 */
export const IrCron = model('ir.cron', {
  description: 'Scheduled Actions',
  order: 'name, id',
  access: SETTINGS_EDITORS,
  fields: {
    name: char({ required: true }),
    active: boolean({ default: true }),
    model_id: many2one('ir.model', { label: 'Model', ondelete: 'cascade' }),
    code: text({ label: 'Python Code' }),
    state: selection(keys('code multi'), { default: 'code' }),
    user_id: many2one('res.users', { required: true, label: 'Scheduler User', default: ({ uid }) => uid }),
    interval_number: integer({ required: true, default: 1 }),
    interval_type: selection(keys('minutes hours days weeks months'), { required: true, default: 'months' }),
    numbercall: integer({ label: 'Number of Calls', default: 1, until: 17 }),
    nextcall: datetime({ required: true, label: 'Next Execution Date', default: now }),
    lastcall: datetime({ label: 'Last Execution Date' }),
    priority: integer({ default: 5 }),
  },
})
