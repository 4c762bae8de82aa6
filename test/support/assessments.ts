import { connectOdoo } from '../../src/odoo/client.js'
import { provisionedFieldName, provisionedModelName } from '../../src/odoo/model.js'
import { AssessmentIntegration } from '../../src/odoo/schema.js'
import { AccessRight, FieldRecord, ModelRecord } from '../../src/odoo/schema/administration.js'
import type { TestOdoo } from './odoo.js'

/** Until `setup` makes it: the model of the assessments, for everybody to read and write. */
export async function provisionAssessments({ url, db, admin }: TestOdoo): Promise<void> {
  const odoo = connectOdoo({ url, db, login: admin.login, apiKey: admin.password })
  if ((await odoo.resolve(AssessmentIntegration)).origin !== 'missing') return
  const { name, fields } = AssessmentIntegration
  const [model = 0] = await odoo.load(ModelRecord, [
    {
      externalId: 'model_assessment',
      model: provisionedModelName(name),
      label: 'Assessment',
      state: 'manual',
    },
  ])
  for (const [logical, field] of Object.entries(fields)) {
    if (logical === 'createDate' || logical === 'writeDate') continue
    await odoo.load(FieldRecord, [
      {
        externalId: `assessment_${logical.toLowerCase()}`,
        name: provisionedFieldName(logical, field),
        label: logical,
        kind: field.kind,
        model,
        relation:
          field.target === null || !field.target.startsWith('gr.')
            ? field.target
            : (await odoo.resolve({ ...AssessmentIntegration, name: field.target, fields: {} })).name,
        selection: field.keys ? `[${field.keys.map((key) => `('${key}', '${key}')`).join(', ')}]` : null,
        onDelete: field.kind === 'many2one' ? ('set null' as const) : null,
        state: 'manual' as const,
      },
    ])
  }
  await odoo.create(AccessRight, {
    name: 'Assessments',
    model,
    permRead: true,
    permWrite: true,
    permCreate: true,
    permUnlink: true,
  })
}
