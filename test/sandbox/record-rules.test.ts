import { strict as assert } from 'node:assert'
import { SANDBOX_VERSIONS } from '../../sandbox/odoo/version.js'
import { denied, LESSON, ProvisionedOdoo, STUDENT, type Rows } from './provisioned-models.js'

for (const version of SANDBOX_VERSIONS)
  describe(`record rules on provisioned models on Odoo ${version}`, () => {
    const provisioned = new ProvisionedOdoo(version)
    const { admin, bot, create, groupsField, idOf, uidOf } = provisioned
    before(async () => {
      await provisioned.open()
      await provisioned.provision()
      await provisioned.grant()
    })
    after(provisioned.close)

    it('show agents their own records and managers all records', async () => {
      const uid = await uidOf('bot')
      const own = await create(bot, STUDENT, { x_name: 'Own', x_active: true, x_agent_id: uid })
      const other = await create(admin, STUDENT, { x_name: 'Other', x_active: true, x_agent_id: 2 })
      assert.deepEqual(await bot(STUDENT, 'search', [[]]), [own])
      assert.deepEqual(await admin(STUDENT, 'search', [[]]), [other, own])
      await denied(bot(STUDENT, 'read', [[other], ['x_name']]))
      await denied(bot(STUDENT, 'write', [[other], { x_notes: 'x' }]))
      await denied(bot(STUDENT, 'create', [{ x_name: 'B', x_agent_id: 2 }]))
      await denied(bot(STUDENT, 'unlink', [[own]]))
      const lesson = await create(bot, LESSON, { x_name: 'L', x_student_id: own })
      const foreign = await create(admin, LESSON, { x_name: 'open', x_student_id: other }).catch(() => 0)
      const found = (await bot(LESSON, 'search', [[], 0, 0, 'id'])) as number[]
      assert.deepEqual(found, [lesson, foreign])
    })

    it('use implied groups, which are stored up to 18 and computed from 19 on', async () => {
      const agent = await idOf('t.group_agent')
      const rows = (await admin('res.users', 'read', [[2], [groupsField]])) as { [name: string]: number[] }[]
      assert.equal(rows[0]?.[groupsField]?.includes(agent), version < 19)
      const members = version < 19 ? 'users' : 'user_ids'
      const [group] = (await admin('res.groups', 'read', [[agent], [members]])) as Rows
      assert.equal((group?.[members] as number[]).includes(2), version < 19)
    })
  })
