import assert from 'node:assert/strict'
import { findViolations, type AcceptedMail, type Observation } from './checker.js'

const mail = (id: string, student: number, more: Partial<AcceptedMail> = {}): AcceptedMail => ({
  messageId: id,
  kind: id.split('.')[0] ?? '',
  student,
  to: [`s${String(student)}@example.org`],
  pdfs: id.startsWith('certificate') ? 1 : 0,
  ...more,
})

/** Student 1 is certified, student 2 waits for a review; nothing is wrong. */
const good: Observation = {
  program: 7,
  courses: [
    { courseIntegration: 21, channel: 31 },
    { courseIntegration: 22, channel: 32 },
  ],
  students: [
    {
      id: 1,
      outcome: 'certified',
      email: ' S1@example.org',
      partner: 11,
      state: 'certified',
      integrationStatus: 'certified',
    },
    {
      id: 2,
      outcome: 'review',
      email: 's2@example.org',
      partner: null,
      state: 'eligible',
      integrationStatus: 'not_integrated',
    },
  ],
  newContacts: [{ id: 11, email: 's1@example.org' }],
  memberships: [
    { channel: 31, partner: 11 },
    { channel: 32, partner: 11 },
  ],
  trackers: [
    { student: 1, courseIntegration: 21, status: 'certified' },
    { student: 1, courseIntegration: 22, status: 'certified' },
  ],
  certificates: [{ student: 1, program: 7, number: 'KFT-1', state: 'delivered' }],
  accepted: [
    mail('welcome.1', 1),
    mail('completion.1.21', 1),
    mail('completion.1.22', 1),
    mail('milestone.1.50', 1),
    mail('certificate.1', 1),
    mail('review_request.2', 2, { to: ['review@example.org'] }),
  ],
  ledger: [
    'welcome.1',
    'completion.1.21',
    'completion.1.22',
    'milestone.1.50',
    'certificate.1',
    'review_request.2',
  ].map((messageId) => ({ messageId, state: 'accepted' })),
}

const [certified, reviewed] = good.students
assert.ok(certified && reviewed)

const without = (id: string) => good.accepted.filter(({ messageId }) => messageId !== id)
const ledgerWith = (id: string, state: string) =>
  good.ledger.map((entry) => (entry.messageId === id ? { ...entry, state } : entry))

/** What differs from the good observation, and the one violation that must be reported for it. */
const CASES: Record<string, [change: Partial<Observation>, violation: RegExp]> = {
  'a student without a certificate': [{ certificates: [] }, /^lost: student 1: no certificate/],
  'a certificate that stays issued': [
    { certificates: [{ student: 1, program: 7, number: 'KFT-1', state: 'issued' }] },
    /^lost: student 1: certificate is issued/,
  ],
  'a certificate of another program': [
    { certificates: [{ student: 1, program: 8, number: 'KFT-1', state: 'delivered' }] },
    /^inconsistent: student 1: certificate of another program/,
  ],
  'a student whose state stays behind': [
    { students: [{ ...certified, state: 'completed' }, reviewed] },
    /^lost: student 1: state is completed/,
  ],
  'a student whose integration status stays behind': [
    { students: [{ ...certified, integrationStatus: 'completed' }, reviewed] },
    /^lost: student 1: integration status is completed/,
  ],
  'a missing tracker': [
    { trackers: good.trackers.slice(1) },
    /^lost: student 1: tracker of course 21 is missing/,
  ],
  'a tracker that stays behind': [
    { trackers: good.trackers.map((row, place) => (place === 0 ? { ...row, status: 'completed' } : row)) },
    /^lost: student 1: tracker of course 21 is completed/,
  ],
  'a missing membership': [
    { memberships: good.memberships.slice(1) },
    /^lost: student 1: no membership in course 31/,
  ],
  'a missing welcome mail': [{ accepted: without('welcome.1') }, /^lost: student 1: no welcome mail/],
  'a missing certificate mail': [
    { accepted: without('certificate.1') },
    /^lost: student 1: no certificate mail/,
  ],
  'a missing completion mail': [
    { accepted: without('completion.1.22') },
    /^lost: student 1: a completion mail/,
  ],
  'a certificate mail without its PDF': [
    { accepted: [...without('certificate.1'), mail('certificate.1', 1, { pdfs: 0 })] },
    /^inconsistent: student 1: certificate mail without its PDF/,
  ],
  'a hard case that nobody was asked about': [
    { accepted: without('review_request.2') },
    /^lost: student 2: nobody was asked/,
  ],
  'a hard case that was enrolled although it waits': [
    { students: [certified, { ...reviewed, integrationStatus: 'enrolled' }] },
    /^inconsistent: student 2: waits for a review but was enrolled/,
  ],
  'a contact made twice': [
    {
      newContacts: [...good.newContacts, { id: 12, email: 'other@example.org' }],
    },
    /^doubled: contact 12 was made and belongs to no student/,
  ],
  'a contact of two students': [
    { students: [certified, { ...reviewed, partner: 11 }] },
    /^doubled: contact of a student: contact 11, 2 times/,
  ],
  'a membership twice': [
    { memberships: [...good.memberships, { channel: 31, partner: 11 }] },
    /^doubled: membership: contact 11 in course 31, 2 times/,
  ],
  'a membership of a stranger': [
    { memberships: [...good.memberships, { channel: 31, partner: 99 }] },
    /^inconsistent: contact 99 belongs to no student and is in course 31/,
  ],
  'a tracker twice': [
    { trackers: [...good.trackers, { student: 1, courseIntegration: 21, status: 'not_started' }] },
    /^doubled: tracker: student 1, course 21, 2 times/,
  ],
  'a certificate twice': [
    { certificates: [...good.certificates, { student: 1, program: 7, number: 'KFT-2', state: 'draft' }] },
    /^doubled: live certificate: student 1, 2 times/,
  ],
  'a number twice': [
    { certificates: [...good.certificates, { student: 1, program: 7, number: 'KFT-1', state: 'revoked' }] },
    /^doubled: certificate number: KFT-1, 2 times/,
  ],
  'a milestone mail that was sent twice, even if the ledger marks it': [
    {
      accepted: [...good.accepted, mail('milestone.1.50', 1)],
      ledger: ledgerWith('milestone.1.50', 'possibly_twice'),
    },
    /^doubled: mail milestone.1.50: accepted 2 times/,
  ],
  'a welcome mail that was sent twice without a mark in the ledger': [
    { accepted: [...good.accepted, mail('welcome.1', 1)] },
    /^doubled: mail welcome.1: accepted 2 times, the ledger says accepted/,
  ],
  'a mail that the ledger does not know': [
    { ledger: good.ledger.slice(1) },
    /^inconsistent: mail welcome.1 is not in the ledger/,
  ],
  'a mail that is rejected according to the ledger': [
    { ledger: ledgerWith('welcome.1', 'rejected') },
    /^inconsistent: mail welcome.1: the server has it, the ledger says rejected/,
  ],
  'a mail to somebody else': [
    { accepted: [...without('welcome.1'), mail('welcome.1', 1, { to: ['s2@example.org'] })] },
    /^inconsistent: mail welcome.1 went to somebody else/,
  ],
}

describe('The checker of a chaos run', () => {
  it('reports nothing when nothing is wrong', () => {
    assert.deepEqual(findViolations(good), [])
  })

  it('accepts a certificate mail that was sent twice when the ledger marks it as possibly sent twice', () => {
    const accepted = [...good.accepted, mail('certificate.1', 1)]
    assert.deepEqual(
      findViolations({ ...good, accepted, ledger: ledgerWith('certificate.1', 'possibly_twice') }),
      [],
    )
  })

  it('accepts that one of two students who share a mailbox waits for a person and the other is certified', () => {
    const students = [
      { ...certified, outcome: 'either' as const },
      { ...reviewed, outcome: 'either' as const, email: certified.email },
    ]
    assert.deepEqual(findViolations({ ...good, students }), [])
  })

  it('reports a shared mailbox when both students wait for a person', () => {
    const students = [{ ...reviewed, outcome: 'either' as const }]
    const seen = { ...good, students, newContacts: [], memberships: [], accepted: good.accepted.slice(-1) }
    assert.deepEqual(linesOf(seen), [
      'lost: mailbox s2@example.org: none of those who share it was certified',
    ])
  })

  it('reports two new contacts with one mailbox', () => {
    const students = [
      { ...certified, outcome: 'either' as const },
      { ...reviewed, outcome: 'either' as const, email: certified.email, partner: 12 },
    ]
    const newContacts = [...good.newContacts, { id: 12, email: 'S1@example.org' }]
    assert.deepEqual(linesOf({ ...good, students, newContacts }), [
      'doubled: contact: s1@example.org, 2 times',
    ])
  })

  for (const [name, [change, violation]] of Object.entries(CASES)) {
    it(`reports ${name}, and nothing else`, () => {
      const lines = linesOf({ ...good, ...change })
      assert.equal(lines.length, 1, lines.join('\n'))
      assert.match(lines[0] ?? '', violation)
    })
  }
})

const linesOf = (seen: Observation) => findViolations(seen).map(({ kind, message }) => `${kind}: ${message}`)
