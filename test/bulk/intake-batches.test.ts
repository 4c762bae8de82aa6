import assert from 'node:assert/strict'
import { wrongConditions } from '../../src/bulk/conditions.js'
import { intakeBatches } from '../../src/odoo/intake-batches.js'
import { IntakeBatch } from '../../src/odoo/schema/index.js'
import { openActivities, type ActivityFixture } from '../activities/activity-fixture.js'
import { makeStudent } from '../support/odoo-records.js'

describe('Intake batches', () => {
  let world: ActivityFixture
  afterEach(() => world.close())

  const wrong = () =>
    wrongConditions(
      { store: world.store, odoo: world.odoo },
      { kind: 'enroll', filter: { programId: 1, intakeBatchId: 1 }, parameters: {} },
      new Date(),
    )

  for (const version of [18, 19] as const)
    it(`are listed by Odoo ${version} with the suite, newest first, with their students`, async () => {
      world = await openActivities({ version })
      const batch = (filename: string | null) => world.direct.create(IntakeBatch, { filename })
      const [spring, autumn] = [await batch('spring.xlsx'), await batch(null)]
      await batch('nobody.csv')
      for (const intakeBatch of [spring, autumn, autumn]) await makeStudent(world, { intakeBatch })
      await makeStudent(world)
      assert.deepEqual(await wrong(), [])
      assert.deepEqual(await intakeBatches(world.odoo), [
        { id: autumn, name: 'BATCH0002', filename: null, students: 2 },
        { id: spring, name: 'BATCH0001', filename: 'spring.xlsx', students: 1 },
      ])
    })

  it('do not exist without the suite, which a filter is told', async () => {
    world = await openActivities({ contents: 'without suite' })
    assert.deepEqual(await intakeBatches(world.odoo), [])
    const [error] = await wrong()
    assert.equal(error?.pointer, '/filter/intakeBatchId')
    assert.match(error.detail, /students have no intake batch in this Odoo/)
  })
})
