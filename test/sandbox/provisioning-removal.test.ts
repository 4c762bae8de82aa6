import { strict as assert } from 'node:assert'
import { SANDBOX_VERSIONS } from '../../sandbox/odoo/version.js'
import { MODEL_COLUMNS, MODELS, refused, ProvisionedOdoo, STUDENT, type Rows } from './provisioned-models.js'

for (const version of SANDBOX_VERSIONS)
  describe(`removal of provisioned models on Odoo ${version}`, () => {
    const provisioned = new ProvisionedOdoo(version)
    const { admin, create, idOf, loaded } = provisioned
    before(async () => {
      await provisioned.open()
      await provisioned.provision()
      await provisioned.grant()
      await create(admin, STUDENT, { x_name: 'A', x_agent_id: 2 })
    })
    after(provisioned.close)

    const remove = async (model: string, externalIds: readonly string[]) => {
      const ids: number[] = []
      for (const externalId of externalIds) ids.push(await idOf(externalId))
      assert.equal(await admin(model, 'unlink', [ids]), true)
    }
    const models = ['t.model_student', 't.model_lesson']

    it('is rejected while fields depend on each other', async () => {
      await refused('odoo.exceptions.UserError', remove('ir.model', models))
    })

    it('works in order, includes the rows, and leaves only external ids of cascaded records', async () => {
      await remove('ir.rule', ['t.rule_agent', 't.rule_manager', 't.rule_lesson'])
      await remove('ir.model.fields', ['t.lesson_x_email'])
      await remove('ir.model.fields', ['t.student_x_lesson_ids', 't.student_x_tag_ids'])
      await remove('ir.model', models)
      await remove('res.groups', ['t.group_manager', 't.group_agent'])
      await refused('odoo.exceptions.UserError', admin(STUDENT, 'search', [[]]))
      const left = (await admin('ir.model.data', 'search_read', [
        [['module', '=', 't']],
        ['model', 'name'],
      ])) as Rows
      assert.ok(left.some(({ name }) => name === 'student_x_email'))
      assert.ok(left.every(({ model }) => !['ir.model', 'ir.rule', 'res.groups'].includes(String(model))))
      await admin('ir.model.data', 'unlink', [left.map(({ id }) => id)])
    })

    it('allows creating the models again', async () => {
      const made = await loaded('ir.model', MODEL_COLUMNS, MODELS)
      assert.equal(await admin('ir.model', 'unlink', [made]), true)
    })
  })
