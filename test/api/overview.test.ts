import assert from 'node:assert/strict'
import { saveAgents } from '../../src/store/agents.js'
import { savePeople } from '../../src/store/people.js'
import { rebuildReadModel } from '../../src/store/transitions.js'
import { type ApiFixture, openApi, openTask, recorded } from './api-fixture.js'

interface Overview {
  funnel: { step: string; count: number; ofPrevious: number | null; ofAll: number | null }[]
  cohorts: { month: string; applied: number; certified: number; completionRate: number | null }[]
  timeToCertificate: { count: number; p50: number | null; p90: number | null; weeks: object[] }
  atRisk: { studentId: number; reasons: string[]; student: { name: string } | null }[]
  workload: { agent: { id: number; name: string | null } | null; open: number; tasks: number }[]
  deadlines: { studentId: number; deadline: string }[]
  trainingsDue: { studentId: number; deadline: string; stage: string; student: { name: string } | null }[]
}

describe('API: overview', () => {
  let world: ApiFixture
  before(async () => {
    world = await openApi()
    const { store } = world
    await saveAgents(store, [{ id: 9, name: 'Huda', email: null }])
    await savePeople(
      store.db,
      [1, 2, 3, 4].map((studentId) => ({
        studentId,
        name: `Student ${studentId}`,
        nameArabic: null,
        language: 'en' as const,
        email: null,
        agentId: studentId === 4 ? null : 9,
      })),
    )
    const at = (day: string) => `${day}T00:00:00.000Z`
    const of = (studentId: number) => ({ programId: 7, studentId })
    const enrolled = { stage: 'training_started', closed: true }
    // 1 is certified after 10 days, 2 after 20; 3 is stalled; 4 waits for a decision.
    for (const [studentId, begun, end] of [
      [1, '2026-01-01', '2026-01-11'],
      [2, '2026-02-01', '2026-02-21'],
    ] as const) {
      await recorded(store, 'enrollment', of(studentId), { ...enrolled, at: at(begun) })
      await recorded(store, 'progress', of(studentId), { stage: 'in_progress', at: at(begun) })
      await recorded(store, 'progress', of(studentId), {
        seq: 2,
        stage: 'certified',
        closed: true,
        at: at(end),
      })
    }
    await recorded(store, 'enrollment', of(3), { ...enrolled, at: at('2026-02-03') })
    await recorded(store, 'progress', of(3), { stage: 'stalled', at: at('2026-02-20') })
    await recorded(store, 'enrollment', of(4), {
      at: at('2026-02-05'),
      task: openTask({ since: at('2026-02-05'), deadline: at('2026-02-19') }),
    })
  })
  after(() => world.close())

  const overview = async (query = '') => {
    const response = await world.call('GET', `/v1/overview${query}`)
    assert.equal(response.statusCode, 200, response.body)
    return response.json<Overview>()
  }

  it('counts how far applications have come, by period, program and agent', async () => {
    const counts = async (query: string) => (await overview(query)).funnel.map(({ count }) => count)
    assert.deepEqual(await counts(''), [4, 3, 2, 2])
    assert.deepEqual(await counts('?from=2026-02-01&to=2026-02-03'), [2, 2, 1, 1])
    assert.deepEqual(await counts('?agentId=9'), [3, 3, 2, 2])
    assert.deepEqual(await counts('?agentId=0'), [1, 0, 0, 0])
    assert.deepEqual(await counts('?programId=8'), [0, 0, 0, 0])
    const { funnel } = await overview()
    assert.deepEqual([funnel[0]?.ofPrevious, funnel[1]?.ofPrevious, funnel[3]?.ofAll], [null, 0.75, 0.5])
  })

  it('shows the completion rate of each month, and how long it takes', async () => {
    const { cohorts, timeToCertificate } = await overview()
    assert.deepEqual(
      cohorts.map(({ month, applied, completionRate }) => [month, applied, completionRate]),
      [
        ['2026-01', 1, 1],
        ['2026-02', 3, 0.5],
      ],
    )
    const { p50, p90, weeks } = timeToCertificate
    assert.deepEqual([p50, p90], [15, 19])
    assert.deepEqual(weeks, [
      { week: 1, count: 1 },
      { week: 2, count: 1 },
    ])
  })

  it('names who is at risk and why, what agents have to do, and the next deadlines', async () => {
    const { atRisk, workload, deadlines } = await overview()
    assert.deepEqual(
      atRisk.map(({ student, reasons }) => [student?.name, reasons]),
      [
        ['Student 4', ['task_waits']],
        ['Student 3', ['stalled']],
      ],
    )
    assert.deepEqual(
      workload.map(({ agent, open, tasks }) => [agent?.name ?? null, open, tasks]),
      [
        [null, 1, 1],
        ['Huda', 1, 0],
      ],
    )
    assert.deepEqual(
      deadlines.map(({ studentId, deadline }) => [studentId, deadline]),
      [[4, '2026-02-19T00:00:00.000Z']],
    )
  })
})

describe('API: trainings that are due', () => {
  let world: ApiFixture
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  before(async () => {
    world = await openApi()
    await savePeople(
      world.store.db,
      [1, 2].map((studentId) => ({
        studentId,
        name: `Student ${studentId}`,
        nameArabic: null,
        language: 'en' as const,
        email: null,
        agentId: studentId === 1 ? 9 : null,
      })),
    )
  })
  after(() => world.close())

  const due = async (query = '') => {
    const response = await world.call('GET', `/v1/overview${query}`)
    assert.equal(response.statusCode, 200, response.body)
    return response.json<Overview>().trainingsDue.map(({ studentId, deadline }) => [studentId, deadline])
  }
  const step = (studentId: number, seq: number, stage: string, deadlineAt?: string, closed = false) =>
    recorded(
      world.store,
      'progress',
      { programId: 7, studentId },
      {
        seq,
        stage,
        closed,
        at: new Date(Date.UTC(2026, 0, seq)).toISOString(),
        facts: deadlineAt === undefined ? {} : { deadlineAt },
      },
    )

  it('lists them by deadline, within so many days, by agent and program', async () => {
    const [soon, later, far] = [inDays(5), inDays(20), inDays(60)]
    await step(1, 1, 'in_progress', later)
    await step(2, 1, 'in_progress', soon)
    await step(3, 1, 'in_progress', far)
    await step(4, 1, 'in_progress', inDays(-1))
    await step(5, 1, 'in_progress')
    assert.deepEqual(await due(), [
      [2, soon],
      [1, later],
    ])
    assert.deepEqual(await due('?dueDays=7'), [[2, soon]])
    assert.deepEqual(
      (await due('?dueDays=90')).map(([studentId]) => studentId),
      [2, 1, 3],
    )
    assert.deepEqual(await due('?agentId=9'), [[1, later]])
    assert.deepEqual(await due('?programId=8'), [])
    assert.deepEqual(await due('?to=2025-12-31'), [])
  })

  it('follows a deadline that is moved, and leaves out trainings that are paused or complete', async () => {
    const moved = inDays(10)
    await step(1, 2, 'in_progress', moved)
    assert.deepEqual((await due()).at(-1), [1, moved])
    await step(1, 3, 'paused', moved)
    await step(2, 2, 'certificate_pending', inDays(5))
    assert.deepEqual(await due(), [])
    await step(1, 4, 'in_progress', moved)
    assert.deepEqual(await due(), [[1, moved]])
    await rebuildReadModel(world.store)
    assert.deepEqual(await due(), [[1, moved]])
    await step(1, 5, 'withdrawn', moved, true)
    assert.deepEqual(await due(), [])
  })
})

describe('API: overview around midnight', () => {
  let world: ApiFixture
  before(async () => {
    world = await openApi()
    const begun = [
      '2026-03-31T20:59:59.999Z',
      '2026-03-31T21:00:00.000Z',
      '2026-04-01T06:59:59.999Z',
      '2026-04-01T07:00:00.000Z',
    ]
    for (const [index, at] of begun.entries())
      await recorded(world.store, 'enrollment', { programId: 9, studentId: index + 1 }, { at })
  })
  after(() => world.close())

  // In Riyadh, April begins at 21:00 UTC; in Los Angeles at 7:00 UTC.
  for (const { timeZone, march } of [
    { timeZone: 'Asia/Riyadh', march: 1 },
    { timeZone: 'America/Los_Angeles', march: 3 },
  ])
    it(`counts days and months as the center in ${timeZone} does`, async () => {
      const { config } = world
      const center = world.another({
        config: { ...config, organization: { ...config.organization, timeZone } },
      })
      const overview = async (query: string) => {
        const response = await center.call('GET', `/v1/overview?${query}`)
        assert.equal(response.statusCode, 200, response.body)
        return response.json<Overview & { timeZone: string }>()
      }
      const applied = async (query: string) => (await overview(query)).funnel[0]?.count
      const seen = await overview('')
      assert.equal(seen.timeZone, timeZone)
      assert.deepEqual(
        seen.cohorts.map(({ month, applied: count }) => [month, count]),
        [
          ['2026-03', march],
          ['2026-04', 4 - march],
        ],
      )
      assert.equal(await applied('to=2026-03-31'), march)
      assert.equal(await applied('from=2026-04-01'), 4 - march)
      assert.equal(await applied('from=2026-03-31&to=2026-03-31'), march)
      assert.equal(await applied('from=0000-01-01&to=9999-12-31'), 4)
      assert.equal((await center.call('GET', '/v1/overview?from=2026-02-30')).statusCode, 422)
    })
})
