import assert from 'node:assert/strict'
import { connectOdoo } from '../../../src/odoo/client/client.js'
import { label } from '../../../src/odoo/schema/fields.js'
import { AssessmentIntegration, Student } from '../../../src/odoo/schema/index.js'
import {
  FieldRecord,
  Menu,
  ModelRecord,
  SystemParameter,
  UrlAction,
} from '../../../src/odoo/schema/administration.js'
import { applySetup } from '../../../src/odoo/setup/apply.js'
import { isEmpty, planSetup, conflicts } from '../../../src/odoo/setup/plan.js'
import { describePlan, planJson } from '../../../src/odoo/setup/plan-report.js'
import { setupServer, type SetupServer } from './server.js'

describe('setup of an Odoo without the suite', () => {
  let server: SetupServer
  before(async () => {
    server = await setupServer({ suite: false })
  })
  after(() => server.close())

  it('plans all models without changing anything', async () => {
    const { odoo, writes } = server.connect()
    const { plan } = await planSetup(odoo, server.options)
    assert.deepEqual(writes, [])
    assert.equal(isEmpty(plan), false)
    const text = describePlan(plan, 'planned')
    assert.match(text, /^Odoo 18\.0 without the training suite/)
    assert.match(text, /^ {2}\+ x_gr_student: Student$/m)
    assert.match(text, /^ {2}\+ x_gr_student\.x_partner_id: many2one to res\.partner, “Contact”$/m)
    assert.match(text, /^ {2}\+ x_gr_student, Training: Agent: read, write, create$/m)
    assert.match(text, /^ {2}~ the bot: joins its group$/m)
    assert.match(text, /^Plan: \d+ to create, 2 to change, 0 to remove; 0 unchanged\.$/m)
    const { lines, empty, possible } = planJson(plan)
    assert.ok(possible && !empty)
    assert.ok(lines.some(({ action, title }) => action === 'create' && title === 'x_gr_certificate.x_name'))
  })

  it('creates them, and writes nothing in a second run', async () => {
    await applySetup(server.connect().odoo, server.options)
    const { odoo, writes } = server.connect()
    const plan = await applySetup(odoo, server.options)
    assert.deepEqual(planJson(plan).lines, [])
    assert.deepEqual(writes, [])
    assert.match(describePlan(plan, 'done'), /^Nothing to do: all \d+ records are up to date\.$/m)
  })

  it('puts a way to the staff app into the menu, and keeps it in a run that does not know the address', async () => {
    const dashboard = async () => {
      const { odoo } = server.connect()
      const [menu] = await odoo.searchRead(Menu, [['name', '=', 'Dashboard']], ['action', 'parent'])
      const [action] = await odoo.searchRead(UrlAction, [['name', '=', 'Dashboard']], ['url', 'target'])
      assert.equal(menu?.action, `ir.actions.act_url,${action?.id ?? 0}`)
      return action
    }
    const first = await dashboard()
    assert.equal(first?.url, 'https://training.example.org/app/overview')
    const plan = await applySetup(server.connect().odoo, { ...server.options, appUrl: null })
    assert.deepEqual(planJson(plan).lines, [])
    assert.deepEqual(await dashboard(), first)
  })

  it('lets the bot use them under their logical names', async () => {
    const { url, db, bot } = server.sandbox
    const odoo = connectOdoo({ url, db, login: bot.login, apiKey: bot.password })
    const id = await odoo.create(Student, {
      name: 'Amal',
      nameArabic: 'أمل',
      nameEnglish: 'Amal',
      email: 'amal@example.org',
    })
    const [row] = await odoo.read(Student, [id], ['state', 'enrollmentType'])
    assert.deepEqual(row, { id, state: 'draft', enrollmentType: 'auto' })
    await server.connect().odoo.call(Student, 'unlink', [id])
  })

  it('restores a field that somebody changed, and writes nothing else', async () => {
    const { odoo, writes } = server.connect()
    const [field] = await odoo.searchRead(
      FieldRecord,
      [
        ['name', '=', 'x_partner_id'],
        ['relation', '=', 'res.partner'],
      ],
      ['label'],
    )
    assert.ok(field)
    await odoo.write(FieldRecord, [field.id], { label: 'Somebody' })
    const { plan } = await planSetup(odoo, server.options)
    assert.match(
      describePlan(plan, 'planned'),
      /~ x_gr_student\.x_partner_id\n {6}label: “Somebody” → “Contact”/,
    )
    writes.length = 0
    await applySetup(odoo, server.options)
    assert.deepEqual(
      writes.filter((call) => !call.startsWith('ir.config_parameter')),
      ['ir.model.fields.load'],
    )
    assert.ok(isEmpty((await planSetup(odoo, server.options)).plan))
  })

  it('translates labels to Arabic', async () => {
    const { odoo } = server.connect()
    const [field] = await odoo
      .with({ lang: 'ar_001' })
      .searchRead(FieldRecord, [['name', '=', 'x_partner_id']], ['label'])
    assert.equal(field?.label, label('', 'جهة الاتصال').ar)
  })
})

describe('setup of an Odoo with the suite', () => {
  let server: SetupServer
  before(async () => {
    server = await setupServer({ suite: true })
  })
  after(() => server.close())

  it('reports a field of another type as a conflict, and then changes nothing', async () => {
    const { odoo } = server.connect()
    const [student] = await odoo.searchRead(ModelRecord, [['model', '=', Student.name]], [])
    const field = await odoo.create(FieldRecord, {
      name: 'x_partner_id',
      label: 'Partner',
      kind: 'char',
      model: student?.id ?? 0,
      state: 'manual',
    })
    const { odoo: other, writes } = server.connect()
    const plan = await applySetup(other, server.options)
    assert.deepEqual(writes, [])
    assert.equal(conflicts(plan).length, 1)
    assert.match(
      describePlan(plan, 'done'),
      /! gr\.student\.x_partner_id: it is char and should be many2one to res\.partner; rename or remove it/,
    )
    await odoo.call(FieldRecord, 'unlink', [field])
  })

  it('adopts its models, creates what they lack, and keeps a suitable field made by hand', async () => {
    const { odoo, writes } = server.connect()
    const [student] = await odoo.searchRead(ModelRecord, [['model', '=', Student.name]], [])
    await odoo.create(FieldRecord, {
      name: 'x_partner_id',
      label: 'Made by hand',
      kind: 'many2one',
      relation: 'res.partner',
      model: student?.id ?? 0,
      state: 'manual',
    })
    await applySetup(odoo, server.options)
    assert.equal((await odoo.resolve(Student)).origin, 'adopted')
    const [field] = await odoo.searchRead(FieldRecord, [['name', '=', 'x_partner_id']], ['label'])
    assert.equal(field?.label, 'Made by hand')
    const fresh = server.connect()
    assert.equal((await fresh.odoo.resolve(AssessmentIntegration)).origin, 'provisioned')
    writes.length = 0
    assert.ok(isEmpty(await applySetup(odoo, server.options)))
    assert.deepEqual(writes, [])
  })

  it('removes its lock', async () => {
    const { odoo } = server.connect()
    const parameters = await odoo.searchRead(SystemParameter, [['key', '=like', 'orchestrator.%']], ['key'])
    assert.deepEqual(parameters.map(({ key }) => key).sort(), [
      'orchestrator.baseline',
      'orchestrator.schema_version',
    ])
  })
})
