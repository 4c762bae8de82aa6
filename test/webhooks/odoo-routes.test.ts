import assert from 'node:assert/strict'
import { ensureWebhookSecret, rotateWebhookSecret } from '../../src/webhooks/webhook-secrets.js'
import { ODOO_WEBHOOK_PATH } from '../../src/webhooks/odoo-address.js'
import { waitFor } from '../support/wait-for.js'
import { storedHints, type StoredHint } from './stored-rows.js'
import { recordedDeliveries } from './deliveries.js'
import { type HttpResponse, type WebhookFixture, openWebhooks } from './webhook-fixture.js'

const MEMBERSHIP = 'slide.channel.partner'
const GRACE = 24

describe('API: webhooks of Odoo', () => {
  let api: WebhookFixture
  let secret: string

  beforeEach(async () => {
    api = await openWebhooks()
    secret = (await ensureWebhookSecret(api.store)) ?? ''
  })
  afterEach(() => api.close())

  const callWith = (address: string, content: unknown) =>
    api.post(`${ODOO_WEBHOOK_PATH}${address}`, JSON.stringify(content))
  const call = (content: unknown) => callWith(secret, content)
  const callAbout = (id: number) => call({ _action: 'Changed(#7)', _id: id, _model: MEMBERSHIP })
  const hints = () => storedHints(api.store)
  const numbers = (all: readonly StoredHint[]) => all.map(({ recordId, calls }) => [recordId, calls])
  const inDatabase = async () => {
    const { rows } = await api.store.pool.query<{ row: string }>(
      'select webhook_hint::text as row from webhook_hint union all select webhook_secret::text from webhook_secret',
    )
    return rows.map(({ row }) => row).join('\n')
  }

  it('stores what real servers of every version send', async () => {
    const deliveries = recordedDeliveries()
    assert.deepEqual([...new Set(deliveries.map(({ version }) => version))].sort(), ['17', '18', '19'])
    for (const { version, scenario, headers, bodyText } of deliveries) {
      const name = `${version} ${scenario}`
      const { _id, _action } = JSON.parse(bodyText) as { _id: number; _action: string }
      const answer = await api.post(`/hooks/odoo/${secret}`, bodyText, headers)
      assert.deepEqual([answer.status, answer.text], [202, ''], name)
      const [stored] = (await hints()).filter(({ recordId }) => recordId === _id)
      assert.deepEqual([stored?.model, stored?.action], [MEMBERSHIP, _action], name)
    }
  })

  it('stores each of many calls at once, and counts those about the same record', async () => {
    const ids = Array.from({ length: 300 }, (_, at) => at % 100)
    const answers = await Promise.all(ids.map((id) => callAbout(id + 1)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [202])
    const stored = numbers(await hints()).sort(([a = 0], [b = 0]) => a - b)
    assert.deepEqual(
      stored,
      Array.from({ length: 100 }, (_, at) => [at + 1, 3]),
    )
  })

  it('stores model, id, action and time, and no values of the record', async () => {
    const content = {
      _action: 'Changed(#3)',
      _id: 12,
      _model: 'x_gr_student',
      name: 'Amal',
      email: 'somebody@example.org',
    }
    const before = Date.now()
    assert.equal((await call(content)).status, 202)
    const [hint] = await hints()
    assert.deepEqual([hint?.model, hint?.recordId, hint?.action], ['x_gr_student', 12, 'Changed(#3)'])
    const received = hint?.lastAt.getTime() ?? 0
    assert.ok(received >= before - 1000 && received <= Date.now() + 1000)
    assert.doesNotMatch(await inDatabase(), /Amal|somebody/)
    assert.doesNotMatch(api.logged(), /Amal|somebody/)
  })

  it('accepts a call without an action, and cuts a long action name', async () => {
    assert.equal((await call({ _id: 1, _model: MEMBERSHIP })).status, 202)
    assert.equal((await call({ _id: 2, _model: MEMBERSHIP, _action: 'x'.repeat(5000) })).status, 202)
    assert.deepEqual(
      (await hints()).map(({ action }) => action?.length ?? null),
      [null, 200],
    )
  })

  it('waits for no Temporal: the hint stays open for the sweep, and the log says so once a call fails', async () => {
    const start = Date.now()
    for (let id = 1; id <= 20; id += 1) assert.equal((await callAbout(id)).status, 202)
    assert.ok(Date.now() - start < 5_000)
    await waitFor('the failed call', () => api.logged().includes('Temporal could not be told'))
    assert.equal((await hints()).length, 20)
    // Twice a second at most, not once for each hint.
    assert.ok(api.logged().split('Temporal could not be told').length - 1 < 10)
  })

  it('counts repeated calls about a record in one open hint', async () => {
    for (const id of [5, 6, 5, 5]) assert.equal((await callAbout(id)).status, 202)
    await call({ _action: 'Other(#8)', _id: 5, _model: 'slide.channel' })
    const all = await hints()
    assert.deepEqual(numbers(all), [
      [5, 3],
      [6, 1],
      [5, 1],
    ])
    assert.ok(all[0] && all[0].lastAt > all[0].firstAt)
  })

  it('makes one hint from 50 simultaneous calls about a record', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => callAbout(9)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [202])
    assert.deepEqual(numbers(await hints()), [[9, 50]])
  })

  describe('secret in the address', () => {
    const comparable = ({ status, text }: HttpResponse) => [status, text.replace(/urn:request:[\w-]+/, '')]

    it('gets the same 404 when it is unknown, expired, almost right or missing, whatever the body', async () => {
      const old = secret
      secret = await rotateWebhookSecret(api.store, 0)
      const wrong = 'A'.repeat(43)
      const expected = comparable(await callWith(wrong, {}))
      assert.equal(expected[0], 404)
      assert.match(String(expected[1]), /problem:not-found/)
      for (const address of [
        old,
        secret.slice(0, -1),
        `${secret}A`,
        secret.toLowerCase(),
        '%00',
        '%zz',
        'A'.repeat(200),
        '%F0%9F%98%80',
      ])
        assert.deepEqual(
          comparable(await callWith(address, { _id: 1, _model: MEMBERSHIP })),
          expected,
          address,
        )
      for (const body of ['{', 'x'.repeat(2_000_000), ''])
        assert.deepEqual(comparable(await api.post(`/hooks/odoo/${wrong}`, body)), expected)
      assert.deepEqual(await hints(), [])
    })

    it('is valid at once when new, and for the grace period when replaced', async () => {
      const first = secret
      const second = await rotateWebhookSecret(api.store, GRACE)
      const third = await rotateWebhookSecret(api.store, GRACE)
      assert.equal(new Set([first, second, third]).size, 3)
      const statuses = async () => {
        const answers = []
        for (const one of [first, second, third])
          answers.push((await callWith(one, { _id: 1, _model: MEMBERSHIP })).status)
        return answers
      }
      assert.deepEqual(await statuses(), [202, 202, 202])
      await api.store.pool.query(
        `update webhook_secret set expires_at = now()
         where expires_at = (select min(expires_at) from webhook_secret)`,
      )
      assert.deepEqual(await statuses(), [404, 202, 202])
    })

    it('appears in no log, no response and no row', async () => {
      const old = secret
      secret = await rotateWebhookSecret(api.store, GRACE)
      await callAbout(1)
      const answers: string[] = []
      const ask = async (path: string, method = 'POST') => {
        const options = method === 'POST' ? { method, body: '{}', headers: JSON_TYPE } : { method }
        const answer = await fetch(`${api.url}${path}`, options)
        answers.push(await answer.text(), ...[...answer.headers].flat())
      }
      for (const one of [secret, old, secret.slice(0, 40)]) {
        for (const path of [
          `/hooks/odoo/${one}`,
          `/hooks/odoo/${one}/`,
          `/hooks/odoo/${one}?key=${one}`,
          `//hooks/odoo/${one}`,
          `/hooks//odoo/${one}`,
          `/HOOKS/Odoo/${one}`,
          `/hooks/odoo/x/${one}`,
          `/hooks/odoo/${one}%zz`,
        ])
          for (const method of ['POST', 'GET', 'PUT']) await ask(path, method)
      }
      await ask(`/hooks%2Fodoo%2F${secret}`)
      await ask(`/wrong/${secret}`)
      // A query that fails is an internal error, which is logged.
      await api.store.pool.query('alter table webhook_hint rename to hidden')
      assert.equal((await callAbout(1)).status, 500)
      await api.store.pool.query('alter table hidden rename to webhook_hint')

      assert.match(api.logged(), /"url":"\/hooks\/odoo\/…"/)
      assert.match(api.logged(), /request failed/)
      for (const place of [api.logged(), answers.join('\n'), await inDatabase()])
        for (const one of [secret, old]) assert.ok(!place.includes(one.slice(0, 40)))
    })

    it('limits the rate of wrong guesses, but not of Odoo', async () => {
      const statuses = []
      for (let guess = 0; guess < 40; guess += 1) statuses.push((await callWith('guess', {})).status)
      assert.deepEqual([...new Set(statuses)], [404, 429])
      assert.equal((await callAbout(1)).status, 202)
    })
  })

  describe('invalid bodies', () => {
    const bodies: [name: string, status: number, body: string | Buffer, contentType?: string][] = [
      ['malformed JSON', 400, '{"_id": 1,'],
      ['an empty body', 400, ''],
      ['NaN, which Python writes', 400, '{"_id": NaN, "_model": "a"}'],
      ['a prototype key', 400, '{"__proto__": {}, "_id": 1, "_model": "a"}'],
      ['invalid UTF-8', 422, Buffer.from('{"_id": 1, "_model": "a\xff"}', 'latin1')],
      ['a body that is too large', 413, JSON.stringify({ _id: 1, _model: 'a', text: 'x'.repeat(300_000) })],
      ['null', 422, 'null'],
      ['a list', 422, '[1]'],
      ['a text', 422, '"slide.channel.partner"'],
      ['a missing model', 422, '{"_id": 1}'],
      ['a missing id', 422, '{"_model": "slide.channel"}'],
      ['the id false', 422, '{"_id": false, "_model": "slide.channel"}'],
      ['an id in quotes', 422, '{"_id": "1", "_model": "slide.channel"}'],
      ['an id that is too large', 422, '{"_id": 2147483648, "_model": "slide.channel"}'],
      ['a fractional id', 422, '{"_id": 1.5, "_model": "slide.channel"}'],
      ['an invalid model name', 422, '{"_id": 1, "_model": "Amal; drop table"}'],
      ['a model name that is too long', 422, JSON.stringify({ _id: 1, _model: 'x'.repeat(200) })],
      ['a zero character', 422, '{"_id": 1, "_model": "a", "_action": "a\\u0000b"}'],
      ['another content type', 400, '<xml/>', 'application/xml'],
      ['plain text', 422, '{"_id": 1, "_model": "a"}', 'text/plain'],
      ['a form', 422, '_id=1&_model=a', 'application/x-www-form-urlencoded'],
    ]
    for (const [name, status, body, contentType = 'application/json'] of bodies)
      it(`returns ${status} for ${name}`, async () => {
        const answer = await api.post(`/hooks/odoo/${secret}`, body, { 'content-type': contentType })
        assert.equal(answer.status, status, answer.text)
        assert.match(answer.headers.get('content-type') ?? '', /problem\+json/)
        assert.doesNotMatch(answer.text, /Amal/)
        assert.deepEqual(await hints(), [])
      })
  })

  it('returns 503 when the database is unavailable', async () => {
    const unavailable = await openWebhooks({ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing' })
    try {
      const answer = await unavailable.post(`/hooks/odoo/${secret}`, '{}')
      assert.equal(answer.status, 503)
      assert.match(answer.text, /database-unavailable/)
    } finally {
      await unavailable.close()
    }
  })
})

const JSON_TYPE = { 'content-type': 'application/json' }
