import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import assert from 'node:assert/strict'
import { createActivities } from '../../../activities/index.js'
import type { FoundChanges } from '../../../src/contracts/activities.js'
import type { Odoo } from '../../../src/odoo/client/client.js'
import { countChangedStudents } from '../../../src/store/changed-students.js'
import { openProduct, type ProductFixture } from '../../support/product-fixture.js'

const STUDENTS = 120_500
/** `change-activities.ts`: students in one activity of the first search. */
const PER_ACTIVITY = 50_000

const SILENT = new DefaultLogger('ERROR', () => undefined)

/** An Odoo that has nothing but students. After `failAfter` pages it is unavailable once. */
function scriptedOdoo(failAfter: number) {
  let pagesLeft = failAfter
  let failed = false
  const odoo = {
    with: () => odoo,
    serverTime: () => new Date(),
    version: () => Promise.resolve({ major: 18, text: '18.0' }),
    searchRead: () => Promise.resolve([]),
    read: () => Promise.resolve([]),
    async *pages(
      _model: unknown,
      domain: readonly [string, string, number][],
      _f: unknown,
      options: { size: number },
    ) {
      let last = domain[0]?.[2] ?? 0
      for (;;) {
        if (pagesLeft === 0 && !failed) {
          failed = true
          throw new Error('killed')
        }
        pagesLeft -= 1
        const count = Math.min(options.size, STUDENTS - last)
        const first = last + 1
        if (count > 0) yield Array.from({ length: count }, (_, index) => ({ id: first + index }))
        if (count < options.size) return
        last += count
        await Promise.resolve()
      }
    },
  }
  return odoo as unknown as Odoo
}

describe('The first sweep of very many students', function () {
  this.timeout(120_000)
  let product: ProductFixture
  before(async () => {
    product = await openProduct()
  })
  after(() => product.close())

  it('puts all of them into the queue over several ticks, goes on after a kill, and returns only counts', async () => {
    const { store, config, temporal } = product
    const activities = createActivities({
      odoo: scriptedOdoo(20),
      store,
      config,
      temporal,
      clock: () => new Date(),
    })
    const environment = () => new MockActivityEnvironment({}, { logger: SILENT })
    const find = async (): Promise<FoundChanges> => environment().run(() => activities.findChanges())
    await assert.rejects(find())
    assert.equal(await countChangedStudents(store), 20_000)

    const ticks: FoundChanges[] = []
    do ticks.push(await find())
    while (ticks.at(-1)?.complete === false)
    assert.deepEqual(
      ticks.map(({ complete, waiting }) => [complete, waiting]),
      [
        [false, 20_000 + PER_ACTIVITY],
        [false, 20_000 + 2 * PER_ACTIVITY],
        [true, STUDENTS],
      ],
    )
    assert.ok(JSON.stringify(ticks).length < 1_000)
    // Nobody was noticed twice.
    const { rows } = await store.pool.query('select 1 from changed_student where version > 1')
    assert.equal(rows.length, 0)
  })
})
