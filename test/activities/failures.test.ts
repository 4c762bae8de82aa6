import { CancelledFailure } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { activityInterceptors } from '../../activities/error-interceptor.js'
import { castFailure, failure as failureOf } from '../../activities/failures.js'
import { FailureType, PERMANENT_FAILURES } from '../../src/contracts/failures.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import { openStore } from '../../src/store/store.js'

const PERSON = 'amina.haddad@example.org'
const logged: string[] = []
const logger = new DefaultLogger('DEBUG', (entry) => logged.push(inspect(entry, { depth: 6 })))

/** What a history would keep. */
const keptIn = (failure: ApplicationFailure) =>
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
    it(`of type ${type} keep their type and nothing that Odoo said`, async () => {
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
      assert.doesNotMatch(keptIn(failure), /haddad/)
    })
  }

  it('are retried after the time that Odoo asks for', async () => {
    const failure = await castIn(
      new OdooError({ type: FailureType.OdooBusy, exceptionName: 'HTTP 429', retryAfterMs: 90_000 }),
    )
    assert.equal(failure.nextRetryDelay, 90_000)
  })

  it('never ask for a retry without a pause, however short the time that Odoo asks for', async () => {
    for (const retryAfterMs of [0, 1, 500]) {
      const error = new OdooError({ type: FailureType.OdooBusy, exceptionName: 'HTTP 429', retryAfterMs })
      const delays = await Promise.all([1, 2, 3].map((attempt) => castIn(error, attempt)))
      assert.deepEqual(
        delays.map(({ nextRetryDelay }) => Number(nextRetryDelay)),
        [1_000, 2_000, 4_000],
      )
    }
    assert.equal(failureOf(FailureType.OdooBusy, 'x', {}, 0).nextRetryDelay, 500)
  })

  it('of a load that names no field are retried before they count as permanent', async () => {
    const error = new OdooError({
      type: FailureType.OdooRejected,
      exceptionName: 'LoadRefused',
      model: 'gr.student',
      method: 'load',
      serverMessage: 'n’a pas pu sérialiser un accès à cause d’une mise à jour en parallèle',
    })
    const first = await castIn(error, 1)
    assert.deepEqual([first.type, first.nonRetryable], [FailureType.OdooBusy, false])
    const last = await castIn(error, 5)
    assert.deepEqual([last.type, last.nonRetryable], [FailureType.OdooRejected, true])
  })

  it('of Odoo are retried in every activity at the same pace, which doubles up to a minute', async () => {
    const unavailable = new OdooError({ type: FailureType.OdooUnavailable, exceptionName: 'HTTP 502' })
    for (const [attempt, pause] of [
      [1, 1_000],
      [2, 2_000],
      [4, 8_000],
      [20, 60_000],
    ] as const)
      assert.equal((await castIn(unavailable, attempt)).nextRetryDelay, pause)
  })

  it('of a database where nothing listens are StoreUnavailable', async () => {
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
    assert.doesNotMatch(keptIn(failure), /nobody|nothing/)
  })

  for (const [code, type] of [
    ['57P01', FailureType.StoreUnavailable],
    ['53300', FailureType.StoreUnavailable],
    ['23505', 'error'],
  ] as const) {
    it(`of PostgreSQL with SQLSTATE ${code} have the type ${type}`, async () => {
      const error = Object.assign(new Error(`Key (email)=(${PERSON})`), { name: 'error', code })
      const failure = await castIn(error)
      assert.equal(failure.type, type)
      assert.equal(failure.nonRetryable, false)
      assert.doesNotMatch(keptIn(failure) + logged.join(''), /haddad/)
    })
  }

  it('that nobody expects are retried; the log has the place, and nothing has the text', async () => {
    const failure = await castIn(new TypeError(`no mail for ${PERSON}`))
    assert.equal(failure.type, 'TypeError')
    assert.equal(failure.nonRetryable, false)
    assert.match(logged.join(''), /failures\.test\.ts/)
    assert.doesNotMatch(keptIn(failure) + logged.join(''), /haddad/)
  })

  it('that an activity throws itself pass unchanged', async () => {
    const own = ApplicationFailure.nonRetryable('Gone.', FailureType.OdooMissing)
    assert.equal(await castIn(own), own)
  })

  describe('at the edge of the worker', () => {
    const inWorker = () => new MockActivityEnvironment({}, { logger, interceptors: activityInterceptors() })

    it('are cast for every activity', async () => {
      const fails = () => Promise.reject(new RangeError(PERSON))
      await assert.rejects(inWorker().run(fails), { type: 'RangeError', message: /^Unexpected/ })
    })

    it('are all that changes: results pass as they are', async () => {
      assert.equal(await inWorker().run((number: number) => Promise.resolve(number + 1), 1), 2)
    })

    const reporting = (isShared: boolean, hasUnknownRecords = false) => {
      const reports = {
        explains: () => Promise.resolve(isShared),
        mustWait: () => Promise.resolve(hasUnknownRecords),
        registerFailed: () => undefined,
        sweepFailed: () => Promise.resolve(),
        sweepSucceeded: () => Promise.resolve(),
      }
      return new MockActivityEnvironment({}, { logger, interceptors: activityInterceptors(reports) })
    }
    const denied = () =>
      Promise.reject(
        new OdooError({
          type: FailureType.OdooAccessDenied,
          exceptionName: 'odoo.exceptions.AccessError',
          model: 'gr.student',
          method: 'read',
        }),
      )

    it('are retried when a fault that concerns everybody explains them', async () => {
      await assert.rejects(reporting(true).run(denied), { type: 'OdooNotReady', nonRetryable: false })
    })

    it('are all there is while Odoo has records that the register does not know: no activity runs', async () => {
      let ran = false
      const activity = () => Promise.resolve((ran = true))
      await assert.rejects(reporting(false, true).run(activity), {
        type: 'RecordsUnknown',
        nonRetryable: false,
      })
      assert.equal(ran, false)
    })

    it('go to a person when they concern one record', async () => {
      await assert.rejects(reporting(false).run(denied), { type: 'OdooAccessDenied', nonRetryable: true })
    })

    it('become the cancellation when an activity was cancelled, whatever its interrupted call reports', async () => {
      const environment = inWorker()
      const interrupted = () => {
        environment.cancel()
        return Promise.reject(new Error(`aborted ${PERSON}`))
      }
      await assert.rejects(environment.run(interrupted), (error) => error instanceof CancelledFailure)
    })
  })
})
