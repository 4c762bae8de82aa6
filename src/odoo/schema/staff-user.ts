import { boolean, char, many2many, openSelection } from './fields.js'
import { model } from './model.js'

/** A user who signs in here. Declared a second time, with the groups that were implied. */
export const StaffUser = model(
  'res.users',
  { origin: 'odoo', app: 'base' },
  {
    name: char({ readonly: true, required: 'defaulted' }),
    login: char({ required: true }),
    email: char({ readonly: true }),
    lang: openSelection({ readonly: true }),
    /** A learner or customer, not staff. */
    share: boolean({ readonly: true }),
    active: boolean(),
    /** Directly or by implication. Before 19, one field has both. */
    allGroups: many2many('res.groups', { as: ['all_group_ids', 'groups_id'], readonly: true }),
  },
)
