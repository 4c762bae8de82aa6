import { strict as assert } from 'node:assert'
import { startSandboxOdoo } from '../../sandbox/odoo/start.js'
import { sandboxOdoo, type TestOdoo } from '../support/odoo.js'
import { client, type Call } from './rpc.js'

const MODELS = Array.from({ length: 6 }, (_, place) => `x_parallel_${place}`)

describe('models added to the sandbox over the API', () => {
  let odoo: TestOdoo
  let admin: Call
  before(async () => {
    odoo = await sandboxOdoo({ suite: false, data: 'empty' })
    admin = await client(odoo, 'admin')
  })
  after(() => odoo.close())

  it('all exist when several clients add them at once', async () => {
    const make = async (model: string) => {
      const call = await client(odoo, 'admin')
      const id = await call('ir.model', 'create', [{ name: model, model }])
      const right = { name: model, model_id: id, group_id: 1, perm_read: true, perm_create: true }
      const acl = await call('ir.model.access', 'create', [right])
      await call('ir.model.access', 'write', [[acl], { name: model }])
    }
    await Promise.all(MODELS.map(make))
    for (const model of MODELS)
      assert.equal(typeof (await admin(model, 'create', [{ x_name: model }])), 'number')
  })

  it('survive a restart with their rows, rights and defaults', async () => {
    const [model = ''] = MODELS
    await admin('ir.default', 'set', [model, 'x_name', 'Nobody'])
    const again = await startSandboxOdoo({
      databaseUrl: odoo.databaseUrl,
      port: 0,
      data: 'empty',
      suite: false,
    })
    try {
      const call = await client(again, 'admin')
      const id = await call(model, 'create', [{}])
      assert.deepEqual(await call(model, 'search_read', [[], ['x_name'], 0, 0, 'id']), [
        { id: 1, x_name: model },
        { id, x_name: 'Nobody' },
      ])
      await assert.rejects(call(model, 'unlink', [[id]]), /not allowed to delete/)
    } finally {
      await again.close()
    }
  })
})
