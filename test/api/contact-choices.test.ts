import assert from 'node:assert/strict'
import { applicationRef } from '../../src/contracts/application.js'
import { connectOdoo, type Odoo } from '../../src/odoo/client/client.js'
import { makeContact, makeProgram, makeStudent } from '../support/odoo-records.js'
import { readyOdoo, type TestOdoo } from '../support/odoo.js'
import { openApi, openTask, recorded, type ApiFixture } from './api-fixture.js'

describe('API: the contacts that a task asks about', () => {
  let sandbox: TestOdoo
  let direct: Odoo
  let world: ApiFixture

  before(async () => {
    sandbox = await readyOdoo({ data: 'empty' })
    const { bot, db, url } = sandbox
    direct = connectOdoo({ url, db, login: bot.login, apiKey: bot.password })
    world = await openApi()
  })
  after(() => Promise.all([world.close(), sandbox.close()]))

  async function ask(
    choices: readonly number[],
    studentId: number,
    kind: 'identity' | 'enroll' = 'identity',
  ) {
    const application = { programId: await makeProgram({ direct }), studentId }
    await recorded(world.store, 'enrollment', application, { task: openTask({ kind, choices }) })
    return `/v1/enrollments/${applicationRef(application)}/contacts`
  }

  it('names them as Odoo does now, with a masked email and what speaks against one', async () => {
    const { call } = world.another({ odoo: direct })
    const studentId = await makeStudent({ direct })
    const free = await makeContact({ direct }, 'lina.k@example.org', { name: 'Lina Khoury' })
    const archived = await makeContact({ direct }, '', { name: 'لينا خوري', active: false })
    const taken = await makeContact({ direct }, 'lina.k@example.org', { name: 'L. Khoury' })
    await makeStudent({ direct }, { partner: taken })
    const path = await ask([free, archived, taken, 987_654], studentId)

    const response = await call('GET', path)
    assert.equal(response.statusCode, 200, response.body)
    const { contacts } = response.json<{ contacts: { id: number; odoo: string }[] }>()
    const none = { isArchived: false, isOfAnother: false }
    assert.deepEqual(
      contacts.map(({ odoo, ...contact }) => {
        assert.match(odoo, new RegExp(`id=${contact.id}&model=res\\.partner`))
        return contact
      }),
      [
        { id: free, name: 'Lina Khoury', email: 'l…@example.org', ...none },
        { id: archived, name: 'لينا خوري', email: null, ...none, isArchived: true },
        { id: taken, name: 'L. Khoury', email: 'l…@example.org', ...none, isOfAnother: true },
      ],
    )
  })

  it('names none that no task asks about: an agent chooses among courses by number, too', async () => {
    const { call } = world.another({ odoo: direct })
    const contact = await makeContact({ direct }, 'noor@example.org')
    const path = await ask([contact], await makeStudent({ direct }), 'enroll')
    assert.deepEqual((await call('GET', path)).json(), { contacts: [] })
  })

  it('says that Odoo does not respond', async () => {
    const unreachable = connectOdoo({ url: 'http://127.0.0.1:9', db: 'x', login: 'x', apiKey: 'x' })
    const { call } = world.another({ odoo: unreachable })
    assert.equal((await call('GET', await ask([1], await makeStudent({ direct })))).statusCode, 503)
  })
})
