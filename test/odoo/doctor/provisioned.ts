import type { Odoo } from '../../../src/odoo/client/client.js'
import type { Field } from '../../../src/odoo/schema/fields.js'
import {
  isStamp,
  provisionedFieldName,
  provisionedModelName,
  type Model,
} from '../../../src/odoo/schema/model.js'
import { AccessRight, ExternalId, FieldRecord, ModelRecord } from '../../../src/odoo/schema/administration.js'
import { AssessmentIntegration, TRAINING_MODELS } from '../../../src/odoo/schema/index.js'

/**
 * Adds to an Odoo with the suite what the product needs besides it: its own fields, and the one
 * model that no suite has.
 */
export async function provisionBesideSuite(admin: Odoo): Promise<void> {
  const assessment = provisionedModelName(AssessmentIntegration.name)
  const [id = 0] = await admin.load(ModelRecord, [
    { externalId: 'model_assessment', model: assessment, label: 'Assessment', state: 'manual' },
  ])
  await admin.load(AccessRight, [
    {
      externalId: 'access_assessment',
      name: 'Assessment',
      model: id,
      permRead: true,
      permWrite: true,
      permCreate: true,
      permUnlink: true,
    },
  ])
  const [externalIds] = await admin.searchRead(ModelRecord, [['model', '=', ExternalId.name]], [])
  await admin.load(AccessRight, [
    { externalId: 'access_external_ids', name: 'External ids', model: externalIds?.id ?? 0, permRead: true },
  ])
  const models = await admin.searchRead(
    ModelRecord,
    [['model', 'in', [assessment, ...TRAINING_MODELS.map(({ name }) => name)]]],
    ['model'],
  )
  // From 19 on Odoo adds a name itself.
  const [named] = await admin.searchRead(
    FieldRecord,
    [
      ['model', '=', id],
      ['name', '=', NAME],
    ],
    [],
  )
  const idOf = new Map(models.map((model) => [model.model, model.id]))
  const wanted = TRAINING_MODELS.flatMap((model: Model) =>
    Object.entries(model.fields).flatMap(([logical, field]) => {
      const ours = model === AssessmentIntegration || field.options.own
      const name = provisionedFieldName(logical, field)
      return ours && !isStamp(logical) && !(name === NAME && named)
        ? [row(model === AssessmentIntegration ? assessment : model.name, name, field, idOf)]
        : []
    }),
  )
  // A one2many needs the many2one of the other model.
  await admin.load(
    FieldRecord,
    wanted.filter(({ kind }) => kind !== 'one2many'),
  )
  await admin.load(
    FieldRecord,
    wanted.filter(({ kind }) => kind === 'one2many'),
  )
}

const NAME = 'x_name'

const row = (model: string, name: string, field: Field, idOf: ReadonlyMap<string, number>) => ({
  externalId: `field_${model}_${name}`.replaceAll('.', '_'),
  name,
  label: field.options.label?.en ?? name,
  kind: field.kind,
  model: idOf.get(model) ?? 0,
  relation: field.target === AssessmentIntegration.name ? provisionedModelName(field.target) : field.target,
  relationField:
    field.inverse === null ? null : `x_${field.inverse.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}_id`,
  selection: field.keys === null ? null : `[${field.keys.map((key) => `('${key}', '${key}')`).join(', ')}]`,
  required: field.options.required === true && field.kind !== 'many2one',
  state: 'manual' as const,
})
