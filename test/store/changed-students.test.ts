import assert from 'node:assert/strict'
import {
  claimStudents,
  countChangedStudents,
  countFreeStudents,
  finishStudents,
  noticeStudents,
  noticeStudentsOf,
} from '../../src/store/changed-students.js'
import { openProduct, type ProductFixture } from '../support/product-fixture.js'

describe('The queue of changed students', () => {
  let product: ProductFixture
  before(async () => {
    product = await openProduct()
  })
  after(() => product.close())
  beforeEach(() => product.store.db.deleteFrom('changed_student').execute())

  const notice = (...ids: number[]) => noticeStudents(product.store.db, ids, 'sweep')
  const claim = (token: string, size = 10) => claimStudents(product.store, { token, size })
  const idsOf = (claimed: readonly { studentId: number }[]) =>
    claimed.map(({ studentId }) => studentId).sort((a, b) => a - b)
  const finish = (token: string, claimed: Awaited<ReturnType<typeof claim>>) =>
    product.store.db.transaction().execute((transaction) => finishStudents(transaction, token, claimed))
  const expire = () =>
    product.store.pool.query("update changed_student set claimed_until = now() - interval '1 s'")

  it('gives each student to one page, webhooks first and then the oldest', async () => {
    await notice(3, 4)
    await notice(1, 2)
    await noticeStudents(product.store.db, [9, 4], 'webhook')
    assert.deepEqual(idsOf(await claim('a', 2)), [4, 9])
    assert.deepEqual(idsOf(await claim('b', 1)), [3])
    assert.deepEqual(idsOf(await claim('c')), [1, 2])
    assert.deepEqual(await claim('d'), [])
  })

  it('gives pages that claim at the same moment different students', async () => {
    await notice(...Array.from({ length: 100 }, (_, index) => index + 1))
    const pages = await Promise.all(Array.from({ length: 8 }, (_, page) => claim(`page ${page}`, 10)))
    const claimed = pages.flatMap(idsOf)
    assert.equal(new Set(claimed).size, claimed.length)
    assert.equal(claimed.length, 80)
  })

  it('gives the next attempt of a page its own students again, and everybody those of a dead one', async () => {
    await notice(1, 2, 3)
    await claim('a', 2)
    assert.deepEqual(idsOf(await claim('a', 2)), [1, 2])
    assert.equal(await countFreeStudents(product.store), 1)
    await expire()
    assert.equal(await countFreeStudents(product.store), 3)
    assert.deepEqual(idsOf(await claim('b')), [1, 2, 3])
  })

  it('keeps a student who was noticed again while a page had them', async () => {
    await notice(1, 2)
    const claimed = await claim('a')
    await notice(2)
    await finish('a', claimed)
    assert.deepEqual(idsOf(await claim('b')), [2])
  })

  it('changes nothing for a page that has lost its claim', async () => {
    await notice(1)
    const lost = await claim('a')
    await expire()
    await claim('b')
    await finish('a', lost)
    assert.deepEqual(idsOf(await claim('b')), [1])
  })

  it('claims for webhooks only what they have noticed', async () => {
    await notice(1)
    await noticeStudents(product.store.db, [2], 'webhook')
    const claimed = await claimStudents(product.store, { token: 'a', size: 10, source: 'webhook' })
    assert.deepEqual(
      claimed.map(({ studentId, source }) => [studentId, source]),
      [[2, 'webhook']],
    )
  })

  it('notices all students of a program that our tables know', async () => {
    const { db } = product.store
    await db
      .insertInto('application')
      .values({ program_id: 7, student_id: 1, run: 1, policy_version: 0 })
      .execute()
    await db
      .insertInto('application')
      .values({ program_id: 8, student_id: 2, run: 1, policy_version: 0 })
      .execute()
    await db.insertInto('last_notified').values({ program_id: 7, student_id: 3 }).execute()
    await noticeStudentsOf(db, [7], 'sweep')
    assert.deepEqual(idsOf(await claim('a')), [1, 3])
  })

  it('does not deadlock when students are noticed while pages finish', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => index + 1)
    await notice(...ids)
    const page = async (token: string) => {
      for (let round = 0; round < 10; round += 1)
        await product.store.db
          .transaction()
          .execute(async (transaction) => finishStudents(transaction, token, await claim(token, 50)))
    }
    const noticing = async (order: number[]) => {
      for (let round = 0; round < 10; round += 1) await notice(...order)
    }
    await Promise.all([page('a'), page('b'), noticing(ids), noticing([...ids].reverse())])
    const left = await claim('rest', 1000)
    await finish('rest', left)
    assert.equal(await countChangedStudents(product.store), 0)
  })
})
