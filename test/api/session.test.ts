import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import assert from 'node:assert/strict'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { createUser } from '../../sandbox/odoo/apps/base/user-accounts.js'
import { readyOdoo, type TestOdoo } from '../support/odoo.js'
import { type ApiFixture, openApi } from './api-fixture.js'

interface Me {
  name: string
  roles: string[]
  permissions: string[]
  language: string
  odooUserId: number
  csrfToken: string
}

const MINUTE = 60_000
/** Connections are refused at once. */
const NOTHING_LISTENS = 'http://127.0.0.1:9'

describe('API: signing in with an Odoo account', () => {
  let world: ApiFixture
  let odoo: TestOdoo
  let app: FastifyInstance
  let now: number
  const log: string[] = []

  before(async () => {
    ;[world, odoo] = await Promise.all([openApi(), readyOdoo({ data: 'demo' })])
  })
  after(async () => {
    await Promise.all([world.close(), odoo.close()])
  })
  beforeEach(async () => {
    now = Date.now()
    await world.store.pool.query('truncate session, sign_in_attempt, staff_user cascade')
    app = apiOn(odoo.url)
  })

  function apiOn(url: string): FastifyInstance {
    const { db, bot } = odoo
    const access = { url, db, login: bot.login, apiKey: bot.password }
    return world.another({
      config: { ...world.config, odoo: { ...world.config.odoo, ...access }, logLevel: 'debug' },
      odoo: connectOdoo(access),
      clock: () => new Date(now),
      log: { write: (line) => void log.push(line) },
    }).app
  }

  const signIn = (login: string, password: string, to = app, remoteAddress = '10.1.1.1') =>
    to.inject({ method: 'POST', url: '/v1/session', payload: { login, password }, remoteAddress })
  const cookieOf = ({ headers }: LightMyRequestResponse) => String(headers['set-cookie']).split(';')[0] ?? ''
  const as = (cookie: string, url = '/v1/me') => app.inject({ url, headers: { cookie } })
  const newUser = (login: string, groups: readonly string[]) =>
    odoo.act(2, (env) =>
      createUser(
        env,
        { login, password: `${login}-password`, name: login, email: `${login}@example.org` },
        groups,
      ),
    )

  it('lets a manager and an agent in, with their names, roles, permissions and languages', async () => {
    const manager = (await signIn('manager', 'manager')).json<Me>()
    assert.deepEqual([manager.name, manager.roles, manager.language], ['Layla Haddad', ['manager'], 'en'])
    assert.ok(manager.permissions.includes('manage_keys'))
    const response = await signIn(' agent ', 'agent')
    assert.equal(response.statusCode, 200)
    assert.match(String(response.headers['set-cookie']), /^training_session=.*HttpOnly; SameSite=Strict/)
    const agent = (await as(cookieOf(response))).json<Me>()
    assert.deepEqual([agent.name, agent.roles, agent.language], ['سامي نجار', ['agent'], 'ar'])
    assert.ok(agent.permissions.includes('decide') && !agent.permissions.includes('run_bulk'))
    const [{ id } = { id: 0 }] = await odoo.sql<{ id: number }>(
      `select id from odoo.res_users where login = 'agent'`,
    )
    assert.equal(agent.odooUserId, id)
  })

  it('takes an administrator of Odoo for a manager', async () => {
    assert.deepEqual((await signIn('admin', 'admin')).json<Me>().roles, ['manager'])
  })

  it('rejects a wrong password, an unknown login and an archived user in the same words', async () => {
    const archived = await newUser('archived', ['base.group_user', 'grants_training_suite_v2.group_agent'])
    await odoo.sql('update odoo.res_users set active = false where id = $1', [archived])
    const bodies = []
    for (const [login, password] of [
      ['agent', 'wrong'],
      ['nobody', 'agent'],
      ['archived', 'archived-password'],
    ] as const) {
      const response = await signIn(login, password)
      assert.equal(response.statusCode, 401)
      assert.equal(response.headers['set-cookie'], undefined)
      bodies.push(response.json<{ detail: string }>().detail)
    }
    assert.equal(new Set(bodies).size, 1)
    assert.match(bodies[0] ?? '', /two-factor/)
  })

  it('refuses an account without a role, such as a learner’s, and says whom to ask', async () => {
    await newUser('learner', ['base.group_portal', 'grants_training_suite_v2.group_manager'])
    await newUser('clerk', ['base.group_user'])
    for (const login of ['learner', 'clerk']) {
      const response = await signIn(login, `${login}-password`)
      assert.equal(response.statusCode, 403, login)
      assert.match(response.body, /none of the groups.*administrator/)
      assert.equal(response.headers['set-cookie'], undefined)
    }
  })

  it('accepts a change of a session only with its token', async () => {
    const response = await signIn('manager', 'manager')
    const cookie = cookieOf(response)
    const { csrfToken } = response.json<Me>()
    const other = (await signIn('manager', 'manager')).json<Me>().csrfToken
    const pause = (token?: string) =>
      app.inject({
        method: 'POST',
        url: '/v1/pauses',
        payload: { system: 'mail', reason: 'A test' },
        headers: { cookie, ...(token !== undefined && { 'x-csrf-token': token }) },
      })
    for (const token of [undefined, 'guessed', other]) {
      const refused = await pause(token)
      assert.equal(refused.statusCode, 403)
      assert.match(refused.body, /x-csrf-token/)
    }
    assert.equal((await pause(csrfToken)).statusCode, 201)
    const end = (headers: Record<string, string>) =>
      app.inject({ method: 'DELETE', url: '/v1/session', headers: { cookie, ...headers } })
    assert.equal((await end({})).statusCode, 403)
    assert.equal((await end({ 'x-csrf-token': csrfToken })).statusCode, 204)
    assert.equal((await as(cookie)).statusCode, 401)
    await world.store.pool.query('delete from system_pause')
  })

  it('says which permission is missing', async () => {
    const cookie = cookieOf(await signIn('agent', 'agent'))
    const response = await as(cookie, '/v1/bulk-operations')
    assert.equal(response.statusCode, 403)
    assert.match(response.body, /role \(agent\) does not allow “run_bulk”/)
  })

  it('ends the session within a minute when Odoo archives the user or takes the group away', async () => {
    const left = await newUser('left', ['base.group_user', 'grants_training_suite_v2.group_agent'])
    const moved = await newUser('moved', ['base.group_user', 'grants_training_suite_v2.group_agent'])
    const cookies = [
      cookieOf(await signIn('left', 'left-password')),
      cookieOf(await signIn('moved', 'moved-password')),
      cookieOf(await signIn('agent', 'agent')),
    ]
    await odoo.sql('update odoo.res_users set active = false where id = $1', [left])
    await odoo.sql(
      `update odoo.res_groups_users_rel set gid = (select res_id from odoo.ir_model_data
         where module = 'grants_training_suite_v2' and name = 'group_teacher')
       where uid = $1 and gid = (select res_id from odoo.ir_model_data
         where module = 'grants_training_suite_v2' and name = 'group_agent')`,
      [moved],
    )
    const statuses = () => Promise.all(cookies.map(async (cookie) => (await as(cookie)).statusCode))
    assert.deepEqual(await statuses(), [200, 200, 200])
    now += MINUTE + 1
    assert.deepEqual(await statuses(), [401, 200, 200])
    assert.deepEqual((await as(cookies[1] ?? '')).json<Me>().roles, ['teacher'])
  })

  it('does not take a restored Odoo’s new user with the same id for the person', async () => {
    const id = await newUser('before', ['base.group_user', 'grants_training_suite_v2.group_agent'])
    const cookie = cookieOf(await signIn('before', 'before-password'))
    await odoo.sql(`update odoo.res_users set login = 'somebody-else' where id = $1`, [id])
    now += MINUTE + 1
    assert.equal((await as(cookie)).statusCode, 401)
  })

  it('lets sessions go on for an hour while Odoo does not respond, but lets nobody in', async () => {
    const cookie = cookieOf(await signIn('agent', 'agent'))
    app = apiOn(NOTHING_LISTENS)
    now += 30 * MINUTE
    assert.equal((await as(cookie)).statusCode, 200)
    const response = await signIn('agent', 'agent')
    assert.equal(response.statusCode, 503)
    assert.match(response.body, /Odoo does not respond/)
    now += 31 * MINUTE
    const late = await as(cookie)
    assert.equal(late.statusCode, 503)
    assert.match(late.body, /has not responded for an hour/)
    app = apiOn(odoo.url)
    assert.equal((await as(cookie)).statusCode, 200)
  })

  it('locks a login out after ten wrong passwords, also those sent at the same time, and ends that', async () => {
    const attempts = await Promise.all(
      Array.from({ length: 14 }, (_, index) => signIn('agent', 'wrong', app, `10.2.0.${index}`)),
    )
    const statuses = attempts.map(({ statusCode }) => statusCode).sort()
    assert.deepEqual(statuses, [...Array<number>(10).fill(401), ...Array<number>(4).fill(429)])
    const locked = await signIn('agent', 'agent')
    assert.equal(locked.statusCode, 429)
    assert.match(locked.body, /Try again in 15 minutes/)
    assert.ok(Number(locked.headers['retry-after']) > 800)
    assert.equal((await signIn('manager', 'manager')).statusCode, 200)
    now += 15 * MINUTE + 1
    assert.equal((await signIn('agent', 'agent')).statusCode, 200)
  })

  it('locks an address out that tries many logins', async () => {
    for (let attempt = 0; attempt < 50; attempt += 1)
      assert.equal((await signIn(`guess-${attempt}`, 'wrong', app, '10.3.0.1')).statusCode, 401)
    assert.equal((await signIn('agent', 'agent', app, '10.3.0.1')).statusCode, 429)
    assert.equal((await signIn('agent', 'agent', app, '10.3.0.2')).statusCode, 200)
  }).timeout(120_000)

  it('neither logs nor stores a password', async () => {
    const secret = 'correct horse battery'
    await signIn('agent', secret)
    await signIn(secret, secret)
    assert.ok(log.some((line) => line.includes('/v1/session')))
    assert.ok(!log.some((line) => line.includes(secret)))
    for (const table of ['session', 'staff_user', 'sign_in_attempt']) {
      const { rows } = await world.store.pool.query(`select * from ${table}`)
      assert.ok(!JSON.stringify(rows).includes(secret), table)
    }
  })

  it('does not read credentials from a form, which another site could send', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/session',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'login=agent&password=agent',
    })
    assert.equal(response.statusCode, 400)
  })

  it('opens a session with an API key, whose scopes it has', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/session',
      payload: { apiKey: world.key },
    })
    assert.deepEqual(
      (({ kind, name, roles, odooUserId }: Me & { kind: string }) => ({ kind, name, roles, odooUserId }))(
        response.json(),
      ),
      { kind: 'key', name: 'test', roles: [], odooUserId: null },
    )
    const bearer = await app.inject({ url: '/v1/me', headers: { authorization: `Bearer ${world.key}` } })
    assert.equal(bearer.json<Me>().csrfToken, null)
    const wrong = await app.inject({ method: 'POST', url: '/v1/session', payload: { apiKey: 'tk_wrong' } })
    assert.equal(wrong.statusCode, 401)
  })

  it('names the cookie so that browsers accept it from this host alone, where https is used', async () => {
    const { app: behindProxy } = world.another({
      config: { ...world.config, api: { ...world.config.api, trustedProxies: ['127.0.0.1'] } },
    })
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' }
    const response = await behindProxy.inject({
      method: 'POST',
      url: '/v1/session',
      headers,
      payload: { apiKey: world.key },
    })
    assert.match(
      String(response.headers['set-cookie']),
      /^__Host-training_session=\S+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    const cookie = cookieOf(response)
    assert.equal(
      (await behindProxy.inject({ url: '/v1/me', headers: { ...headers, cookie } })).statusCode,
      200,
    )
    assert.equal((await behindProxy.inject({ url: '/v1/me', headers: { cookie } })).statusCode, 401)
  })

  it('signs in by link only on the machine of the API', async () => {
    const link = `/login?key=${world.key}`
    const outcomeOf = ({ statusCode, headers }: LightMyRequestResponse) => [
      statusCode,
      headers.location,
      headers['set-cookie'] !== undefined,
    ]
    const here = await app.inject(link)
    assert.deepEqual(outcomeOf(here), [303, '/app/', true])
    assert.equal((await as(cookieOf(here))).statusCode, 200)
    for (const elsewhere of [
      { url: link, remoteAddress: '10.0.0.7' },
      { url: link, headers: { host: 'training.example.org' } },
    ])
      assert.deepEqual(outcomeOf(await app.inject(elsewhere)), [303, '/app/?link=elsewhere', false])
    assert.deepEqual(outcomeOf(await app.inject('/login?key=tk_wrong')), [303, '/app/?link=refused', false])
  })

  it('leads from the address of the server to the staff app', async () => {
    for (const url of ['/', '/login']) assert.equal((await app.inject(url)).headers.location, '/app/')
  })
})
