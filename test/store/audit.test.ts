import assert from 'node:assert/strict'
import {
  appendAudit,
  type AuditEntry,
  hasAuditHash,
  recordAudit,
  verifyAudit,
} from '../../src/store/audit.js'
import { openStore, type Store } from '../../src/store/store.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'

const entry = (change: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: 'user:7',
  action: 'pause',
  entity: 'application',
  entityId: '1-2',
  programId: 1,
  studentId: 2,
  after: { b: 1, a: { z: [1, null], y: 'ä' } },
  ...change,
})

describe('the audit', () => {
  let database: TestDatabase
  let store: Store

  beforeEach(async () => {
    database = await testDatabase()
    store = openStore(database.url)
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
  })

  /** As somebody does who has all rights in the database. */
  const tamper = (statement: string) =>
    store.pool.query(
      `alter table audit disable trigger user; ${statement}; alter table audit enable trigger user`,
    )
  const faults = async () => (await verifyAudit(store)).faults
  const fill = async (rows: number) => {
    for (let row = 0; row < rows; row += 1) await recordAudit(store, entry({ entityId: `1-${row}` }))
  }

  it('is complete when empty, and after changes at the same time', async () => {
    assert.deepEqual(await faults(), [])
    await Promise.all(
      Array.from({ length: 30 }, (_, row) => recordAudit(store, entry({ entityId: `${row}` }))),
    )
    const { rows, faults: found, head } = await verifyAudit(store)
    assert.deepEqual([rows, found], [30, []])
    assert.equal(await hasAuditHash(store, head), true)
    assert.equal(await hasAuditHash(store, '00'), false)
  })

  it('is written with the change or not at all', async () => {
    await assert.rejects(
      store.db.transaction().execute(async (db) => {
        await appendAudit(db, entry())
        throw new Error('the change fails')
      }),
      /the change fails/,
    )
    await recordAudit(store, entry())
    const { rows, faults: found } = await verifyAudit(store)
    assert.deepEqual([rows, found], [1, []])
  })

  it('cannot be changed or emptied by accident', async () => {
    await fill(2)
    for (const statement of [`update audit set actor = 'x'`, 'delete from audit', 'truncate audit'])
      await assert.rejects(store.pool.query(statement), /never changed or removed/)
  })

  for (const change of [
    `actor = 'user:8'`,
    `at = at + interval '1 second'`,
    `action = 'withdraw'`,
    `student_id = 3`,
    `outcome = 'refused'`,
    `after = '{"b": 2, "a": {"z": [1, null], "y": "ä"}}'`,
    `before = '{}'`,
    `request_id = 'x'`,
  ])
    it(`notices a row in which somebody sets ${change}`, async () => {
      await fill(3)
      await tamper(`update audit set ${change} where id = 2`)
      assert.deepEqual(await faults(), ['Row 2 was changed.'])
    })

  it('notices removed rows: in the middle, at the end, and all of them', async () => {
    await fill(6)
    await tamper('delete from audit where id in (2, 3)')
    assert.match((await faults())[0] ?? '', /Rows 2 to 3 were removed/)
    await tamper('delete from audit where id = 6')
    assert.match((await faults()).join(' '), /Row 6 was removed/)
    await tamper('delete from audit')
    assert.deepEqual(await faults(), ['Rows 1 to 6 were removed.'])
  })

  it('notices two rows that were exchanged, and one that was added', async () => {
    await fill(4)
    await tamper(`update audit set id = -1 where id = 2; update audit set id = 2 where id = 3;
      update audit set id = 3 where id = -1`)
    assert.ok((await faults()).length > 0)
    await tamper(`insert into audit select 5, at, actor, action, entity, entity_id, program_id, student_id,
      outcome, command_id, request_id, before, after, hash from audit where id = 4`)
    assert.match((await faults()).join(' '), /Row 5 was changed.*The last row is not the one that was noted/)
  })
})
