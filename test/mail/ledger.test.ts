import assert from 'node:assert/strict'
import type { MailKind } from '../../src/contracts/mail.js'
import type { Delivery } from '../../src/mail/delivery.js'
import { messageIdOf, type MailKey } from '../../src/mail/identity.js'
import { claimAttempt, type Claim, finishAttempt } from '../../src/mail/ledger.js'
import { listMails } from '../../src/mail/list.js'
import { openStore, type Store } from '../../src/store/store.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'

const ACCEPTED: Delivery = { kind: 'accepted', code: 250, response: '250 OK' }
const UNKNOWN: Delivery = { kind: 'unknown', code: null, response: 'ECONNRESET' }
const DEFERRED: Delivery = { kind: 'deferred', code: 451, response: '451 later' }
const REJECTED: Delivery = { kind: 'rejected', code: 550, response: '550 no such user' }

describe('The email ledger', () => {
  let database: TestDatabase
  let store: Store

  before(async () => {
    database = await testDatabase()
    store = openStore(database.url)
  })
  after(async () => {
    await store.close()
    await database.drop()
  })

  let students = 0
  const newKey = (kind: MailKind): MailKey => ({
    kind,
    programId: 7,
    studentId: ++students,
    run: 1,
    version: '1',
  })
  const enter = (key: MailKey, recipient: string | null = 'amal@student.example') =>
    claimAttempt(store, { key, messageId: messageIdOf(key, 'training.example'), language: 'en', recipient })
  const claimed = async (key: MailKey): Promise<Claim> => {
    const entry = await enter(key)
    assert.equal(entry.kind, 'claimed')
    return (entry as { claim: Claim }).claim
  }
  const rowOf = async ({ studentId }: MailKey) =>
    (await listMails(store, { studentId, limit: 1 })).mails[0] ?? assert.fail('no row')
  /** The process that made the attempt was killed, and its lease has run out. */
  const expireLease = ({ studentId }: MailKey) =>
    store.db
      .updateTable('email')
      .set({ lease_until: new Date(0) })
      .where('student_id', '=', studentId)
      .execute()

  it('keeps the emails of one run of an application apart from those of the next', async () => {
    const first = newKey('welcome')
    await enter(first)
    const again = { ...first, run: 2 }
    assert.notEqual(messageIdOf(again, 'training.example'), messageIdOf(first, 'training.example'))
    assert.equal((await enter(first)).kind, 'busy')
    assert.equal((await enter(again)).kind, 'claimed')
  })

  it('has the row before the email is sent', async () => {
    const key = newKey('welcome')
    await claimed(key)
    const row = await rowOf(key)
    assert.equal(row.state, 'sending')
    assert.equal(row.attempts, 1)
    assert.equal(row.recipient, 'amal@student.example')
    assert.equal(row.message_id, `<welcome.7.${key.studentId}.1.1@training.example>`)
    assert.ok(row.first_attempt_at)
  })

  it('gives one of many concurrent attempts the claim', async () => {
    const key = newKey('welcome')
    const entries = await Promise.all(Array.from({ length: 8 }, () => enter(key)))
    assert.equal(entries.filter(({ kind }) => kind === 'claimed').length, 1)
    assert.equal(entries.filter(({ kind }) => kind === 'busy').length, 7)
  })

  it('returns the outcome of a settled email without a claim', async () => {
    const key = newKey('reminder')
    assert.equal(await finishAttempt(store, await claimed(key), ACCEPTED), 'accepted')
    assert.deepEqual(await enter(key), { kind: 'settled', outcome: 'accepted' })
    assert.equal((await rowOf(key)).attempts, 1)
  })

  it('retries an unknown outcome of an at-least-once kind, and then reports possibly twice', async () => {
    const key = newKey('certificate')
    assert.equal(await finishAttempt(store, await claimed(key), UNKNOWN), 'unknown')
    // A deferral in between must not make the ledger forget the first attempt.
    assert.equal(await finishAttempt(store, await claimed(key), DEFERRED), 'unknown')
    assert.equal(await finishAttempt(store, await claimed(key), ACCEPTED), 'possibly_twice')
    const { attempts, unknown_attempts, response_code } = await rowOf(key)
    assert.deepEqual(
      { attempts, unknown_attempts, response_code },
      { attempts: 3, unknown_attempts: 1, response_code: 250 },
    )
  })

  it('counts an unknown outcome of an at-most-once kind as sent', async () => {
    const key = newKey('milestone')
    assert.equal(await finishAttempt(store, await claimed(key), UNKNOWN), 'unknown')
    assert.deepEqual(await enter(key), { kind: 'settled', outcome: 'unknown' })
  })

  it('treats a row of a killed process as an unknown outcome after its lease', async () => {
    const welcome = newKey('welcome')
    await claimed(welcome)
    assert.deepEqual(await enter(welcome), { kind: 'busy' })
    await expireLease(welcome)
    assert.equal(await finishAttempt(store, await claimed(welcome), ACCEPTED), 'possibly_twice')

    const reminder = newKey('reminder')
    await claimed(reminder)
    await expireLease(reminder)
    assert.deepEqual(await enter(reminder), { kind: 'settled', outcome: 'unknown' })
    const row = await rowOf(reminder)
    assert.equal(row.state, 'unknown')
    assert.equal(row.unknown_attempts, 1)
  })

  it('keeps the result of the later attempt when the first outlives its lease', async () => {
    const key = newKey('welcome')
    const first = await claimed(key)
    await expireLease(key)
    const second = await claimed(key)
    assert.equal(await finishAttempt(store, first, ACCEPTED), 'sending')
    assert.equal(await finishAttempt(store, second, ACCEPTED), 'possibly_twice')
  })

  it('retries what the server certainly does not have: deferred, rejected, no recipient', async () => {
    const key = newKey('reminder')
    assert.deepEqual(await enter(key, null), { kind: 'settled', outcome: 'no_recipient' })
    assert.equal((await rowOf(key)).recipient, null)
    assert.equal(await finishAttempt(store, await claimed(key), REJECTED), 'rejected')
    assert.equal(await finishAttempt(store, await claimed(key), DEFERRED), 'pending')
    assert.equal(await finishAttempt(store, await claimed(key), ACCEPTED), 'accepted')
    assert.equal((await rowOf(key)).attempts, 3)
  })

  it('lists emails newest first, filtered and in stable pages', async () => {
    const keys = Array.from({ length: 5 }, () => ({ ...newKey('completion'), programId: 99 }))
    for (const key of keys) await finishAttempt(store, await claimed(key), REJECTED)
    const filter = { programId: 99, kind: 'completion', states: ['rejected'], limit: 2 } as const
    const seen: number[] = []
    let before: number | null = null
    do {
      const page = await listMails(store, before === null ? filter : { ...filter, before })
      seen.push(...page.mails.map((mail) => mail.student_id))
      before = page.next
    } while (before !== null)
    assert.deepEqual(seen, keys.map(({ studentId }) => studentId).reverse())
    assert.deepEqual((await listMails(store, { ...filter, states: ['accepted'] })).mails, [])
  })
})
