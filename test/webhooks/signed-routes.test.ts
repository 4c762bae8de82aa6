import assert from 'node:assert/strict'
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { storedEvents } from './stored-rows.js'
import { type WebhookFixture, openWebhooks } from './webhook-fixture.js'

const newSecret = (bytes = 32) => `whsec_${randomBytes(bytes).toString('base64')}`

/** Signs as the Standard Webhooks specification says (“Signature scheme”), without the library. */
function signature(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

const secondsFromNow = (seconds: number) => String(Math.floor(Date.now() / 1000) + seconds)

const event = (change: object = {}) =>
  JSON.stringify({
    type: 'elearning.progress_updated',
    timestamp: '2026-11-22T13:30:43.076Z',
    data: { channelId: 23, partnerId: 75 },
    ...change,
  })

describe('API: signed webhooks', () => {
  const [secret, another] = [newSecret(), newSecret()]
  let api: WebhookFixture

  beforeEach(async () => {
    api = await openWebhooks({ HOOKS_SIGNING_SECRETS: `${secret}, ${another}` })
  })
  afterEach(() => api.close())

  interface Envelope {
    id?: string
    at?: string
    by?: string
  }
  const send = (body: string, { id = randomUUID(), at = secondsFromNow(0), by }: Envelope = {}) =>
    api.post('/hooks/v1', body, {
      'webhook-id': id,
      'webhook-timestamp': at,
      'webhook-signature': by ?? signature(secret, id, at, body),
    })
  const events = () => storedEvents(api.store)

  it('stores progress and completion with their course and contact, and nothing else', async () => {
    const completed = { type: 'elearning.completed', data: { channelId: 24, partnerId: 76, name: 'Amal' } }
    for (const [id, body] of [
      ['msg_1', event()],
      ['msg_2', event(completed)],
    ] as const) {
      const answer = await send(body, { id })
      assert.deepEqual([answer.status, answer.text], [202, ''])
    }
    assert.deepEqual(
      (await events()).map(({ webhookId, type, channelId, partnerId }) => [
        webhookId,
        type,
        channelId,
        partnerId,
      ]),
      [
        ['msg_1', 'elearning.progress_updated', 23, 75],
        ['msg_2', 'elearning.completed', 24, 76],
      ],
    )
    const { rows } = await api.store.pool.query<{ row: string }>(
      'select learning_event::text as row from learning_event',
    )
    assert.doesNotMatch(rows.map(({ row }) => row).join() + api.logged(), /Amal/)
  })

  it('stores a replayed event once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(event(), { id: 'msg_1' })))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [202])
    assert.equal((await events()).length, 1)
  })

  it('accepts each of our secrets, and several signatures of which one is valid', async () => {
    const [id, at] = ['msg_1', secondsFromNow(0)]
    const by = signature(another, id, at, event())
    assert.equal((await send(event(), { id, at, by })).status, 202)
    const several = `v1a,abc v1,${'A'.repeat(43)}= ${by}`
    assert.equal((await send(event(), { id, at, by: several })).status, 202)
  })

  it('accepts a clock that is wrong by less than five minutes', async () => {
    for (const [seconds, status] of [
      [-200, 202],
      [200, 202],
      [-400, 401],
      [400, 401],
    ] as const)
      assert.equal((await send(event(), { at: secondsFromNow(seconds) })).status, status, String(seconds))
  })

  it('returns 401 for invalid signatures and reveals nothing about the content', async () => {
    const [id, at] = ['msg_1', secondsFromNow(0)]
    const good = signature(secret, id, at, event())
    const forged = [
      await send(event(), { id, at, by: signature(newSecret(), id, at, event()) }),
      await send(event({ data: { channelId: 1, partnerId: 1 } }), { id, at, by: good }),
      await send(event(), { id: 'msg_2', at, by: good }),
      await send(event(), { id, at: secondsFromNow(1), by: good }),
      await send(event(), { id, at, by: good.replace('v1', 'v2') }),
      await send(event(), { id, at, by: 'v1' }),
      await send(event(), { id, at: 'now', by: good }),
      await send('{"nothing": true}', { id, at, by: good }),
      await api.post('/hooks/v1', event()),
      await api.post('/hooks/v1', event(), { 'content-type': 'text/plain' }),
    ]
    for (const [place, { status, headers, text }] of forged.entries()) {
      assert.equal(status, 401, String(place))
      assert.match(text, /invalid-signature/)
      assert.doesNotMatch(text, /channelId|whsec/)
      assert.deepEqual(
        [headers.get('www-authenticate'), headers.get('content-type')],
        ['Signature', 'application/problem+json; charset=utf-8'],
      )
    }
    assert.deepEqual(await events(), [])
  })

  const wrong: [name: string, status: number, body: string, id?: string][] = [
    ['malformed JSON', 400, '{"type": '],
    ['an empty body', 400, ''],
    ['a body that is too large', 413, event({ text: 'x'.repeat(70_000) })],
    ['the body null', 422, 'null'],
    ['an unknown type', 422, event({ type: 'elearning.deleted' })],
    ['missing data', 422, event({ data: undefined })],
    ['the id 0', 422, event({ data: { channelId: 0, partnerId: 1 } })],
    ['an id in quotes', 422, event({ data: { channelId: '1', partnerId: 1 } })],
    ['an invalid time', 422, event({ timestamp: 'yesterday' })],
    ['a webhook-id that is too long', 422, event(), 'x'.repeat(300)],
  ]
  for (const [name, status, body, id = 'msg_1'] of wrong)
    it(`returns ${status} for a valid signature with ${name}`, async () => {
      const answer = await send(body, { id })
      assert.equal(answer.status, status, answer.text)
      assert.match(answer.headers.get('content-type') ?? '', /problem\+json/)
      assert.deepEqual(await events(), [])
    })

  it('limits the rate of wrong guesses, but not of valid senders', async () => {
    const statuses = []
    for (let guess = 0; guess < 40; guess += 1) statuses.push((await api.post('/hooks/v1', event())).status)
    assert.deepEqual([...new Set(statuses)], [401, 429])
    assert.equal((await send(event())).status, 202)
  })

  it('returns 404 with the reason when no secret is configured', async () => {
    const closed = await openWebhooks()
    try {
      const { status, text } = await closed.post('/hooks/v1', event())
      assert.equal(status, 404)
      assert.match(text, /HOOKS_SIGNING_SECRETS is not set/)
    } finally {
      await closed.close()
    }
  })
})
