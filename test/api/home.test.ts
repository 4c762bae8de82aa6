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
    await world.store.pool.query('truncate transition, chart_state')
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

  it('sends strangers to the login, and lets in with a key by link or form', async () => {
    const stranger = await world.app.inject('/')
    assert.deepEqual([stranger.statusCode, stranger.headers.location], [303, '/login'])
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

  it('shows what waits with its answers, counts by state, and links', async () => {
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
    assert.match(body, /escalated/)
    assert.match(body, /http:\/\/127\.0\.0\.1:8233\/namespaces\/default\/workflows\/enrollment%2F/)
    assert.match(body, /http:\/\/127\.0\.0\.1:1080/)
    assert.match(body, /href="\/docs"/)
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/)
    assert.equal((await world.app.inject('/home.css')).statusCode, 200)
  })

  it('its buttons answer the task: once, however often they are pressed', async () => {
    await startWorkflow(world.temporal, 'enrollment', application)
    await recorded(world.store, 'enrollment', application, { task: openTask({ decisions: ['ask_more'] }) })
    const { body } = await page()
    const fields = {
      formToken: hidden(body, 'formToken'),
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
      const { rows } = await world.store.pool.query('select text from remark where student_id = $1', [
        application.studentId,
      ])
      assert.deepEqual(rows, [{ text: 'Send the passport' }])
      const shown = await page(String(pressed[0].headers.location))
      assert.match(shown.body, /role="status">Done/)
    })
  })

  it('says what was wrong instead of failing', async () => {
    await recorded(world.store, 'enrollment', application, { task: openTask() })
    const formToken = hidden((await page()).body, 'formToken')
    const url = `/reviews/${applicationRef(application)}`
    const answer = await submit(url, { formToken, commandKey: 'x', answer: 'approve', comment: ' ' })
    assert.match(decodeURIComponent(String(answer.headers.location)), /^\/\?failed="approve"/)
  })

  it('takes forms only with the token of the session', async () => {
    const url = `/reviews/${applicationRef(application)}`
    const fields = { commandKey: 'x', answer: 'retry' }
    assert.equal((await submit(url, { ...fields, formToken: 'guessed' })).statusCode, 403)
    assert.equal((await submit(url, { ...fields, formToken: '' })).statusCode, 403)
    const stranger = await submit(url, { ...fields, formToken: 'guessed' }, {})
    assert.deepEqual([stranger.statusCode, stranger.headers.location], [303, '/login'])
    // The cookie alone commands nothing in the API either: it may only read.
    assert.equal((await page('/v1/reviews')).statusCode, 200)
    const command = await world.app.inject({
      method: 'POST',
      url: '/v1/enrollments',
      headers: { cookie },
      payload: application,
    })
    assert.equal(command.statusCode, 401)
  })

  it('ends the session at the logout, and after half a day', async () => {
    const later = world.another({ clock: () => new Date(Date.now() + 13 * 60 * 60 * 1000) })
    assert.equal((await later.app.inject({ url: '/', headers: { cookie } })).statusCode, 303)
    const formToken = hidden((await page()).body, 'formToken')
    await submit('/logout', { formToken })
    assert.equal((await page()).statusCode, 303)
  })
})
