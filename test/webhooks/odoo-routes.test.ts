import assert from 'node:assert/strict'
import { webhookBacklog } from '../../src/webhooks/webhook-backlog.js'
import { ensureWebhookSecret, rotateWebhookSecret } from '../../src/webhooks/webhook-secrets.js'
import { type WebhookHint, openWebhookHints, closeWebhookHints } from '../../src/webhooks/webhook-hints.js'
import { recordedDeliveries } from './deliveries.js'
import { type HttpResponse, type WebhookFixture, openWebhooks } from './webhook-fixture.js'

const MEMBERSHIP = 'slide.channel.partner'
const GRACE = 24

describe('API: hooks of Odoo', () => {
  let world: WebhookFixture
  let secret: string

  beforeEach(async () => {
    world = await openWebhooks()
    secret = (await ensureWebhookSecret(world.store)) ?? ''
  })
  afterEach(() => world.close())

  const callWith = (address: string, content: unknown) =>
    world.post(`/hooks/odoo/${address}`, JSON.stringify(content))
  const call = (content: unknown) => callWith(secret, content)
  const callAbout = (id: number) => call({ _action: 'Changed(#7)', _id: id, _model: MEMBERSHIP })
  const hints = () => openWebhookHints(world.store, 1000)
  const numbers = (all: readonly WebhookHint[]) => all.map(({ recordId, calls }) => [recordId, calls])
  const inDatabase = async () => {
    const { rows } = await world.store.pool.query<{ row: string }>(
      'select webhook_hint::text as row from webhook_hint union all select hook_secret::text from hook_secret',
    )
    return rows.map(({ row }) => row).join('\n')
  }

  it('takes what real servers send, of every version', async () => {
    const deliveries = recordedDeliveries()
    assert.deepEqual([...new Set(deliveries.map(({ version }) => version))].sort(), ['17', '18', '19'])
    for (const { version, scenario, headers, bodyText } of deliveries) {
      const name = `${version} ${scenario}`
      const { _id, _action } = JSON.parse(bodyText) as { _id: number; _action: string }
      const answer = await world.post(`/hooks/odoo/${secret}`, bodyText, headers)
      assert.deepEqual([answer.status, answer.text], [202, ''], name)
      const [kept] = (await hints()).filter(({ recordId }) => recordId === _id)
      assert.deepEqual([kept?.model, kept?.action], [MEMBERSHIP, _action], name)
    }
  })

  it('keeps model, id, action and time; of the record nothing', async () => {
    const content = {
      _action: 'Told(#3)',
      _id: 12,
      _model: 'x_gr_student',
      name: 'Amal',
      email: 'somebody@example.org',
    }
    const before = Date.now()
    assert.equal((await call(content)).status, 202)
    const [hint] = await hints()
    assert.deepEqual([hint?.model, hint?.recordId, hint?.action], ['x_gr_student', 12, 'Told(#3)'])
    const received = hint?.lastAt.getTime() ?? 0
    assert.ok(received >= before - 1000 && received <= Date.now() + 1000)
    assert.doesNotMatch(await inDatabase(), /Amal|somebody/)
    assert.doesNotMatch(world.logged(), /Amal|somebody/)
  })

  it('takes a call without a name, and cuts a long one', async () => {
    assert.equal((await call({ _id: 1, _model: MEMBERSHIP })).status, 202)
    assert.equal((await call({ _id: 2, _model: MEMBERSHIP, _action: 'x'.repeat(5000) })).status, 202)
    assert.deepEqual(
      (await hints()).map(({ action }) => action?.length ?? null),
      [null, 200],
    )
  })

  it('one open hint takes in all later calls about its record', async () => {
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

  it('makes one hint of 50 calls at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => callAbout(9)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [202])
    assert.deepEqual(numbers(await hints()), [[9, 50]])
  })

  it('a call after the reading keeps its hint open; one after the settling opens another', async () => {
    await callAbout(1)
    await callAbout(2)
    const read = await hints()
    await callAbout(2)
    await closeWebhookHints(world.store, read)
    assert.deepEqual(numbers(await hints()), [[2, 2]])
    await callAbout(1)
    assert.deepEqual(numbers(await hints()), [
      [2, 2],
      [1, 1],
    ])
    await closeWebhookHints(world.store, read)
    assert.equal((await hints()).length, 2, 'settled twice')
  })

  it('forgets what was settled long ago, and nothing that is open', async () => {
    for (const id of [1, 2, 3]) await callAbout(id)
    await closeWebhookHints(world.store, (await hints()).slice(0, 1))
    await world.store.pool.query(
      `update webhook_hint set first_at = first_at - interval '1 year', closed_at = closed_at - interval '8 days'`,
    )
    await closeWebhookHints(world.store, (await hints()).slice(0, 1))
    const { rows } = await world.store.pool.query('select record_id from webhook_hint order by id')
    assert.deepEqual(rows, [{ record_id: 2 }, { record_id: 3 }])
  })

  it('tells readiness how much waits, and for how long', async () => {
    await callAbout(1)
    await callAbout(2)
    await world.store.pool.query(
      `update webhook_hint set first_at = now() - interval '90 seconds' where record_id = 2`,
    )
    const answer = await fetch(`${world.url}/readyz`)
    const { webhooks } = (await answer.json()) as { webhooks: { open: number; oldestSeconds: number } }
    assert.equal(webhooks.open, 2)
    assert.ok(webhooks.oldestSeconds >= 90 && webhooks.oldestSeconds < 100, String(webhooks.oldestSeconds))
    await closeWebhookHints(world.store, await hints())
    assert.deepEqual(await webhookBacklog(world.store), { open: 0, oldestSeconds: null })
  })

  describe('secret', () => {
    const said = ({ status, text }: HttpResponse) => [status, text.replace(/urn:request:[\w-]+/, '')]

    it('unknown, run out, nearly right or none: one and the same 404, whatever the body', async () => {
      const old = secret
      secret = await rotateWebhookSecret(world.store, 0)
      const wrong = 'A'.repeat(43)
      const expected = said(await callWith(wrong, {}))
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
        assert.deepEqual(said(await callWith(address, { _id: 1, _model: MEMBERSHIP })), expected, address)
      for (const body of ['{', 'x'.repeat(2_000_000), ''])
        assert.deepEqual(said(await world.post(`/hooks/odoo/${wrong}`, body)), expected)
      assert.deepEqual(await hints(), [])
    })

    it('an older one is good for the time of grace, the new one at once', async () => {
      const first = secret
      const second = await rotateWebhookSecret(world.store, GRACE)
      const third = await rotateWebhookSecret(world.store, GRACE)
      assert.equal(new Set([first, second, third]).size, 3)
      const statuses = async () => {
        const answers = []
        for (const one of [first, second, third])
          answers.push((await callWith(one, { _id: 1, _model: MEMBERSHIP })).status)
        return answers
      }
      assert.deepEqual(await statuses(), [202, 202, 202])
      await world.store.pool.query(
        `update hook_secret set expires_at = now()
         where expires_at = (select min(expires_at) from hook_secret)`,
      )
      assert.deepEqual(await statuses(), [404, 202, 202])
    })

    it('stands in no log, no answer and no row', async () => {
      const old = secret
      secret = await rotateWebhookSecret(world.store, GRACE)
      await callAbout(1)
      const answers: string[] = []
      const ask = async (path: string, method = 'POST') => {
        const options = method === 'POST' ? { method, body: '{}', headers: JSON_TYPE } : { method }
        const answer = await fetch(`${world.url}${path}`, options)
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
      // A database that fails in the middle is an error of ours, which is logged.
      await world.store.pool.query('alter table webhook_hint rename to gone')
      assert.equal((await callAbout(1)).status, 500)
      await world.store.pool.query('alter table gone rename to webhook_hint')

      assert.match(world.logged(), /"url":"\/hooks\/odoo\/…"/)
      assert.match(world.logged(), /request failed/)
      for (const place of [world.logged(), answers.join('\n'), await inDatabase()])
        for (const one of [secret, old]) assert.ok(!place.includes(one.slice(0, 40)))
    })

    it('those who guess are slowed down, Odoo is not', async () => {
      const statuses = []
      for (let guess = 0; guess < 40; guess += 1) statuses.push((await callWith('guess', {})).status)
      assert.deepEqual([...new Set(statuses)], [404, 429])
      assert.equal((await callAbout(1)).status, 202)
    })
  })

  describe('bodies that are none', () => {
    const bodies: [name: string, status: number, body: string | Buffer, contentType?: string][] = [
      ['no JSON', 400, '{"_id": 1,'],
      ['empty', 400, ''],
      ['NaN, as Python writes it', 400, '{"_id": NaN, "_model": "a"}'],
      ['a prototype', 400, '{"__proto__": {}, "_id": 1, "_model": "a"}'],
      ['no UTF-8', 422, Buffer.from('{"_id": 1, "_model": "a\xff"}', 'latin1')],
      ['too large', 413, JSON.stringify({ _id: 1, _model: 'a', text: 'x'.repeat(300_000) })],
      ['null', 422, 'null'],
      ['a list', 422, '[1]'],
      ['a text', 422, '"slide.channel.partner"'],
      ['no model', 422, '{"_id": 1}'],
      ['no id', 422, '{"_model": "slide.channel"}'],
      ['id false', 422, '{"_id": false, "_model": "slide.channel"}'],
      ['id in quotes', 422, '{"_id": "1", "_model": "slide.channel"}'],
      ['id too large', 422, '{"_id": 2147483648, "_model": "slide.channel"}'],
      ['id broken', 422, '{"_id": 1.5, "_model": "slide.channel"}'],
      ['a model that is none', 422, '{"_id": 1, "_model": "Amal; drop table"}'],
      ['a model too long', 422, JSON.stringify({ _id: 1, _model: 'x'.repeat(200) })],
      ['a zero character', 422, '{"_id": 1, "_model": "a", "_action": "a\\u0000b"}'],
      ['another type', 400, '<xml/>', 'application/xml'],
      ['plain text', 422, '{"_id": 1, "_model": "a"}', 'text/plain'],
      ['a form', 422, '_id=1&_model=a', 'application/x-www-form-urlencoded'],
    ]
    for (const [name, status, body, contentType = 'application/json'] of bodies)
      it(`${name}: ${String(status)}`, async () => {
        const answer = await world.post(`/hooks/odoo/${secret}`, body, { 'content-type': contentType })
        assert.equal(answer.status, status, answer.text)
        assert.match(answer.headers.get('content-type') ?? '', /problem\+json/)
        assert.doesNotMatch(answer.text, /Amal/)
        assert.deepEqual(await hints(), [])
      })
  })

  it('says so when the database is away', async () => {
    const away = await openWebhooks({ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing' })
    try {
      const answer = await away.post(`/hooks/odoo/${secret}`, '{}')
      assert.equal(answer.status, 503)
      assert.match(answer.text, /database-unavailable/)
    } finally {
      await away.close()
    }
  })
})

const JSON_TYPE = { 'content-type': 'application/json' }
