import assert from 'node:assert/strict'
import { differenceBetween, isSamePerson, updatedPerson, type Person } from '../../src/domain/same-person.js'

const REMEMBERED: Person = {
  createdAt: '2026-01-05T08:00:00Z',
  mailboxHash: 'mailbox-1',
  databaseUuid: 'database-1',
}
const OTHER: Person = {
  createdAt: '2026-11-20T10:00:00Z',
  mailboxHash: 'mailbox-2',
  databaseUuid: 'database-2',
}

type Comparison = 'equal' | 'different' | 'unknown'

const present = (createdAt: Comparison, mailboxHash: Comparison, databaseUuid: Comparison): Person => {
  const value = (field: keyof Person, comparison: Comparison) =>
    comparison === 'unknown' ? null : (comparison === 'equal' ? REMEMBERED : OTHER)[field]
  return {
    createdAt: value('createdAt', createdAt),
    mailboxHash: value('mailboxHash', mailboxHash),
    databaseUuid: value('databaseUuid', databaseUuid),
  }
}

describe('whether a student record is still about the same person', () => {
  const ANY = ['equal', 'different', 'unknown'] as const
  const SAME: readonly (readonly [Comparison, Comparison, Comparison])[] = [
    ['equal', 'equal', 'equal'],
    ['equal', 'equal', 'different'],
    ['equal', 'equal', 'unknown'],
    ['equal', 'unknown', 'equal'],
    ['equal', 'unknown', 'different'],
    ['equal', 'unknown', 'unknown'],
    ['equal', 'different', 'equal'],
    ['equal', 'different', 'unknown'],
    ['unknown', 'equal', 'equal'],
    ['unknown', 'equal', 'different'],
    ['unknown', 'equal', 'unknown'],
    ['unknown', 'unknown', 'equal'],
    ['unknown', 'unknown', 'different'],
    ['unknown', 'unknown', 'unknown'],
  ]
  const isExpectedSame = (...row: Comparison[]) => SAME.some((same) => same.join() === row.join())

  for (const creation of ANY)
    for (const mailbox of ANY)
      for (const database of ANY) {
        const expected = isExpectedSame(creation, mailbox, database)
        it(`is ${expected ? 'the same person' : 'another person'} with creation date ${creation}, mailbox ${mailbox}, database ${database}`, () => {
          const now = present(creation, mailbox, database)
          assert.equal(isSamePerson(REMEMBERED, now), expected)
          assert.equal(isSamePerson(now, REMEMBERED), expected, 'the other way round')
        })
      }

  it('remembers the present values of the same person, and keeps what is unknown now', () => {
    assert.deepEqual(updatedPerson(REMEMBERED, present('equal', 'different', 'unknown')), {
      ...REMEMBERED,
      mailboxHash: 'mailbox-2',
    })
    assert.deepEqual(updatedPerson(REMEMBERED, present('unknown', 'unknown', 'different')), {
      ...REMEMBERED,
      databaseUuid: 'database-2',
    })
  })

  it('says how the record differs without the hash of a mailbox', () => {
    assert.equal(
      differenceBetween(REMEMBERED, OTHER),
      'It was created at 2026-11-20T10:00:00Z, the record of this application at 2026-01-05T08:00:00Z.',
    )
    assert.doesNotMatch(differenceBetween(REMEMBERED, present('equal', 'different', 'different')), /mailbox-/)
  })
})
