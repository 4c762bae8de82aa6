import { boolean, char, many2one, openSelection, selection, text } from '../fields.js'
import { model } from '../model.js'

/** Odoo's own tables of models, fields and languages, as far as `setup` needs them. */
export const ModelRecord = model(
  'ir.model',
  { origin: 'odoo', app: 'base' },
  {
    /** Technical name. */
    model: char({ required: true }),
  },
)

export const FieldRecord = model(
  'ir.model.fields',
  { origin: 'odoo', app: 'base' },
  {
    name: char({ required: true }),
    label: char({ as: 'field_description', required: true }),
    kind: openSelection({ as: 'ttype', required: true }),
    model: many2one('ir.model', { required: true }),
    /** Technical name of the model that a many2one points to. */
    relation: char(),
    onDelete: selection(['set null', 'restrict', 'cascade']),
    /** `manual`: made over the external API, not by a module. */
    state: selection(['manual', 'base'], { required: 'defaulted' }),
    help: text(),
    index: boolean(),
    copied: boolean(),
  },
)

export const Language = model(
  'res.lang',
  { origin: 'odoo', app: 'base' },
  {
    code: char({ required: true }),
    active: boolean(),
  },
)
