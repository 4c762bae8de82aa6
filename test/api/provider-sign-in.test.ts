import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { createUser } from '../../sandbox/odoo/apps/base/user-accounts.js'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { type IdentityProvider, identityProvider, type Person } from '../support/identity-provider.js'
import { readyOdoo, type TestOdoo } from '../support/odoo.js'
import { type ApiFixture, openApi } from './api-fixture.js'

const MINUTE = 60_000
/** Connections are refused at once. */
const NOTHING_LISTENS = 'http://127.0.0.1:9'

const AGENT = ['base.group_user', 'grants_training_suite_v2.group_agent']

describe('API: signing in at an OpenID provider', () => {
  let world: ApiFixture
  let odoo: TestOdoo
  let idp: IdentityProvider
  let app: FastifyInstance
  let now: number
  const log: string[] = []

  before(async () => {
    ;[world, odoo] = await Promise.all([openApi(), readyOdoo({ data: 'demo' })])
    idp = await identityProvider(`${world.config.publicUrl}/login/oidc/callback`)
  })
  after(async () => {
    await Promise.all([world.close(), odoo.close(), idp.close()])
  })
  beforeEach(async () => {
    now = Date.now()
    await world.store.pool.query('truncate session, sign_in_attempt, staff_user, provider_sign_in cascade')
    app = apiWith({})
  })

  function apiWith({ issuer = idp.settings.issuer, odooUrl = odoo.url, trustedProxies = [] as string[] }) {
    const { db, bot } = odoo
    const access = { url: odooUrl, db, login: bot.login, apiKey: bot.password }
    return world.another({
      config: {
        ...world.config,
        odoo: { ...world.config.odoo, ...access },
        api: { ...world.config.api, trustedProxies },
        oidc: { ...idp.settings, issuer },
        logLevel: 'debug',
      },
      odoo: connectOdoo(access),
      clock: () => new Date(now),
      log: { write: (line) => void log.push(line) },
    }).app
  }

  const newUser = (login: string, groups: readonly string[] = AGENT, email = `${login}@staff.example`) =>
    odoo.act(2, (env) => createUser(env, { login, password: login, name: login, email }, groups))
  const verified = (email: string): Person => ({ email, email_verified: true })
  const cookiesOf = ({ cookies }: LightMyRequestResponse) =>
    cookies.map(({ name, value }) => `${name}=${value}`).join('; ')

  /** A browser that has clicked the button: where it is led, and its cookie. */
  async function begin(to = '/app/', options: InjectOptions = {}) {
    const response = await app.inject({ url: `/login/oidc?to=${encodeURIComponent(to)}`, ...options })
    assert.equal(response.statusCode, 303, response.body)
    return { page: String(response.headers.location), cookie: cookiesOf(response), response }
  }
  const comeBack = (address: string, cookie: string, options: InjectOptions = {}) => {
    const { pathname, search } = new URL(address)
    return app.inject({ url: pathname + search, headers: { cookie }, ...options })
  }
  async function signIn(person: Person | null, to?: string) {
    const { page, cookie } = await begin(to)
    return comeBack(await idp.signIn(page, person), cookie)
  }
  const led = ({ statusCode, headers }: LightMyRequestResponse) => {
    assert.equal(statusCode, 303)
    return headers.location
  }
  function assertNobody(response: LightMyRequestResponse, failure: string, to = '/app/') {
    assert.equal(led(response), `${to}?provider=${failure}`)
    assert.deepEqual(response.cookies, [])
  }
  const me = (cookie: string) => app.inject({ url: '/v1/me', headers: { cookie } })

  it('signs the person with the verified email in, with the role of their groups, on the page they wanted', async () => {
    const id = await newUser('nour')
    const response = await signIn(verified('Nour@Staff.Example'), '/app/tasks?kind=eligibility')
    assert.equal(led(response), '/app/tasks?kind=eligibility')
    assert.match(String(response.headers['set-cookie']), /^training_session=.*HttpOnly; SameSite=Strict/)
    const body = (await me(cookiesOf(response))).json<{ odooUserId: number; roles: string[]; kind: string }>()
    assert.deepEqual([body.kind, body.odooUserId, body.roles], ['staff', id, ['agent']])
    const { rows } = await world.store.pool.query<{ actor: string; action: string }>(
      'select actor, action from audit order by id desc limit 1',
    )
    assert.deepEqual(rows, [{ actor: `user:${id}`, action: 'sign_in' }])
  })

  it('ends the session within a minute when Odoo archives the user, who cannot come back', async () => {
    const id = await newUser('leaver')
    const cookie = cookiesOf(await signIn(verified('leaver@staff.example')))
    assert.equal((await me(cookie)).statusCode, 200)
    await odoo.sql('update odoo.res_users set active = false where id = $1', [id])
    now += MINUTE + 1
    assert.equal((await me(cookie)).statusCode, 401)
    assertNobody(await signIn(verified('leaver@staff.example')), 'unknown')
  })

  it('signs nobody in whose email is not verified, missing, unknown, shared, or of an account without a role', async () => {
    await newUser('careful')
    await newUser('twin-1', AGENT, 'twins@staff.example')
    await newUser('twin-2', AGENT, 'Twins@staff.example')
    await newUser('clerk', ['base.group_user'])
    await newUser('learner', ['base.group_portal'])
    await newUser('kim')
    const cases: readonly (readonly [Person, string])[] = [
      [{ email: 'careful@staff.example', email_verified: false }, 'unverified'],
      [{ email: 'careful@staff.example' }, 'unverified'],
      [{}, 'unverified'],
      [verified('stranger@staff.example'), 'unknown'],
      [verified('c_reful@staff.example'), 'unknown'],
      [verified('%@staff.example'), 'unknown'],
      // The Kelvin sign, which becomes k in lower case.
      [verified('\u212Aim@staff.example'), 'unknown'],
      [verified('learner@staff.example'), 'unknown'],
      [verified('twins@staff.example'), 'ambiguous'],
      [verified('clerk@staff.example'), 'no-role'],
    ]
    for (const [person, failure] of cases)
      assertNobody(await signIn(person, '/app/audit'), failure, '/app/audit')
    assert.equal((await world.store.pool.query('select from session')).rowCount, 0)
    assert.equal(led(await signIn(verified('kim@staff.example'))), '/app/')
  }).timeout(60_000)

  it('does not take a learner with the same email for the colleague', async () => {
    const id = await newUser('both')
    await newUser('both-as-learner', ['base.group_portal'], 'both@staff.example')
    const response = await signIn(verified('both@staff.example'))
    assert.equal((await me(cookiesOf(response))).json<{ odooUserId: number }>().odooUserId, id)
  })

  it('reads the email from the ID token of a provider that puts it there', async () => {
    await newUser('direct')
    const other = await identityProvider(idp.settings.redirectUri, 'id_token')
    try {
      app = apiWith({ issuer: other.settings.issuer })
      const { page, cookie } = await begin()
      const answer = await other.signIn(page, verified('direct@staff.example'))
      assert.equal(led(await comeBack(answer, cookie)), '/app/')
    } finally {
      await other.close()
    }
  })

  it('signs nobody in who cancels at the provider', async () => {
    assertNobody(await signIn(null), 'refused')
  })

  it('accepts an answer only in the browser that has begun, once, and for ten minutes', async () => {
    await newUser('once')
    const person = verified('once@staff.example')
    const [mine, other] = [await begin(), await begin()]
    const answer = await idp.signIn(mine.page, person)
    assertNobody(await comeBack(answer, ''), 'expired')
    assertNobody(await comeBack(answer, other.cookie), 'expired')
    assertNobody(await comeBack(answer.replace(/state=[^&]+/, 'state=guessed'), mine.cookie), 'expired')
    assert.equal(led(await comeBack(answer, mine.cookie)), '/app/')
    assertNobody(await comeBack(answer, mine.cookie), 'expired')
    const late = await idp.signIn(other.page, person)
    now += 10 * MINUTE + 1
    assertNobody(await comeBack(late, other.cookie), 'expired')
  })

  it('lets two tabs of a browser sign in', async () => {
    await newUser('tabs')
    const first = await begin('/app/students')
    const second = await begin('/app/audit', { headers: { cookie: first.cookie } })
    assert.equal(second.cookie, first.cookie)
    for (const [{ page, cookie }, to] of [
      [first, '/app/students'],
      [second, '/app/audit'],
    ] as const)
      assert.equal(led(await comeBack(await idp.signIn(page, verified('tabs@staff.example')), cookie)), to)
  })

  it('refuses an answer with another nonce, for another PKCE challenge, or with another code', async () => {
    await newUser('exact')
    const person = verified('exact@staff.example')
    for (const parameter of ['nonce', 'code_challenge']) {
      const { page, cookie } = await begin()
      const changed = new URL(page)
      changed.searchParams.set(parameter, 'A'.repeat(43))
      assertNobody(await comeBack(await idp.signIn(changed.href, person), cookie), 'refused')
    }
    const [mine, other] = [await begin(), await begin()]
    const code = new URL(await idp.signIn(other.page, person)).searchParams.get('code') ?? ''
    const swapped = new URL(await idp.signIn(mine.page, person))
    swapped.searchParams.set('code', code)
    assertNobody(await comeBack(swapped.href, mine.cookie), 'refused')
  })

  it('leads to pages of the staff app only', async () => {
    await newUser('homing')
    for (const to of [
      'https://evil.example/app/',
      '//evil.example/app/',
      '/\\evil.example/app/',
      '/app/..//evil.example',
      '/login?key=x',
      'javascript:alert(1)',
      '/app/\n/evil',
    ]) {
      const location = String(led(await signIn(verified('homing@staff.example'), to)))
      assert.match(location, /^\/app\/(\/evil)?$/, to)
    }
  })

  it('says that the provider is down, and still accepts passwords', async () => {
    app = apiWith({ issuer: NOTHING_LISTENS })
    assertNobody((await begin('/app/audit')).response, 'provider-down', '/app/audit')
    const payload = { login: 'agent', password: 'agent' }
    assert.equal((await app.inject({ method: 'POST', url: '/v1/session', payload })).statusCode, 200)
  })

  it('asks a provider again that was down, and refuses the answer of another provider', async () => {
    await newUser('patient-one')
    const fetched = globalThis.fetch
    globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'))
    try {
      assertNobody((await begin()).response, 'provider-down')
    } finally {
      globalThis.fetch = fetched
    }
    const { page, cookie } = await begin()
    const answer = new URL(await idp.signIn(page, verified('patient-one@staff.example')))
    answer.searchParams.set('iss', 'https://other.example')
    assertNobody(await comeBack(answer.href, cookie), 'refused')
    assert.equal(led(await signIn(verified('patient-one@staff.example'))), '/app/')
  })

  it('says that Odoo is down', async () => {
    app = apiWith({ odooUrl: NOTHING_LISTENS })
    assertNobody(await signIn(verified('agent@staff.example')), 'odoo-down')
  })

  it('locks an address out after fifty failures, as with passwords, and ends that', async () => {
    await newUser('patient')
    const { cookie } = await begin()
    const guess = () => comeBack(`${idp.settings.redirectUri}?state=guessed&code=x`, cookie)
    for (let attempt = 0; attempt < 50; attempt += 1) assertNobody(await guess(), 'expired')
    assertNobody(await guess(), 'too-many')
    assertNobody(await signIn(verified('patient@staff.example')), 'too-many')
    now += 15 * MINUTE + 1
    assert.equal(led(await signIn(verified('patient@staff.example'))), '/app/')
  })

  it('lets an address begin a hundred times, and as often as it completes what it has begun', async () => {
    await newUser('regular')
    for (let start = 0; start < 99; start += 1) await begin()
    for (let time = 0; time < 3; time += 1)
      assert.equal(led(await signIn(verified('regular@staff.example'))), '/app/')
    await begin()
    assertNobody((await begin()).response, 'too-many')
  })

  it('keeps code, state and email out of the log', async () => {
    await newUser('private')
    const { page, cookie } = await begin()
    const answer = await idp.signIn(page, verified('private@staff.example'))
    await comeBack(answer, cookie)
    await signIn(verified('secretive@staff.example'))
    assert.ok(log.some((line) => line.includes('/login/oidc/callback')))
    const { searchParams } = new URL(answer)
    for (const secret of [searchParams.get('code'), searchParams.get('state'), '@staff.example'])
      assert.ok(!log.some((line) => line.includes(secret ?? '')), secret ?? '')
  })

  it('names the cookie so that browsers accept it from this host alone, where https is used', async () => {
    app = apiWith({ trustedProxies: ['127.0.0.1'] })
    const { response } = await begin('/app/', { headers: { 'x-forwarded-proto': 'https' } })
    assert.match(
      String(response.headers['set-cookie']),
      /^__Host-training_sign_in=\S+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  it('is offered only where a provider is configured', async () => {
    const offered = (await app.inject('/v1/sign-in')).json<object>()
    const address = `${world.config.publicUrl}/login/oidc`
    assert.deepEqual(offered, { provider: { name: 'Example Login', address } })
    assert.deepEqual((await world.app.inject('/v1/sign-in')).json(), { provider: null })
    assert.equal((await world.app.inject('/login/oidc')).statusCode, 404)
    assert.equal((await world.app.inject('/login/oidc/callback?state=x&code=y')).statusCode, 404)
  })

  it('answers any callback without a server error', async () => {
    const query = fc.array(
      fc.tuple(
        fc.constantFrom('state', 'code', 'error', 'iss', 'error_description', 'x'),
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\0', '%', 'x'.repeat(2_000))),
      ),
      { maxLength: 4 },
    )
    await fc.assert(
      fc.asyncProperty(query, async (parameters) => {
        await world.store.pool.query('truncate sign_in_attempt')
        const { page, cookie } = await begin()
        const state = new URL(page).searchParams.get('state') ?? ''
        const extra = parameters.map(
          ([name, value]) => `${name}=${encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\uFFFD'))}`,
        )
        for (const parts of [[`state=${state}`, ...extra], extra]) {
          const url = `/login/oidc/callback?${parts.join('&')}`
          const { statusCode } = await app.inject({ url, headers: { cookie } })
          assert.ok(statusCode < 500, url)
        }
      }),
      { numRuns: 40 },
    )
  })
})
