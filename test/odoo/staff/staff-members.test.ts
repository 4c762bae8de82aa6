import assert from 'node:assert/strict'
import { connectOdoo } from '../../../src/odoo/client/client.js'
import { staffGroups } from '../../../src/odoo/staff/staff-groups.js'
import { staffMembers } from '../../../src/odoo/staff/staff-members.js'
import { readyOdoo } from '../../support/odoo.js'

describe('roles by groups in Odoo', () => {
  for (const { version, suite } of [
    { version: 17, suite: true },
    { version: 19, suite: true },
    { version: 18, suite: false },
  ] as const)
    it(`are read with the rights of the bot, on Odoo ${version} with${suite ? '' : 'out'} the suite`, async () => {
      const odoo = await readyOdoo({ version, suite, data: 'demo' })
      try {
        // Without the suite, the groups of staff exist since the setup.
        await odoo.seed()
        const { url, db, bot } = odoo
        const client = connectOdoo({ url, db, login: bot.login, apiKey: bot.password })
        const users = await odoo.sql<{ id: number; login: string }>('select id, login from odoo.res_users')
        const rolesWith = async (mapping: string) => {
          const found = await staffMembers(
            client,
            users.map(({ id }) => id),
            staffGroups(mapping),
          )
          return Object.fromEntries(found.map(({ login, roles }) => [login, roles]))
        }
        const usual = await rolesWith('')
        assert.deepEqual(
          [usual['manager'], usual['agent'], usual['admin']],
          [['manager'], ['agent'], ['manager']],
        )
        const other = await rolesWith('manager=base.group_user; agent=')
        assert.deepEqual([other['agent'], other['manager']], [['manager'], ['manager']])
        // Archived users and those who are not internal are no staff.
        for (const login of ['__system__', 'public', 'portaltemplate']) assert.equal(other[login], undefined)
      } finally {
        await odoo.close()
      }
    })

  it('are mapped by a variable that names what is wrong with it', () => {
    assert.deepEqual(staffGroups('teacher=a.b, c.d').teacher, ['a.b', 'c.d'])
    for (const text of ['boss=a.b', 'manager=group', 'manager'])
      assert.throws(
        () => staffGroups(text),
        /roles \(manager, agent, teacher, accounting\) with external ids/,
      )
  })
})
