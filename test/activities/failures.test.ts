import { CancelledFailure } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { castFailure, castingFailures } from '../../activities/failures.js'
import { FailureType, PERMANENT_FAILURES } from '../../src/contracts/failures.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import { openStore } from '../../src/store/store.js'

const PERSON = 'amina.haddad@example.org'
const logged: string[] = []
const logger = new DefaultLogger('DEBUG', (entry) => logged.push(inspect(entry, { depth: 6 })))

/** What would be kept in a history. */
const kept = (failure: ApplicationFailure) =>
  JSON.stringify([failure.message, failure.type, failure.details, failure.stack, String(failure.cause)])

const castIn = async (error: unknown, attempt = 1): Promise<ApplicationFailure> => {
  const failure = await new MockActivityEnvironment({ attempt }, { logger }).run(() =>
    Promise.resolve(castFailure(error)),
  )
  return failure instanceof ApplicationFailure ? failure : assert.fail(String(failure))
}

describe('Failures of activities', () => {
  beforeEach(() => {
    logged.length = 0
  })

  for (const type of Object.values(FailureType).filter((one) => one.startsWith('Odoo'))) {
    it(`${type} keeps its type, and nothing that Odoo said`, async () => {
      const error = new OdooError({
        type,
        exceptionName: 'odoo.exceptions.UserError',
        model: 'gr.student',
        method: 'write',
        serverMessage: `${PERSON} is refused`,
      })
      const failure = await castIn(error)
      assert.equal(failure.type, type)
      assert.equal(failure.nonRetryable, PERMANENT_FAILURES.includes(type))
      assert.deepEqual(failure.details, [
        { exceptionName: 'odoo.exceptions.UserError', model: 'gr.student', method: 'write' },
      ])
      assert.doesNotMatch(kept(failure), /haddad/)
    })
  }

  it('wait as long as Odoo asks for', async () => {
    const failure = await castIn(
      new OdooError({ type: FailureType.OdooBusy, exceptionName: 'HTTP 429', retryAfterMs: 90_000 }),
    )
    assert.equal(failure.nextRetryDelay, 90_000)
  })

  it('ask Odoo again at its own pace, doubling up to a minute, in whatever activity', async () => {
    const unavailable = new OdooError({ type: FailureType.OdooUnavailable, exceptionName: 'HTTP 502' })
    for (const [attempt, pause] of [
      [1, 1_000],
      [2, 2_000],
      [4, 8_000],
      [20, 60_000],
    ] as const)
      assert.equal((await castIn(unavailable, attempt)).nextRetryDelay, pause)
  })

  it('StoreUnavailable: nobody listens there', async () => {
    const store = openStore('postgres://nobody:nothing@127.0.0.1:1/none')
    const error: unknown = await store.db
      .selectFrom('sync_cursor')
      .selectAll()
      .execute()
      .catch((e: unknown) => e)
    await store.close()
    const failure = await castIn(error)
    assert.equal(failure.type, FailureType.StoreUnavailable)
    assert.equal(failure.nonRetryable, false)
    assert.doesNotMatch(kept(failure), /nobody|nothing/)
  })

  for (const [code, type] of [
    ['57P01', FailureType.StoreUnavailable],
    ['53300', FailureType.StoreUnavailable],
    ['23505', 'error'],
  ] as const) {
    it(`${type}: PostgreSQL says ${code}`, async () => {
      const error = Object.assign(new Error(`Key (email)=(${PERSON})`), { name: 'error', code })
      const failure = await castIn(error)
      assert.equal(failure.type, type)
      assert.equal(failure.nonRetryable, false)
      assert.doesNotMatch(kept(failure) + logged.join(''), /haddad/)
    })
  }

  it('unexpected: tried again, the place in the log, the text nowhere', async () => {
    const failure = await castIn(new TypeError(`no mail for ${PERSON}`))
    assert.equal(failure.type, 'TypeError')
    assert.equal(failure.nonRetryable, false)
    assert.match(logged.join(''), /failures\.test\.ts/)
    assert.doesNotMatch(kept(failure) + logged.join(''), /haddad/)
  })

  it('of our own pass as they are', async () => {
    const own = ApplicationFailure.nonRetryable('Gone.', FailureType.OdooMissing)
    assert.equal(await castIn(own), own)
  })

  it('are cast at every activity, and results are not touched', async () => {
    const activities = castingFailures({
      works: (number: number) => Promise.resolve(number + 1),
      fails: () => Promise.reject(new RangeError(PERSON)),
    })
    const environment = new MockActivityEnvironment({}, { logger })
    assert.deepEqual(Object.keys(activities), ['works', 'fails'])
    assert.equal(await environment.run(activities.works, 1), 2)
    await assert.rejects(environment.run(activities.fails), { type: 'RangeError', message: /^Unexpected/ })
  })

  it('of an activity that was cancelled are the cancellation, whatever the cut call reports', async () => {
    const environment = new MockActivityEnvironment({}, { logger })
    const activities = castingFailures({
      cut: () => {
        environment.cancel()
        return Promise.reject(new Error(`aborted ${PERSON}`))
      },
    })
    await assert.rejects(environment.run(activities.cut), (error) => error instanceof CancelledFailure)
  })
})
