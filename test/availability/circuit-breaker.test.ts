import assert from 'node:assert/strict'
import { AlarmKey } from '../../src/alarms/alarm-keys.js'
import { CircuitBreaker } from '../../src/availability/circuit-breaker.js'
import { readSystemStates } from '../../src/availability/system-states.js'
import { RAMP } from '../../src/domain/circuit.js'
import { openAlarms } from '../../src/store/alarms.js'
import { openStore, type Store } from '../../src/store/store.js'
import { pauseSystem, resumeSystem } from '../../src/store/system-pauses.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'
import { waitFor } from '../support/wait-for.js'

describe('the circuit breaker of all processes', function () {
  this.timeout(60_000)

  let database: TestDatabase
  let store: Store
  let breakers: [CircuitBreaker, CircuitBreaker]
  let odooResponds: boolean
  let probes: number

  before(async () => {
    database = await testDatabase()
    store = openStore(database.url)
  })
  beforeEach(async () => {
    await store.pool.query('truncate circuit, system_pause, alarm')
    odooResponds = true
    probes = 0
    const options = {
      store,
      log: () => undefined,
      probes: {
        odoo: () => {
          probes += 1
          return Promise.resolve(odooResponds)
        },
        mail: () => Promise.resolve(true),
      },
    }
    breakers = [new CircuitBreaker(options), new CircuitBreaker(options)]
    await Promise.all(breakers.map((breaker) => breaker.start()))
  })
  afterEach(() => Promise.all(breakers.map((breaker) => breaker.stop())))
  after(async () => {
    await store.close()
    await database.drop()
  })

  const slots = () => breakers.map((breaker) => breaker.slots(['odoo'], 8))
  const fail = async (times: number) => {
    for (let count = 0; count < times; count += 1) await breakers[0].report('odoo', 'OdooUnavailable')
  }
  const state = async () => (await readSystemStates(store)).find(({ system }) => system === 'odoo')

  it('stays closed when calls fail but the probe succeeds: one record is at fault', async () => {
    await fail(12)
    assert.ok(probes > 0)
    assert.equal((await state())?.state, 'available')
    assert.deepEqual(slots(), [8, 8])
  })

  it('opens for all processes after three failures and a failed probe', async () => {
    odooResponds = false
    await fail(2)
    assert.equal(probes, 0)
    await fail(1)
    assert.deepEqual(
      [(await state())?.state, (await state())?.circuit?.failureType],
      ['unavailable', 'OdooUnavailable'],
    )
    assert.equal(breakers[0].slots(['odoo'], 8), 0)
    await waitFor('the other process', () => breakers[1].slots(['odoo'], 8) === 0)
    assert.equal(breakers[1].blocked(['mail', 'odoo'])?.system, 'odoo')
    assert.equal(breakers[1].blocked(['mail']), undefined)
  })

  it('is probed by one process at a time, more and more rarely', async () => {
    odooResponds = false
    await fail(3)
    probes = 0
    const beginning = Date.now()
    await waitFor('four probes', () => probes >= 4)
    // 1 + 2 + 4 + 8 seconds, a quarter less at most, from two processes that look every second.
    assert.ok(Date.now() - beginning > 10_000, `took ${Date.now() - beginning} ms`)
  })

  it('lets work through bit by bit when a probe succeeds, then all of it', async () => {
    odooResponds = false
    await fail(3)
    const since = (await state())?.since
    odooResponds = true
    await waitFor('a successful probe', async () => (await state())?.state === 'recovering')
    assert.deepEqual((await state())?.since, since)
    await waitFor('one slot', () => slots().every((count) => count >= 1 && count <= 3))
    await store.pool.query('update circuit set changed_at = changed_at - make_interval(secs => $1)', [
      RAMP / 1000,
    ])
    await waitFor('the end', async () => (await state())?.state === 'available')
    assert.equal((await state())?.since, null)
    await waitFor('all slots', () => slots().every((count) => count === 8))
  })

  it('opens again when the system fails while it recovers; it is still the same outage', async () => {
    odooResponds = false
    await fail(3)
    const since = (await state())?.since
    odooResponds = true
    await waitFor('a successful probe', async () => (await state())?.state === 'recovering')
    await waitFor('both to know', () => slots().every((count) => count > 0))
    odooResponds = false
    await fail(3)
    assert.deepEqual([(await state())?.state, (await state())?.since], ['unavailable', since])
  })

  it('reports an outage of ten minutes as one alarm, and its end', async () => {
    odooResponds = false
    await fail(3)
    const keys = async () => (await openAlarms(store)).map(({ key }) => key)
    assert.deepEqual(await keys(), [])
    await store.pool.query("update alarm set raised_at = raised_at - interval '10 minutes'")
    assert.deepEqual(await keys(), [AlarmKey.OdooUnavailable])
    odooResponds = true
    await waitFor('the end of the alarm', async () => (await keys()).length === 0)
  })

  it('lets nothing through while paused, whatever the circuit says, and makes no probe', async () => {
    odooResponds = false
    await fail(3)
    await pauseSystem(store, { system: 'everything', reason: 'Moving house', author: 'test' })
    odooResponds = true
    await waitFor('the pause', async () => (await state())?.state === 'paused')
    await waitFor('both to know', () => breakers.every((one) => one.blocked(['odoo'])?.state === 'paused'))
    probes = 0
    await waitFor('a due probe', async () => {
      const { rows } = await store.pool.query(
        "select from circuit where probe_at < now() - interval '1 second'",
      )
      return rows.length === 1
    })
    assert.equal(probes, 0)
    assert.equal(breakers[1].slots(['mail'], 4), 0)
    await resumeSystem(store, 'everything', 'test')
    await waitFor('the probe', () => probes === 1)
  })
})
