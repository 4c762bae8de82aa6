import assert from 'node:assert/strict'
import { type Application, applicationRef } from '../../src/contracts/application.js'
import {
  type ApiFixture,
  openApi,
  endWorkflows,
  newApplication,
  openTask,
  recorded,
  startWorkflow,
} from './api-fixture.js'

describe('home page', () => {
  let world: ApiFixture
  let application: Application
  let cookie: string

  before(async () => {
    world = await openApi()
  })
  after(() => world.close())
  beforeEach(async () => {
    application = newApplication()
    await world.store.pool.query('truncate transition, flow_state, application_status')
    const login = await world.app.inject(`/login?key=${world.key}`)
    cookie = String(login.headers['set-cookie']).split(';')[0] ?? ''
  })
  afterEach(() => endWorkflows(world.temporal, application))

  const page = async (url = '/') => world.app.inject({ url, headers: { cookie } })
  const submit = (
    url: string,
    fields: Record<string, string>,
    headers: Record<string, string> = { cookie },
  ) =>
    world.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(fields).toString(),
    })
  const hidden = (body: string, name: string) =>
    new RegExp(`name="${name}" value="([^"]+)"`).exec(body)?.[1] ?? ''

  it('sends visitors to the login page, and accepts a key by link or form', async () => {
    const visitor = await world.app.inject('/')
    assert.deepEqual([visitor.statusCode, visitor.headers.location], [303, '/login'])
    for (const login of [
      await world.app.inject(`/login?key=${world.key}`),
      await submit('/login', { key: world.key }, {}),
    ]) {
      assert.deepEqual([login.statusCode, login.headers.location], [303, '/'])
      assert.match(String(login.headers['set-cookie']), /HttpOnly; SameSite=Strict/)
    }
    assert.equal((await submit('/login', { key: 'tk_wrong' }, {})).statusCode, 401)
    assert.equal((await page()).statusCode, 200)
  })

  it('shows open tasks with their decisions, counts by stage, and links', async () => {
    await recorded(world.store, 'enrollment', application, {
      task: openTask({
        instructions: 'Look <here> & decide',
        decisions: ['approve', 'retry'],
        escalated: true,
      }),
    })
    const { body, headers } = await page()
    assert.match(body, /Look &lt;here&gt; &amp; decide/)
    assert.match(body, /value="approve"/)
    assert.match(body, /value="retry"[^>]*formnovalidate/)
    assert.ok(!body.includes('value="reject"'))
    assert.match(body, /Escalated/)
    assert.match(body, /http:\/\/127\.0\.0\.1:8233\/namespaces\/default\/workflows\/enrollment%2F/)
    assert.match(body, /http:\/\/127\.0\.0\.1:1080/)
    assert.match(body, /href="\/docs"/)
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/)
    assert.equal((await world.app.inject('/pages.css')).statusCode, 200)
  })

  it('sends one decision, however often its button is pressed', async () => {
    await startWorkflow(world.temporal, 'enrollment', application)
    await recorded(world.store, 'enrollment', application, { task: openTask({ decisions: ['ask_more'] }) })
    const { body } = await page()
    const fields = {
      _csrf: hidden(body, '_csrf'),
      commandKey: hidden(body, 'commandKey'),
      flow: 'enrollment',
      decision: 'ask_more',
      comment: 'Send the passport',
    }
    await world.withWorker(async () => {
      const url = `/reviews/${applicationRef(application)}`
      const pressed = await Promise.all([submit(url, fields), submit(url, fields)])
      for (const { statusCode, headers } of pressed) {
        assert.equal(statusCode, 303)
        assert.match(String(headers.location), /^\/\?done=/)
      }
      assert.equal(pressed[0].headers.location, pressed[1].headers.location)
      const { rows } = await world.store.pool.query('select text from comment where student_id = $1', [
        application.studentId,
      ])
      assert.deepEqual(rows, [{ text: 'Send the passport' }])
      const shown = await page(String(pressed[0].headers.location))
      assert.match(shown.body, /role="status">Done/)
    })
  })

  it('shows what was wrong with a decision', async () => {
    await recorded(world.store, 'enrollment', application, { task: openTask() })
    const _csrf = hidden((await page()).body, '_csrf')
    const url = `/reviews/${applicationRef(application)}`
    const response = await submit(url, { _csrf, commandKey: 'x', decision: 'approve', comment: ' ' })
    assert.match(decodeURIComponent(String(response.headers.location)), /^\/\?failed=“approve”/)
  })

  it('accepts forms only with a token of the session', async () => {
    const url = `/reviews/${applicationRef(application)}`
    const fields = { commandKey: 'x', decision: 'retry' }
    assert.equal((await submit(url, { ...fields, _csrf: 'guessed' })).statusCode, 403)
    assert.equal((await submit(url, { ...fields, _csrf: '' })).statusCode, 403)
    const otherLogin = await world.app.inject(`/login?key=${world.key}`)
    const [otherCookie = ''] = String(otherLogin.headers['set-cookie']).split(';')
    const otherPage = await world.app.inject({ url: '/', headers: { cookie: otherCookie } })
    const otherToken = hidden(otherPage.body, '_csrf')
    assert.equal((await submit(url, { ...fields, _csrf: otherToken })).statusCode, 403)
    const visitor = await submit(url, { ...fields, _csrf: 'guessed' }, {})
    assert.deepEqual([visitor.statusCode, visitor.headers.location], [303, '/login'])
    // In the API, the cookie alone allows reading only.
    assert.equal((await page('/v1/reviews')).statusCode, 200)
    const command = await world.app.inject({
      method: 'POST',
      url: '/v1/enrollments',
      headers: { cookie },
      payload: application,
    })
    assert.equal(command.statusCode, 403)
  })

  it('ends the session at logout and after 12 hours', async () => {
    const later = world.another({ clock: () => new Date(Date.now() + 13 * 60 * 60 * 1000) })
    assert.equal((await later.app.inject({ url: '/', headers: { cookie } })).statusCode, 303)
    const _csrf = hidden((await page()).body, '_csrf')
    await submit('/logout', { _csrf })
    assert.equal((await page()).statusCode, 303)
  })
})
