import assert from 'node:assert/strict'
import { OverviewFigures, type OverviewQuestion } from '../../src/api/services/overview-figures.js'
import { saveAgents } from '../../src/store/agents.js'
import { savePeople } from '../../src/store/people.js'
import { waitFor } from '../support/wait-for.js'
import { type ApiFixture, openApi, recorded } from './api-fixture.js'

const ANY_SIZE = -1
const ALL: OverviewQuestion = { filter: { timeZone: 'UTC' }, dueDays: 30, limit: 50 }

describe('numbers of the overview in a large center', () => {
  let world: ApiFixture
  let now: Date
  let figures: OverviewFigures
  let students = 0
  before(async () => {
    world = await openApi()
  })
  after(() => world.close())
  beforeEach(async () => {
    now = new Date('2026-03-01T00:00:00Z')
    figures = new OverviewFigures(world.store, () => now, ANY_SIZE)
    await applies()
  })

  const applies = () => recorded(world.store, 'enrollment', { programId: 7, studentId: ++students })
  const applied = async (question = ALL) => (await figures.get(question)).funnel.applied

  it('are those of the last count, while the next one is made', async () => {
    const before = await applied()
    await applies()
    assert.equal(await applied(), before)
    await waitFor('the new number', async () => (await applied()) === before + 1)
  })

  it('are counted first when the last count is older than a minute', async () => {
    const before = await applied()
    await applies()
    now = new Date(now.getTime() + 61_000)
    const { asOf, funnel } = await figures.get(ALL)
    assert.deepEqual([asOf, funnel.applied], [now, before + 1])
  })

  it('are those of the question', async () => {
    const before = await applied()
    const other = { ...ALL, filter: { ...ALL.filter, programId: 8 } }
    assert.deepEqual([await applied(other), await applied()], [0, before])
  })

  it('are those of the moment for an agent, who may see only some students', async () => {
    const ofAgent = { ...ALL, filter: { ...ALL.filter, visibleTo: 9 } }
    await saveAgents(world.store, [{ id: 9, name: 'Huda', email: null }])
    assert.equal(await applied(ofAgent), 0)
    const person = { studentId: students, name: 'Student', nameArabic: null, language: 'en' as const }
    await savePeople(world.store.db, [{ ...person, email: null, agentId: 9 }])
    assert.equal(await applied(ofAgent), 1)
  })

  it('tell of a failed count, and the next question is counted', async () => {
    const before = await applied()
    now = new Date(now.getTime() + 61_000)
    await world.store.db.schema.alterTable('application').renameTo('hidden').execute()
    try {
      await assert.rejects(figures.get({ ...ALL, limit: 1 }))
    } finally {
      await world.store.db.schema.alterTable('hidden').renameTo('application').execute()
    }
    assert.equal(await applied(), before)
  })
})
