import { strict as assert } from 'node:assert'
import { sandboxOdoo, type TestOdoo } from '../support/odoo.js'
import { client } from './rpc.js'

/** Up to 17 the method is about the caller, from 18 on about the given user. */
for (const version of [17, 18] as const)
  describe(`res.users.has_group of the sandbox as Odoo ${version}`, () => {
    let odoo: TestOdoo
    before(async () => {
      odoo = await sandboxOdoo({ version, data: 'empty' })
    })
    after(() => odoo.close())

    it('says whether the caller is in a group', async () => {
      const ask = async (who: 'bot' | 'admin', group: string) => {
        const call = await client(odoo, who)
        const { uid } = (await call('res.users', 'context_get')) as { uid: number }
        return call('res.users', 'has_group', version === 17 ? [group] : [[uid], group])
      }
      assert.equal(await ask('bot', 'base.group_partner_manager'), true)
      assert.equal(await ask('bot', 'base.group_system'), false)
      assert.equal(await ask('admin', 'base.group_system'), true)
      assert.equal(await ask('admin', 'nobody.knows'), false)
    })
  })
