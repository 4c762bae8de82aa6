import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { ConnectedTransport } from '../../../src/odoo/client/connect.js'
import { OdooError } from '../../../src/odoo/client/errors.js'
import type { Call, Credentials, Transport } from '../../../src/odoo/client/transport.js'
import { majorVersion } from '../../../src/odoo/client/versions.js'
import { sandboxOdoo } from '../../support/odoo.js'

/**
 * The same scenarios over both protocols of one Odoo 19: same results, same failure types. It is
 * the sandbox, or a real Odoo 19 at ODOO_URL, with ODOO_DB, ODOO_LOGIN and ODOO_API_KEY of a bot
 * user. The tests create contacts and courses there and delete them.
 */
interface Fixture {
  readonly odoo: Transport
  /** A course, and a contact that is not a member of it. */
  readonly course: number
  readonly contact: number
  /** Unique name of the records of this test. */
  readonly mark: string
}

type CallRequest = Omit<Call, 'reads'>

interface Scenario {
  readonly what: string
  readonly run: (fixture: Fixture) => Promise<unknown>
  /** The result, or the type of the failure. */
  readonly expected: unknown
}

const execute = (odoo: Transport, call: CallRequest) => odoo.execute({ ...call, reads: false })

async function create(odoo: Transport, model: string, values: object): Promise<number> {
  const ids = await execute(odoo, { model, method: 'create', args: { vals_list: values } })
  return (ids as [number])[0]
}

const single = (what: string, call: (fixture: Fixture) => CallRequest, expected: unknown): Scenario => ({
  what,
  run: (fixture) => execute(fixture.odoo, call(fixture)),
  expected,
})

const RESULTS: readonly Scenario[] = [
  single(
    'a number',
    ({ contact }) => ({
      model: 'res.partner',
      method: 'search_count',
      args: { domain: [['id', '=', contact]] },
    }),
    1,
  ),
  {
    what: 'rows with false for empty values and a many2one as a plain id',
    run: async ({ odoo, contact }) => {
      const rows = await execute(odoo, {
        model: 'res.partner',
        method: 'search_read',
        args: { domain: [['id', '=', contact]] },
        kwargs: {
          fields: ['id', 'phone', 'parent_id', 'active', 'is_company'],
          load: null,
          order: 'id',
          limit: 1,
        },
      })
      return (rows as { id: number }[]).map(({ id, ...row }) => ({ ...row, known: id === contact }))
    },
    expected: [{ phone: false, parent_id: false, active: true, is_company: false, known: true }],
  },
  single(
    'the description of fields',
    () => ({
      model: 'slide.channel.partner',
      method: 'fields_get',
      args: { allfields: ['partner_id', 'completion'], attributes: ['type', 'relation'] },
    }),
    { partner_id: { type: 'many2one', relation: 'res.partner' }, completion: { type: 'integer' } },
  ),
  {
    what: 'the ids of one or many created records',
    run: async ({ odoo, mark }) => {
      const lengths: number[] = []
      for (const values of [{ name: mark }, [{ name: mark }, { name: mark }]]) {
        const ids = await execute(odoo, {
          model: 'res.partner',
          method: 'create',
          args: { vals_list: values },
        })
        assert.ok(Array.isArray(ids) && ids.every(Number.isInteger))
        lengths.push(ids.length)
        await execute(odoo, { model: 'res.partner', method: 'unlink', ids })
      }
      return lengths
    },
    expected: [1, 2],
  },
  {
    what: 'None for a method that takes effect',
    run: async ({ odoo, course, contact }) => {
      const args = { partner_id: contact }
      const granted = await execute(odoo, {
        model: 'slide.channel',
        method: 'action_grant_access',
        ids: [course],
        args,
      })
      const domain = [
        ['channel_id', '=', course],
        ['partner_id', '=', contact],
      ]
      const members = await execute(odoo, {
        model: 'slide.channel.partner',
        method: 'search_read',
        args: { domain },
        kwargs: { fields: ['member_status', 'completion'] },
      })
      return [granted, (members as object[]).map((row) => ({ ...row, id: 0 }))]
    },
    expected: [undefined, [{ id: 0, member_status: 'joined', completion: 0 }]],
  },
  {
    what: 'archived records if the context requests them',
    run: async ({ odoo, contact }) => {
      const count = (context?: object) =>
        execute(odoo, {
          model: 'res.partner',
          method: 'search_count',
          args: { domain: [['id', '=', contact]] },
          ...(context && { context: { ...context } }),
        })
      const write = (active: boolean) =>
        execute(odoo, { model: 'res.partner', method: 'write', ids: [contact], args: { vals: { active } } })
      const counts = [await write(false), await count(), await count({ active_test: false })]
      await write(true)
      return counts
    },
    expected: [true, 0, 1],
  },
  {
    what: 'the same record for an external id that is loaded twice',
    run: async ({ odoo, mark }) => {
      const load = (name: string) =>
        execute(odoo, {
          model: 'res.partner',
          method: 'load',
          args: { fields: ['id', 'name'], data: [[`__orchestrator__.transport_${mark}`, name]] },
        }) as Promise<{ ids: number[]; messages: unknown[] }>
      const [first, second] = [await load('first'), await load('second')]
      await execute(odoo, { model: 'res.partner', method: 'unlink', ids: second.ids })
      return [first.ids.length, second.ids[0] === first.ids[0], second.messages]
    },
    expected: [1, true, []],
  },
  {
    what: 'the messages of a load that stored nothing',
    run: async ({ odoo, mark }) => {
      const { ids, messages } = (await execute(odoo, {
        model: 'res.partner',
        method: 'load',
        args: { fields: ['.id', 'name'], data: [['999999999', mark]] },
      })) as { ids: unknown; messages: { type: string; field?: string }[] }
      return [ids, messages.map(({ type, field }) => [type, field])]
    },
    expected: [false, [['error', '.id']]],
  },
]

const FAILURES: readonly Scenario[] = [
  single(
    'an unknown model',
    () => ({ model: 'x.nope', method: 'search_count', args: { domain: [] } }),
    'OdooSchema',
  ),
  single(
    'an unknown method',
    ({ contact }) => ({ model: 'res.partner', method: 'no_such_method', ids: [contact] }),
    'OdooSchema',
  ),
  single(
    'a private method',
    ({ course }) => ({ model: 'slide.channel', method: '_action_add_members', ids: [course] }),
    'OdooAccessDenied',
  ),
  single(
    'an unknown field in a domain',
    () => ({ model: 'res.partner', method: 'search_read', args: { domain: [['nope', '=', 1]] } }),
    'OdooSchema',
  ),
  single(
    'an unknown field to read',
    () => ({
      model: 'res.partner',
      method: 'search_read',
      args: { domain: [] },
      kwargs: { fields: ['nope'] },
    }),
    'OdooSchema',
  ),
  single(
    'an unknown field to write',
    ({ contact }) => ({ model: 'res.partner', method: 'write', ids: [contact], args: { vals: { nope: 1 } } }),
    'OdooSchema',
  ),
  single(
    'an unknown selection key',
    ({ course }) => ({
      model: 'slide.channel',
      method: 'write',
      ids: [course],
      args: { vals: { enroll: 'sometimes' } },
    }),
    'OdooSchema',
  ),
  single(
    'a missing argument',
    ({ course }) => ({ model: 'slide.channel', method: 'action_grant_access', ids: [course] }),
    'OdooSchema',
  ),
  single(
    'an unknown argument',
    () => ({ model: 'res.partner', method: 'search_count', args: { domain: [] }, kwargs: { nope: 1 } }),
    'OdooSchema',
  ),
  single(
    'ids for a method of the model',
    ({ contact }) => ({ model: 'res.partner', method: 'search_count', ids: [contact], args: { domain: [] } }),
    'OdooSchema',
  ),
  single(
    'a deleted record',
    () => ({ model: 'res.partner', method: 'write', ids: [999_999_999], args: { vals: { name: 'x' } } }),
    'OdooMissing',
  ),
  {
    what: 'a second membership',
    run: async ({ odoo, course, contact }) => {
      const args = { vals_list: { channel_id: course, partner_id: contact } }
      await execute(odoo, { model: 'slide.channel.partner', method: 'create', args })
      return execute(odoo, { model: 'slide.channel.partner', method: 'create', args })
    },
    expected: 'OdooRejected',
  },
  single(
    'a language that is not installed',
    () => ({ model: 'res.partner', method: 'search_count', args: { domain: [] }, context: { lang: 'tlh' } }),
    'OdooRejected',
  ),
  single(
    'a model without access rights',
    () => ({
      model: 'ir.config_parameter',
      method: 'search_read',
      args: { domain: [] },
      kwargs: { fields: ['key'], limit: 1 },
    }),
    'OdooAccessDenied',
  ),
]

describe('both transports on one Odoo 19', () => {
  let credentials: Credentials
  let close = () => Promise.resolve()

  before(async function () {
    const { ODOO_URL, ODOO_DB = '', ODOO_LOGIN = '', ODOO_API_KEY = '' } = process.env
    if (ODOO_URL === undefined) {
      const sandbox = await sandboxOdoo({ version: 19, data: 'empty' })
      const { url, db, bot } = sandbox
      credentials = { url, db, login: bot.login, apiKey: bot.password }
      close = () => sandbox.close()
    } else {
      credentials = { url: ODOO_URL, db: ODOO_DB, login: ODOO_LOGIN, apiKey: ODOO_API_KEY }
      const version = await new ConnectedTransport(credentials).serverVersion()
      if (majorVersion(version) < 19) this.skip()
    }
  })
  after(() => close())

  for (const transport of ['jsonrpc', 'json2'] as const) {
    describe(transport, () => {
      let fixture: Fixture
      const contacts: number[] = []

      before(async () => {
        const odoo = new ConnectedTransport({ ...credentials, transport })
        const mark = randomUUID().replaceAll('-', '')
        const values = { name: mark, enroll: 'invite', visibility: 'members', is_published: true }
        fixture = { odoo, course: await create(odoo, 'slide.channel', values), contact: 0, mark }
      })
      beforeEach(async () => {
        fixture = { ...fixture, contact: await create(fixture.odoo, 'res.partner', { name: fixture.mark }) }
        contacts.push(fixture.contact)
      })
      after(async () => {
        const { odoo, course } = fixture
        await execute(odoo, { model: 'slide.channel', method: 'unlink', ids: [course] })
        await execute(odoo, { model: 'res.partner', method: 'unlink', ids: contacts })
      })

      it('is the protocol in use', async () => {
        const { transport: used, version, uid } = await fixture.odoo.connection()
        assert.equal(used, transport)
        assert.equal(majorVersion(version), 19)
        assert.ok(uid > 0)
      })

      for (const { what, run, expected } of RESULTS) {
        it(`returns ${what}`, async () => {
          assert.deepEqual(await run(fixture), expected)
        })
      }

      for (const { what, run, expected } of FAILURES) {
        it(`fails with ${String(expected)} for ${what}`, async () => {
          await assert.rejects(run(fixture), (error: unknown) => {
            assert.ok(error instanceof OdooError)
            assert.equal(error.type, expected, error.message)
            return true
          })
        })
      }
    })
  }
})
