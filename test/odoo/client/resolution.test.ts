import assert from 'node:assert/strict'
import { connectOdoo, odooClient } from '../../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../../src/odoo/client/connect.js'
import { SchemaCache, type DescribeFields, type ServerField } from '../../../src/odoo/client/resolution.js'
import { AssessmentIntegration, Slide, Student, SurveyAttempt } from '../../../src/odoo/schema/index.js'
import { declaredFields } from '../schema/declared-fields.js'
import { respond, fail, scriptedServer, type Script, type ScriptedServer } from './scripted-server.js'

type Tables = Record<string, Record<string, ServerField>>

const CHAR: ServerField = { type: 'char', required: false, readonly: false, store: true }

/** Describes a server with these models. Of the requested fields it returns those that exist. */
const serverWith =
  (tables: Tables): DescribeFields =>
  (model, names) => {
    const fields = tables[model]
    return Promise.resolve(
      fields && Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name))),
    )
  }

describe('names of the connected server', () => {
  it('are the suite’s own if it is installed, and x_… for our own fields', async () => {
    const resolved = await new SchemaCache(
      serverWith({ 'gr.student': declaredFields('gr.student') ?? {} }),
    ).resolve(Student)
    assert.deepEqual([resolved.name, resolved.origin], ['gr.student', 'adopted'])
    const { birthDate, partner } = resolved.fields
    assert.deepEqual([birthDate.name, birthDate.origin], ['birth_date', 'adopted'])
    assert.deepEqual([partner.name, partner.origin], ['x_partner_id', 'provisioned'])
  })

  it('are x_gr_… and x_… if the suite is not installed', async () => {
    const provisioned = { x_gr_student: { x_name: CHAR, x_email: CHAR, write_date: CHAR } }
    const resolved = await new SchemaCache(serverWith(provisioned)).resolve(Student)
    assert.deepEqual([resolved.name, resolved.origin], ['x_gr_student', 'provisioned'])
    const { email, writeDate, phone } = resolved.fields
    assert.deepEqual([email.name, writeDate.name], ['x_email', 'write_date'])
    assert.deepEqual([phone.name, phone.origin, phone.server], ['x_phone', 'missing', null])
  })

  it('stay those of the provisioned model when the suite is installed later', async () => {
    const both = { 'gr.student': { name: CHAR }, x_gr_student: { x_name: CHAR } }
    assert.equal((await new SchemaCache(serverWith(both)).resolve(Student)).name, 'x_gr_student')
  })

  it('may be provisioned for a field that an adopted model lacks', async () => {
    const resolved = await new SchemaCache(
      serverWith({ 'gr.student': { name: CHAR, x_nationality: CHAR } }),
    ).resolve(Student)
    assert.deepEqual(
      [resolved.fields.nationality.name, resolved.fields.nationality.origin],
      ['x_nationality', 'provisioned'],
    )
  })

  it('of a missing model are those that setup would give it', async () => {
    const resolved = await new SchemaCache(serverWith({})).resolve(AssessmentIntegration)
    assert.deepEqual([resolved.name, resolved.origin], ['x_gr_assessment_integration', 'missing'])
  })

  it('are looked up again after a failed lookup', async () => {
    let unavailable = true
    const schema = new SchemaCache((model, names) =>
      unavailable
        ? Promise.reject(new Error('unavailable'))
        : serverWith({ 'gr.student': { name: CHAR } })(model, names),
    )
    await assert.rejects(schema.resolve(Student), /unavailable/)
    unavailable = false
    assert.equal((await schema.resolve(Student)).origin, 'adopted')
  })
})

describe('a schema that changes while we are connected', () => {
  let server: ScriptedServer
  let minutes = 0
  afterEach(() => server.close())

  /** Starts an Odoo with the suite without the fields in `removed` (`gr.student.phone`). */
  async function odooWithout(removed: Set<string>) {
    const script: Script = ({ model, kwargs }, reply) => {
      const missing = ((kwargs['fields'] ?? []) as string[]).find((name) => removed.has(`${model}.${name}`))
      if (missing) fail(reply, 'builtins.ValueError', `Invalid field '${missing}' on model '${model}'`)
      else respond(reply, [])
    }
    const describe: Script = ({ model, kwargs, args }, reply) => {
      const fields = declaredFields(model)
      if (!fields) {
        fail(reply, 'odoo.exceptions.UserError', `Object ${model} doesn't exist`)
        return
      }
      const requested = (args[0] ?? kwargs['allfields']) as string[]
      const remaining = Object.entries(fields).filter(
        ([name]) => requested.includes(name) && !removed.has(`${model}.${name}`),
      )
      respond(reply, Object.fromEntries(remaining))
    }
    server = await scriptedServer(script, { describe })
    const credentials = { url: server.url, db: 'training', login: 'bot', apiKey: 'key' }
    return odooClient(new ConnectedTransport(credentials), () => minutes * 60_000)
  }

  it('stops only the work that needs a removed field, and names the field', async () => {
    const removed = new Set(['gr.student.phone'])
    const odoo = await odooWithout(removed)
    await assert.rejects(odoo.searchRead(Student, [], ['name', 'phone']), {
      type: 'OdooSchema',
      exceptionName: 'MissingField(gr.student.x_phone)',
    })
    assert.deepEqual(await odoo.searchRead(Student, [], ['name', 'email']), [])
  })

  it('is noticed when a field disappears, and again when it is back', async () => {
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

  it('names a missing model in the failure', async () => {
    const odoo = await odooWithout(new Set())
    await assert.rejects(odoo.searchRead(AssessmentIntegration, [], ['name']), {
      type: 'OdooSchema',
      exceptionName: 'MissingModel(gr.assessment.integration)',
    })
  })

  it('reads a missing field of an optional app as empty without requesting it', async () => {
    const odoo = await odooWithout(new Set(['slide.slide.survey_id']))
    assert.deepEqual(await odoo.searchRead(Slide, [], ['name', 'survey']), [])
    assert.deepEqual(server.calls.at(-1)?.kwargs['fields'], ['id', 'name'])
  })

  it('finds no records for a missing model of an optional app', async () => {
    const noSurveys: Script = (_, reply) =>
      fail(reply, 'odoo.exceptions.UserError', "Object survey.user_input doesn't exist")
    server = await scriptedServer(noSurveys, { describe: noSurveys })
    const odoo = connectOdoo({ url: server.url, db: 'training', login: 'bot', apiKey: 'key' })
    assert.deepEqual(await odoo.searchRead(SurveyAttempt, [], ['state']), [])
    assert.equal(await odoo.count(SurveyAttempt, []), 0)
  })
})
