import assert from 'node:assert/strict'
import { addToMinute } from '../../src/store/service-minutes.js'
import { waitFor } from '../support/wait-for.js'
import { type ApiFixture, openApi, recorded } from './api-fixture.js'

interface Level {
  level: string
  value: number | null
  baseline: number | null
  count: number
  isMet: boolean | null
  errorBudget: { allowed: number; used: number; left: number | null } | null
}

describe('API: service levels', () => {
  let world: ApiFixture

  beforeEach(async () => {
    world = await openApi()
  })
  afterEach(() => world.close())

  const levels = async (query = '') => {
    const response = await world.call('GET', `/v1/service-levels${query}`)
    assert.equal(response.statusCode, 200, response.body)
    return new Map(response.json<{ levels: Level[] }>().levels.map((level) => [level.level, level]))
  }
  const rated = (channelId: number, day: string, average: number, count: number) =>
    world.store.pool.query(
      `insert into course_rating (channel_id, day, title, average, count, read_at)
       values ($1::integer, $2::date, 'Course ' || $1::integer, $3, $4, $2::date + interval '8 hours')`,
      [channelId, day, average, count],
    )
  const minutesAgo = (
    minutes: number,
    table: Partial<{ requests: number; errors: number; durations: number[] }>,
  ) =>
    world.store.pool.query(
      `insert into service_minute (minute, requests, errors, durations)
       values (date_trunc('minute', now()) - make_interval(mins => $1), $2, $3, $4)`,
      [minutes, table.requests ?? 0, table.errors ?? 0, table.durations ?? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    )

  it('says what is not measured yet', async () => {
    for (const { level, value, count, isMet } of (await levels()).values())
      assert.deepEqual([value, count, isMet], [null, 0, null], level)
  })

  it('measures uptime by the minutes that are there, and what is left of the error budget', async () => {
    // Two of four whole minutes; the present one is not over.
    await minutesAgo(4, { requests: 900, errors: 1, durations: [0, 0, 890, 0, 0, 0, 0, 0, 10, 0] })
    await minutesAgo(2, { requests: 100, errors: 0, durations: [0, 0, 100, 0, 0, 0, 0, 0, 0, 0] })
    const found = await levels()
    const { value, count, isMet, errorBudget } = found.get('uptime') ?? assert.fail()
    assert.deepEqual([value, count, isMet], [0.5, 4, false])
    assert.ok(errorBudget && (errorBudget.left ?? 0) < 0 && errorBudget.used === 2)
    const errors = found.get('error_rate')
    assert.deepEqual([errors?.value, errors?.count, errors?.isMet], [0.001, 1_000, true])
    assert.equal(errors?.errorBudget?.left, 0)
    const time = found.get('response_time')
    assert.deepEqual([time?.value, time?.isMet, time?.errorBudget?.used], [0.05, true, 10])
  })

  it('counts requests, failures and durations of a server that listens, in one row per minute', async () => {
    await world.app.listen({ host: '127.0.0.1', port: 0 })
    const minutes = async () =>
      (await world.store.db.selectFrom('service_minute').selectAll().execute()).map(
        ({ requests, durations }) => [requests, durations.reduce((sum, count) => sum + count, 0)],
      )
    await waitFor('the first report', async () => (await minutes()).length > 0)
    await world.call('GET', '/v1/me')
    await world.call('GET', '/v1/me')
    await world.call('GET', '/healthz')
    await world.app.close()
    const rows = await minutes()
    const sum = (column: 0 | 1) => rows.reduce((total, row) => total + (row[column] ?? 0), 0)
    assert.deepEqual([sum(0), sum(1)], [2, 2])
  })

  it('adds the reports of several processes', async () => {
    const counts = { requests: 1, errors: 1, durations: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] }
    await Promise.all([addToMinute(world.store, counts), addToMinute(world.store, counts)])
    const { rows } = await world.store.pool.query<{ requests: number; fast: number }>(
      'select sum(requests) as requests, sum(durations[1]) as fast from service_minute',
    )
    assert.deepEqual(rows, [{ requests: 2, fast: 2 }])
  })

  it('compares what learners think of courses, as it was at the end of each period', async () => {
    // Before the baseline; within it; in the period, of which only the last day counts.
    await rated(1, '2025-12-31', 1, 1)
    await rated(1, '2026-01-10', 4, 10)
    await rated(1, '2026-02-10', 1, 1)
    await rated(1, '2026-02-28', 4.5, 30)
    await rated(2, '2026-02-20', 5, 10)
    // Nobody has rated it.
    await rated(3, '2026-02-20', 0, 0)
    const days = 'from=2026-02-01&to=2026-02-28&baselineFrom=2026-01-01&baselineTo=2026-01-31'
    const satisfaction = (await levels(`?${days}`)).get('satisfaction')
    assert.deepEqual(
      [satisfaction?.value, satisfaction?.count, satisfaction?.baseline, satisfaction?.isMet],
      [4.625, 40, 4, true],
    )
    assert.equal(satisfaction?.errorBudget, null)
    const response = await world.call('GET', `/v1/service-levels?${days}`)
    assert.deepEqual(response.json<{ courseRatings: unknown[] }>().courseRatings, [
      {
        channelId: 1,
        title: 'Course 1',
        average: 4.5,
        count: 30,
        asOf: '2026-02-28T08:00:00.000Z',
        baseline: 4,
        baselineCount: 10,
      },
      {
        channelId: 2,
        title: 'Course 2',
        average: 5,
        count: 10,
        asOf: '2026-02-20T08:00:00.000Z',
        baseline: null,
        baselineCount: 0,
      },
    ])
    const march = await levels('?from=2026-03-01&to=2026-03-31')
    assert.deepEqual([march.get('satisfaction')?.value, march.get('satisfaction')?.isMet], [null, null])
  })

  it('compares what became of trainings with the baseline, and the accuracy with Odoo', async () => {
    const { store } = world
    const ended = async (studentId: number, began: string, end: string, stage: string) => {
      const application = { programId: 7, studentId }
      await recorded(store, 'progress', application, { stage: 'in_progress', at: `${began}T00:00:00Z` })
      await recorded(store, 'progress', application, { seq: 2, stage, closed: true, at: `${end}T00:00:00Z` })
    }
    await ended(1, '2026-01-01', '2026-01-11', 'certified')
    await ended(2, '2026-02-01', '2026-02-05', 'certified')
    await ended(3, '2026-02-01', '2026-02-06', 'withdrawn')
    await store.pool.query(
      `insert into reconciliation (dry_run, state, started_at, finished_at) values (false, 'completed', '2026-02-02', '2026-02-02')`,
    )
    await store.pool.query(
      `insert into reconciliation_accuracy select id, 'gr.student', 'email', 1000, 2 from reconciliation`,
    )
    const found = await levels('?from=2026-02-01&to=2026-02-28&baselineFrom=2026-01-01&baselineTo=2026-01-31')
    const of = (level: string) => [found.get(level)?.value, found.get(level)?.baseline]
    assert.deepEqual(of('completion_rate'), [0.5, 1])
    assert.deepEqual(of('time_to_certificate'), [4, 10])
    assert.deepEqual(of('sync_accuracy'), [0.998, null])
    assert.equal(found.get('sync_accuracy')?.isMet, false)
    for (const query of ['from=2026-02-30', 'from=2026-03-01&to=2026-02-01'])
      assert.equal((await world.call('GET', `/v1/service-levels?${query}`)).statusCode, 422)
  })
})
