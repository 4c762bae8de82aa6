import assert from 'node:assert/strict'
import { connectOdoo, type Odoo } from '../../src/odoo/client.js'
import { compareSchema } from '../../src/odoo/resolution.js'
import { Membership, MODELS, Student } from '../../src/odoo/schema.js'
import type { Model } from '../../src/odoo/model.js'
import { applySetup, describeSetup, planSetup } from '../../src/odoo/setup.js'
import { answer, fail, scriptedServer, type Script, type ScriptedServer } from './scripted-server.js'

const PROVISIONED = [
  ['gr.student', 'x_partner_id'],
  ['gr.student', 'x_elearning_progress'],
  ['gr.student', 'x_completed_courses'],
  ['gr.progress.tracker', 'x_overall_progress'],
  ['gr.certificate', 'x_orchestrator_key'],
]

describe('setup of our fields in Odoo', () => {
  let server: ScriptedServer
  afterEach(() => server.close())

  interface FieldRow {
    id: number
    name: string
    ttype: string
    model_id: number
    relation: string | false
  }

  /** The three registers of Odoo that setup works with, kept in memory. */
  async function odooWith(world: {
    models: string[]
    fields?: FieldRow[]
    languages?: string[]
  }): Promise<Odoo> {
    const fields = world.fields ?? []
    const script: Script = ({ model, method, args }, reply) => {
      const wanted = (args[0] as [string, string, unknown[]][]).at(0)?.[2] ?? []
      if (model === 'ir.model') {
        const rows = world.models.map((name, index) => ({ id: index + 1, model: name }))
        answer(
          reply,
          rows.filter((row) => wanted.includes(row.model)),
        )
      } else if (model === 'res.lang') {
        answer(
          reply,
          (world.languages ?? []).map((code, index) => ({ id: index + 1, code })),
        )
      } else if (method === 'search_read') {
        answer(
          reply,
          fields.filter((row) => wanted.includes(row.model_id)),
        )
      } else if (method === 'load' && (args[0] as string[])[0] === '.id') {
        answer(reply, { ids: (args[1] as string[][]).map(([id]) => Number(id)), messages: [] })
      } else if (method === 'load') {
        const [columns, rows] = args as [string[], string[][]]
        for (const row of rows) {
          const cell = (column: string) => row[columns.indexOf(column)] ?? ''
          fields.push({
            id: 100 + fields.length,
            name: cell('name'),
            ttype: cell('ttype'),
            model_id: Number(cell('model_id/.id')),
            relation: cell('relation') || false,
          })
        }
        answer(reply, { ids: fields.slice(-rows.length).map(({ id }) => id), messages: [] })
      }
    }
    server = await scriptedServer(script)
    return connectOdoo({ url: server.url, db: 'training', login: 'admin', apiKey: 'admin' })
  }

  const SUITE = ['gr.student', 'gr.progress.tracker', 'gr.certificate']
  const loads = () => server.calls.filter(({ method }) => method === 'load')

  it('plans to add every provisioned field, and changes nothing by planning', async () => {
    const odoo = await odooWith({ models: SUITE })
    const plan = await planSetup(odoo)
    assert.deepEqual(
      plan.steps.map(({ action, model, field }) => [action, model, field]),
      PROVISIONED.map((names) => ['add', ...names]),
    )
    assert.ok(plan.possible)
    assert.equal(describeSetup(plan)[0], '+ gr.student.x_partner_id: many2one to res.partner, “Contact”')
    assert.equal(loads().length, 0)
  })

  it('adds them in one call with external ids, as manual fields that are not copied', async () => {
    const odoo = await odooWith({ models: SUITE })
    await applySetup(odoo)
    assert.equal(loads().length, 1)
    const [columns, rows] = loads()[0]!.args as [string[], string[][]]
    const link = Object.fromEntries(columns.map((column, index) => [column, rows[0]?.[index]]))
    assert.deepEqual(link, {
      id: '__orchestrator__.field_gr_student_x_partner_id',
      name: 'x_partner_id',
      field_description: 'Contact',
      ttype: 'many2one',
      'model_id/.id': '1',
      relation: 'res.partner',
      on_delete: 'set null',
      state: 'manual',
      help: link['help'],
      index: '1',
      copied: '0',
    })
  })

  it('run again it changes nothing', async () => {
    const odoo = await odooWith({ models: SUITE })
    await applySetup(odoo)
    const again = await applySetup(odoo)
    assert.ok(again.steps.every(({ action }) => action === 'keep'))
    assert.equal(loads().length, 1)
  })

  it('adopts what is there and adds only the rest', async () => {
    const partner = { id: 50, name: 'x_partner_id', ttype: 'many2one', model_id: 1, relation: 'res.partner' }
    const odoo = await odooWith({ models: SUITE, fields: [partner] })
    const { steps } = await applySetup(odoo)
    assert.equal(steps[0]?.action, 'keep')
    assert.equal((loads()[0]?.args[1] as unknown[]).length, PROVISIONED.length - 1)
  })

  for (const [what, field] of [
    ['another type', { ttype: 'char', relation: false as const }],
    ['another target', { ttype: 'many2one', relation: 'res.users' }],
  ] as const) {
    it(`refuses a field of ${what}, and then touches nothing`, async () => {
      const odoo = await odooWith({
        models: SUITE,
        fields: [{ id: 50, name: 'x_partner_id', model_id: 1, ...field }],
      })
      const plan = await applySetup(odoo)
      assert.equal(plan.possible, false)
      assert.match(
        describeSetup(plan)[0] ?? '',
        /^! gr\.student\.x_partner_id: it is .* should be many2one to res\.partner/,
      )
      assert.equal(loads().length, 0)
    })
  }

  it('says which model is missing', async () => {
    const odoo = await odooWith({ models: ['gr.student', 'gr.certificate'] })
    const plan = await applySetup(odoo)
    assert.equal(plan.possible, false)
    assert.match(describeSetup(plan).join('\n'), /no model gr\.progress\.tracker/)
    assert.equal(loads().length, 0)
  })

  it('gives the fields Arabic labels where Arabic is installed', async () => {
    const odoo = await odooWith({ models: SUITE, languages: ['ar_001'] })
    await applySetup(odoo)
    const [, labels] = loads()
    const [columns, rows] = labels?.args as [string[], string[][]]
    assert.deepEqual(columns, ['.id', 'field_description'])
    assert.equal(rows.length, PROVISIONED.length)
    assert.deepEqual(rows[0], ['100', 'جهة الاتصال'])
    assert.equal((labels?.kwargs['context'] as Record<string, unknown>)['lang'], 'ar_001')
  })
})

describe('comparison of the schema with the server', () => {
  let server: ScriptedServer
  afterEach(() => server.close())

  type Fields = Record<string, { type: string; relation?: string; selection?: [string, string][] }>

  /** What `fields_get` of a server says that is exactly as declared. */
  const asDeclared = (model: Model): Fields =>
    Object.fromEntries(
      Object.entries(model.fields).map(([logical, { kind, target, keys }]) => [
        model.technical[logical] ?? '',
        {
          type: kind,
          ...(target !== null && { relation: target }),
          ...(keys && { selection: keys.map((key): [string, string] => [key, key]) }),
        },
      ]),
    )

  async function compareWith(script: (fields: Map<string, Fields>) => Script) {
    const fields = new Map(MODELS.map((model: Model) => [model.name, asDeclared(model)]))
    server = await scriptedServer(script(fields))
    return compareSchema(connectOdoo({ url: server.url, db: 'training', login: 'bot', apiKey: 'key' }))
  }
  const faithful =
    (fields: Map<string, Fields>): Script =>
    ({ model, method }, reply) => {
      if (method === 'fields_get') answer(reply, fields.get(model))
      else answer(reply, [])
    }

  it('finds nothing on a server that is as declared', async () => {
    assert.deepEqual(await compareWith(faithful), [])
  })

  it('names a missing field of ours and tells to run setup', async () => {
    const findings = await compareWith((fields) => {
      delete fields.get(Student.name)?.['x_partner_id']
      return faithful(fields)
    })
    assert.deepEqual(
      findings.map(({ kind, model, field }) => [kind, model, field]),
      [['no_field', 'gr.student', 'x_partner_id']],
    )
    assert.match(findings[0]?.words ?? '', /setup/)
    // It is not asked for either: one missing field must not look like a missing right.
    const [read] = server.calls.filter(
      ({ model, method }) => model === 'gr.student' && method === 'search_read',
    )
    assert.ok(!(read?.kwargs['fields'] as string[]).includes('x_partner_id'))
  })

  it('names another type and unknown choices', async () => {
    const findings = await compareWith((fields) => {
      const membership = fields.get(Membership.name)
      assert.ok(membership)
      membership['completion'] = { type: 'float' }
      membership['member_status']?.selection?.push(['paused', 'Paused'])
      return faithful(fields)
    })
    assert.deepEqual(
      findings.map(({ kind, field }) => [kind, field]),
      [
        ['other_type', 'completion'],
        ['unknown_keys', 'member_status'],
      ],
    )
    assert.match(findings[1]?.words ?? '', /paused/)
  })

  it('names a missing model', async () => {
    const findings = await compareWith((fields) => (request, reply, message) => {
      if (request.model === 'gr.student')
        fail(reply, 'odoo.exceptions.UserError', "Object gr.student doesn't exist")
      else faithful(fields)(request, reply, message)
    })
    assert.deepEqual(
      findings.map(({ kind, model }) => [kind, model]),
      [['no_model', 'gr.student']],
    )
  })

  it('names what this login may not read', async () => {
    const findings = await compareWith((fields) => (request, reply, message) => {
      const refused = request.model === 'gr.student' && request.method === 'search_read'
      if (refused) fail(reply, 'odoo.exceptions.AccessError')
      else faithful(fields)(request, reply, message)
    })
    assert.deepEqual(
      findings.map(({ kind, model }) => [kind, model]),
      [['not_readable', 'gr.student']],
    )
  })

  it('fails when the server cannot be asked', async () => {
    await assert.rejects(
      compareWith(() => (_, reply) => fail(reply, 'psycopg2.OperationalError')),
      { type: 'OdooUnavailable' },
    )
  })
})
