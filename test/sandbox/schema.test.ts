import { strict as assert } from 'node:assert'
import type { Field } from '../../src/odoo/schema/fields.js'
import { isStamp, suiteFieldNames, type Model } from '../../src/odoo/schema/model.js'
import { AssessmentIntegration, MODELS, TRAINING_MODELS } from '../../src/odoo/schema/index.js'
import type { Field as SandboxField } from '../../sandbox/odoo/orm/field.js'
import { modelsOf } from '../../sandbox/odoo/install/editions.js'
import { SANDBOX_VERSIONS } from '../../sandbox/odoo/version.js'

/**
 * The sandbox must have each field that `src/odoo/schema` declares, except our own, with the
 * declared type.
 */
for (const version of SANDBOX_VERSIONS)
  describe(`fields of the sandbox as Odoo ${version}`, () => {
    const models = modelsOf({ version, suite: true })
    const declared: readonly Model[] = MODELS
    for (const model of declared.filter(({ name }) => name !== AssessmentIntegration.name))
      it(`of ${model.name} match the declared schema`, () => {
        const found = models.find(({ name }) => name === model.name)
        assert.ok(found, 'the sandbox lacks the model')
        for (const [logical, field] of Object.entries(model.fields))
          if (!field.options.own && !isStamp(logical)) compare(logical, field, found.fields)
      })

    it('do not include the suite’s models without the suite', () => {
      const stock = new Set(modelsOf({ version, suite: false }).map(({ name }) => name))
      assert.deepEqual(
        TRAINING_MODELS.filter(({ name }) => stock.has(name)),
        [],
      )
    })
  })

function compare(logical: string, declared: Field, fields: Readonly<Record<string, SandboxField>>): void {
  const found = suiteFieldNames(logical, declared).flatMap((name) => fields[name] ?? [])[0]
  assert.ok(found, `no field ${logical}`)
  assert.equal(found.type, declared.kind, logical)
  if (declared.target !== null) assert.equal(found.relation, declared.target, logical)
  const options = found.selection?.map(([key]) => key) ?? []
  const unknown = options.filter((key) => declared.keys && !declared.keys.includes(key))
  assert.deepEqual(unknown, [], `options of ${logical} that the schema does not know`)
}
