import { strict as assert } from 'node:assert'
import { startSandboxOdoo } from '../../sandbox/odoo/start.js'
import { sandboxOdoo, type TestOdoo } from '../support/odoo.js'
import { client, type Call } from './rpc.js'

const FIELDS = ['id', 'name', 'field_description', 'ttype', 'model_id/id', 'relation']
const STUDENT = 'grants_training_suite_v2.model_gr_student'

describe('fields and records loaded into the sandbox', () => {
  let odoo: TestOdoo
  let bot: Call
  let admin: Call
  before(async () => {
    odoo = await sandboxOdoo()
    bot = await client(odoo)
    admin = await client(odoo, 'admin')
  })
  after(() => odoo.close())

  it('make a new field usable at once, and update it when loaded again', async () => {
    const load = (label: string) =>
      admin('ir.model.fields', 'load', [
        FIELDS,
        [
          ['__orchestrator__.f_partner', 'x_partner_id', label, 'many2one', STUDENT, 'res.partner'],
          ['__orchestrator__.f_score', 'x_score', 'Score', 'float', STUDENT, ''],
        ],
      ])
    const { ids } = (await load('Contact')) as { ids: number[] }
    assert.deepEqual(await load('The contact'), { ids, messages: [], nextrow: 0 })
    await bot('gr.student', 'write', [[1], { x_partner_id: 8, x_score: 2.5 }])
    const [row] = (await bot('gr.student', 'search_read', [
      [['x_partner_id', '=', 8]],
      ['x_partner_id', 'x_score'],
    ])) as [object]
    assert.deepEqual(row, {
      id: 1,
      x_partner_id: [
        8,
        (await odoo.sql<{ name: string }>('SELECT name FROM res_partner WHERE id = 8'))[0]?.name,
      ],
      x_score: 2.5,
    })
    const facts = (await bot('gr.student', 'fields_get', [
      ['x_partner_id'],
      ['string', 'type', 'relation'],
    ])) as object
    assert.deepEqual(facts, {
      x_partner_id: { type: 'many2one', string: 'The contact', relation: 'res.partner' },
    })
  })

  it('keep a label in another language besides the first one', async () => {
    const columns = ['id', 'field_description']
    const context = { context: { lang: 'ar_001' } }
    await admin('ir.model.fields', 'load', [columns, [['__orchestrator__.f_score', 'النتيجة']]], context)
    const label = async (kwargs: object) => {
      const domain = [
        ['model', '=', 'gr.student'],
        ['name', '=', 'x_score'],
      ]
      const rows = await admin('ir.model.fields', 'search_read', [domain, ['field_description']], kwargs)
      return (rows as { field_description: string }[])[0]?.field_description
    }
    assert.deepEqual([await label({}), await label(context)], ['Score', 'النتيجة'])
    await assert.rejects(label({ context: { lang: 'fr_FR' } }), /Invalid language code/)
  })

  it('are all rejected when one row is invalid', async () => {
    const reply = (await admin('ir.model.fields', 'load', [
      FIELDS,
      [
        ['__orchestrator__.f_good', 'x_good', 'Good', 'char', STUDENT, ''],
        ['__orchestrator__.f_bad', 'bad', 'Bad', 'char', STUDENT, ''],
      ],
    ])) as { ids: false; messages: { record: number }[] }
    assert.equal(reply.ids, false)
    assert.equal(reply.messages[0]?.record, 1)
    const facts = await bot('gr.student', 'fields_get', [['x_good'], ['type']])
    assert.deepEqual(facts, {})
  })

  it('are one record per external id, and are created again after a deletion', async () => {
    const load = (status: string) =>
      bot('gr.progress.tracker', 'load', [
        ['id', 'student_id/.id', 'course_integration_id/.id', 'status'],
        [['__orchestrator__.tracker_1_1', '1', '1', status]],
      ]) as Promise<{ ids: number[] }>
    const first = await load('not_started')
    assert.deepEqual(await load('in_progress'), first)
    await bot('gr.progress.tracker', 'unlink', [first.ids])
    const again = await load('not_started')
    assert.notDeepEqual(again.ids, first.ids)
  })

  it('cannot use an external id of another model', async () => {
    const load = (model: string) =>
      bot(model, 'load', [['id', 'name'], [['__orchestrator__.one_thing', 'One']]]) as Promise<{
        ids: number[] | false
      }>
    assert.ok((await load('res.partner')).ids)
    assert.equal((await load('gr.training.program')).ids, false)
    assert.ok((await load('res.partner')).ids)
  })

  it('report invalid cells in messages while the call itself succeeds', async () => {
    const reply = (await bot('gr.progress.tracker', 'load', [
      ['.id', 'elearning_progress', 'status'],
      [['1', 'many', 'never']],
    ])) as { ids: false; messages: { field: string }[] }
    assert.equal(reply.ids, false)
    assert.deepEqual(
      reply.messages.map(({ field }) => field),
      ['elearning_progress', 'status'],
    )
  })

  it('survive a restart, including added fields', async () => {
    const again = await startSandboxOdoo({ databaseUrl: odoo.databaseUrl, port: 0, data: 'demo' })
    try {
      const call = await client(again)
      assert.equal(await call('gr.student', 'search_count', [[]]), 40)
      assert.deepEqual(await call('gr.student', 'read', [[1], ['x_score']]), [{ id: 1, x_score: 2.5 }])
    } finally {
      await again.close()
    }
  })
})
