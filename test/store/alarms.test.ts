import assert from 'node:assert/strict'
import { say, textOf } from '../../src/domain/sentences/sentence.js'
import { clearAlarm, notifyOfAlarms, openAlarms, raiseAlarm } from '../../src/store/alarms.js'
import { openStore, type Store } from '../../src/store/store.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'

describe('alarms', () => {
  let database: TestDatabase
  let store: Store
  before(async () => {
    database = await testDatabase()
    store = openStore(database.url)
  })
  beforeEach(() => store.db.deleteFrom('alarm').execute())
  after(async () => {
    await store.close()
    await database.drop()
  })

  const login = { key: 'odoo-login', said: say('sweep_failing', { failure: 'Error' }) }
  const notified: string[][] = []
  const ended: string[][] = []
  beforeEach(() => {
    notified.splice(0)
    ended.splice(0)
  })
  const notify = () =>
    notifyOfAlarms(store, (news) => {
      if (news.opened.length > 0) notified.push(news.opened.map(({ key }) => key))
      if (news.ended.length > 0) ended.push(news.ended.map(({ key }) => key))
      return Promise.resolve()
    })
  /** Lets time pass since alarms were cleared. */
  const settle = () =>
    store.pool.query(
      "update alarm set cleared_at = cleared_at - interval '2 minutes', raised_at = raised_at - interval '2 minutes'",
    )

  it('opens one alarm however often it is raised, with the newest message', async () => {
    assert.equal(await raiseAlarm(store, login), true)
    const said = say('odoo_login_rejected')
    assert.equal(await raiseAlarm(store, { ...login, said }), false)
    const [alarm, ...others] = await openAlarms(store)
    assert.deepEqual([alarm?.message, alarm?.sentences, others.length], [textOf(said), [said], 0])
    assert.ok(alarm && alarm.lastSeenAt > alarm.raisedAt)
  })

  it('opens one alarm when several processes raise it at the same time', async () => {
    const raised = await Promise.all(Array.from({ length: 8 }, () => raiseAlarm(store, login)))
    assert.equal(raised.filter(Boolean).length, 1)
  })

  it('records when an alarm is cleared, and opens it anew when the fault is back', async () => {
    await raiseAlarm(store, login)
    await notify()
    assert.equal(await clearAlarm(store, login.key), true)
    assert.equal(await clearAlarm(store, login.key), false)
    assert.deepEqual(await openAlarms(store), [])
    await settle()
    const { cleared_at } = await store.db.selectFrom('alarm').selectAll().executeTakeFirstOrThrow()
    assert.ok(cleared_at)

    assert.equal(await raiseAlarm(store, login), true)
    const [alarm] = await openAlarms(store)
    assert.ok(alarm && alarm.raisedAt > cleared_at)
    assert.equal(alarm.notifiedAt, null)
  })

  it('clears nothing that was never raised', async () => {
    assert.equal(await clearAlarm(store, 'odoo-login'), false)
  })

  it('notifies of an alarm once, although the fault is seen again', async () => {
    await raiseAlarm(store, login)
    await raiseAlarm(store, { ...login, key: 'sweep' })
    await notify()
    await raiseAlarm(store, login)
    await notify()
    assert.deepEqual(notified, [['odoo-login', 'sweep']])
  })

  it('notifies again only of an alarm that was cleared in the meantime', async () => {
    await raiseAlarm(store, login)
    await notify()
    await clearAlarm(store, login.key)
    await settle()
    await raiseAlarm(store, login)
    await notify()
    assert.deepEqual(notified, [['odoo-login'], ['odoo-login']])
  })

  it('says once that a known alarm is over, when it has stayed over for a minute', async () => {
    await raiseAlarm(store, login)
    await notify()
    await clearAlarm(store, login.key)
    await notify()
    assert.deepEqual(ended, [])
    await settle()
    await notify()
    await notify()
    assert.deepEqual(ended, [['odoo-login']])
  })

  it('says nothing about the end of an alarm that nobody was told of', async () => {
    await raiseAlarm(store, login)
    await clearAlarm(store, login.key)
    await settle()
    await notify()
    assert.deepEqual([notified, ended], [[], []])
  })

  it('sends no further email when a fault comes back within a minute', async () => {
    await raiseAlarm(store, login)
    await notify()
    await clearAlarm(store, login.key)
    assert.equal(await raiseAlarm(store, login), false)
    await notify()
    assert.deepEqual([notified, ended], [[['odoo-login']], []])
  })

  it('counts the time until an alarm opens from the last time that all was well', async () => {
    const late = { ...login, afterMs: 600_000 }
    await raiseAlarm(store, late)
    await store.pool.query("update alarm set raised_at = raised_at - interval '9 minutes'")
    await clearAlarm(store, login.key)
    await raiseAlarm(store, late)
    const { raised_at } = await store.db.selectFrom('alarm').selectAll().executeTakeFirstOrThrow()
    assert.ok(raised_at.getTime() - Date.now() > 540_000)
  })

  it('tries again when the notification has failed', async () => {
    await raiseAlarm(store, login)
    await assert.rejects(notifyOfAlarms(store, () => Promise.reject(new Error('no mail server'))))
    assert.equal((await openAlarms(store))[0]?.notifiedAt, null)
    await notify()
    assert.deepEqual(notified, [['odoo-login']])
  })

  it('notifies once when two processes do it at the same time', async () => {
    await raiseAlarm(store, login)
    await Promise.all([notify(), notify(), notify()])
    assert.deepEqual(notified, [['odoo-login']])
  })
})
