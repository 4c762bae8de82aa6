import assert from 'node:assert/strict'
import { Automation, ServerAction } from '../../../src/odoo/schema/administration.js'
import { applySetup } from '../../../src/odoo/setup/apply.js'
import { isEmpty, planSetup, type SetupOptions, type SetupPlan } from '../../../src/odoo/setup/plan.js'
import { describePlan, planJson } from '../../../src/odoo/setup/plan-report.js'
import { rollbackSetup } from '../../../src/odoo/setup/rollback.js'
import { setupServer, type SetupServer } from './server.js'

const ADDRESS = 'https://training.example/hooks/odoo/a-secret'

describe('setup with and without webhook rules', function () {
  this.timeout(120_000)

  let server: SetupServer
  let requested: SetupOptions
  before(async () => {
    server = await setupServer({ suite: true })
    requested = {
      ...server.options,
      webhooks: {
        present: async () => ((await rules()) > 0 ? ADDRESS : null),
        make: () => Promise.resolve(ADDRESS),
        placeholder: 'https://training.example/hooks/odoo/<new secret>',
      },
    }
  })
  after(() => server.close())

  const rules = () => server.connect().odoo.count(Automation, [], { archived: true })
  const webhookNote = (plan: SetupPlan) => planJson(plan).notes.filter((note) => /webhook/.test(note))

  it('installs no rules without an address, and says what that means', async () => {
    const { plan } = await planSetup(server.connect().odoo, server.options)
    const [note = '', ...others] = webhookNote(plan)
    assert.deepEqual(others, [])
    assert.match(note, /^Left out: webhook rules\. .*within minutes instead of seconds.*HOOKS_URL/)
    assert.ok(describePlan(plan, 'planned').includes(note))
    await applySetup(server.connect().odoo, server.options)
    assert.equal(await rules(), 0)
  })

  it('installs them with an address', async () => {
    const plan = await applySetup(server.connect().odoo, requested)
    assert.deepEqual(webhookNote(plan), [])
    assert.ok((await rules()) >= 10)
    const actions = await server
      .connect()
      .odoo.searchRead(ServerAction, [['state', '=', 'webhook']], ['webhookUrl'])
    assert.deepEqual([...new Set(actions.map(({ webhookUrl }) => webhookUrl))], [ADDRESS])
    assert.ok(isEmpty((await planSetup(server.connect().odoo, requested)).plan))
  })

  it('keeps existing rules when there is no address, and says so', async () => {
    const count = await rules()
    const plan = await applySetup(server.connect().odoo, server.options)
    assert.equal(await rules(), count)
    const [note = ''] = webhookNote(plan)
    assert.ok(note.startsWith(`Kept: ${count} webhook rules`), note)
    assert.match(note, /no address for them.*setup rollback/)
  })

  it('removes them in a rollback', async () => {
    const { adminLogin } = server.options
    await rollbackSetup(server.connect().odoo, { adminLogin, withData: false, exportFile: null })
    assert.equal(await rules(), 0)
  })
})
