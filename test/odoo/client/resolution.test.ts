import assert from 'node:assert/strict'
import { connectOdoo, odooClient } from '../../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../../src/odoo/client/connect.js'
import { SchemaCache, type DescribeFields, type ServerField } from '../../../src/odoo/client/resolution.js'
import { AssessmentIntegration, Slide, Student, SurveyAttempt } from '../../../src/odoo/schema/index.js'
import { declaredFields } from '../schema/declared-fields.js'
import { answer, fail, scriptedServer, type Script, type ScriptedServer } from './scripted-server.js'

type Tables = Record<string, Record<string, ServerField>>

const CHAR: ServerField = { type: 'char', required: false, readonly: false, store: true }

/** A server with these models; asked for more fields than it has, it tells of those that it has. */
const serverWith =
  (tables: Tables): DescribeFields =>
  (model, names) => {
    const fields = tables[model]
    return Promise.resolve(
      fields && Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name))),
    )
  }

describe('names of the connected server', () => {
  it('the suite’s own where it is installed, and x_… for a field that is ours', async () => {
    const there = await new SchemaCache(
      serverWith({ 'gr.student': declaredFields('gr.student') ?? {} }),
    ).resolve(Student)
    assert.deepEqual([there.name, there.origin], ['gr.student', 'adopted'])
    const { birthDate, partner } = there.fields
    assert.deepEqual([birthDate.name, birthDate.origin], ['birth_date', 'adopted'])
    assert.deepEqual([partner.name, partner.origin], ['x_partner_id', 'provisioned'])
  })

  it('x_gr_… and x_… for all where it is not', async () => {
    const provisioned = { x_gr_student: { x_name: CHAR, x_email: CHAR, write_date: CHAR } }
    const there = await new SchemaCache(serverWith(provisioned)).resolve(Student)
    assert.deepEqual([there.name, there.origin], ['x_gr_student', 'provisioned'])
    const { email, writeDate, phone } = there.fields
    assert.deepEqual([email.name, writeDate.name], ['x_email', 'write_date'])
    assert.deepEqual([phone.name, phone.origin, phone.server], ['x_phone', 'missing', null])
  })

  it('stay with the provisioned model when the suite is installed later: our students are in it', async () => {
    const both = { 'gr.student': { name: CHAR }, x_gr_student: { x_name: CHAR } }
    assert.equal((await new SchemaCache(serverWith(both)).resolve(Student)).name, 'x_gr_student')
  })

  it('a field that an adopted model lacks may be provisioned beside it', async () => {
    const there = await new SchemaCache(
      serverWith({ 'gr.student': { name: CHAR, x_nationality: CHAR } }),
    ).resolve(Student)
    assert.deepEqual(
      [there.fields.nationality.name, there.fields.nationality.origin],
      ['x_nationality', 'provisioned'],
    )
  })

  it('a model that nobody brought is missing, under the name that setup would give it', async () => {
    const there = await new SchemaCache(serverWith({})).resolve(AssessmentIntegration)
    assert.deepEqual([there.name, there.origin], ['x_gr_assessment_integration', 'missing'])
  })

  it('a look-up that failed is not remembered', async () => {
    let away = true
    const schema = new SchemaCache((model, names) =>
      away ? Promise.reject(new Error('away')) : serverWith({ 'gr.student': { name: CHAR } })(model, names),
    )
    await assert.rejects(schema.resolve(Student), /away/)
    away = false
    assert.equal((await schema.resolve(Student)).origin, 'adopted')
  })
})

describe('a schema that changes under our feet', () => {
  let server: ScriptedServer
  let minutes = 0
  afterEach(() => server.close())

  /** An Odoo with the suite, less the fields in `removed` (`gr.student.phone`), which it refuses by name as Odoo does. */
  async function odooWithout(removed: Set<string>) {
    const script: Script = ({ model, kwargs }, reply) => {
      const gone = ((kwargs['fields'] ?? []) as string[]).find((name) => removed.has(`${model}.${name}`))
      if (gone) fail(reply, 'builtins.ValueError', `Invalid field '${gone}' on model '${model}'`)
      else answer(reply, [])
    }
    const describe: Script = ({ model, kwargs, args }, reply) => {
      const fields = declaredFields(model)
      if (!fields) {
        fail(reply, 'odoo.exceptions.UserError', `Object ${model} doesn't exist`)
        return
      }
      const asked = (args[0] ?? kwargs['allfields']) as string[]
      const there = Object.entries(fields).filter(
        ([name]) => asked.includes(name) && !removed.has(`${model}.${name}`),
      )
      answer(reply, Object.fromEntries(there))
    }
    server = await scriptedServer(script, { describe })
    const credentials = { url: server.url, db: 'training', login: 'bot', apiKey: 'key' }
    return odooClient(new ConnectedTransport(credentials), () => minutes * 60_000)
  }

  it('a removed field stops the work that needs it, by name, and no other', async () => {
    const removed = new Set(['gr.student.phone'])
    const odoo = await odooWithout(removed)
    await assert.rejects(odoo.searchRead(Student, [], ['name', 'phone']), {
      type: 'OdooSchema',
      exceptionName: 'MissingField(gr.student.x_phone)',
    })
    assert.deepEqual(await odoo.searchRead(Student, [], ['name', 'email']), [])
  })

  it('noticed when it happens in the middle of the work, and over when it is mended', async () => {
    const removed = new Set<string>()
    const odoo = await odooWithout(removed)
    const read = () => odoo.searchRead(Student, [], ['name', 'phone'])
    assert.deepEqual(await read(), [])
    minutes += 1
    removed.add('gr.student.phone')
    await assert.rejects(read(), { exceptionName: 'MissingField(gr.student.x_phone)' })
    minutes += 1
    removed.clear()
    assert.deepEqual(await read(), [])
  })

  it('a missing model is named', async () => {
    const odoo = await odooWithout(new Set())
    await assert.rejects(odoo.searchRead(AssessmentIntegration, [], ['name']), {
      type: 'OdooSchema',
      exceptionName: 'MissingModel(gr.assessment.integration)',
    })
  })

  it('where a field of an app that may be missing is missing, it reads as empty and is not asked for', async () => {
    const odoo = await odooWithout(new Set(['slide.slide.survey_id']))
    assert.deepEqual(await odoo.searchRead(Slide, [], ['name', 'survey']), [])
    assert.deepEqual(server.calls.at(-1)?.kwargs['fields'], ['id', 'name'])
  })

  it('a model of an app that may be missing has no records', async () => {
    const noSurveys: Script = (_, reply) =>
      fail(reply, 'odoo.exceptions.UserError', "Object survey.user_input doesn't exist")
    server = await scriptedServer(noSurveys, { describe: noSurveys })
    const odoo = connectOdoo({ url: server.url, db: 'training', login: 'bot', apiKey: 'key' })
    assert.deepEqual(await odoo.searchRead(SurveyAttempt, [], ['state']), [])
    assert.equal(await odoo.count(SurveyAttempt, []), 0)
  })
})
