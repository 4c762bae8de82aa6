import { strict as assert } from 'node:assert'
import type { Field as SandboxField } from '../../src/sandbox/odoo/field.js'
import { MODELS as SANDBOX } from '../../src/sandbox/odoo/models/index.js'
import type { Field } from '../../src/odoo/fields.js'
import { MODELS } from '../../src/odoo/schema.js'

/** The sandbox stands in for the Odoo that `src/odoo/schema.ts` declares: each field is there, of the declared type. */
describe('fields of the sandbox', () => {
  for (const declared of MODELS)
    it(`of ${declared.name} are those the schema declares`, () => {
      const model = SANDBOX.find(({ name }) => name === declared.name)
      assert.ok(model, 'the sandbox lacks the model')
      const technical: Readonly<Record<string, string>> = declared.technical
      for (const [logical, field] of Object.entries<Field>(declared.fields)) {
        const name = technical[logical] ?? logical
        if (!field.options.provisioned) compare(name, field, model.fields[name])
      }
    })
})

function compare(name: string, declared: Field, found: SandboxField | undefined): void {
  assert.ok(found, `no field ${name}`)
  assert.equal(found.type, declared.kind, name)
  if (declared.target) assert.equal(found.relation, declared.target, name)
  const options = found.selection?.map(([key]) => key) ?? []
  const strange = options.filter((key) => declared.keys && !declared.keys.includes(key))
  assert.deepEqual(strange, [], `options of ${name} that the schema does not know`)
}
