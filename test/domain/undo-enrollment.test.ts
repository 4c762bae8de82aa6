import assert from 'node:assert/strict'
import { textOf } from '../../src/domain/sentences/sentence.js'
import {
  planEnrollmentUndo,
  type BeforeEnrollment,
  type PresentEnrollment,
} from '../../src/domain/undo-enrollment.js'

const BOT = 5
const STAFF = 6
const COURSE = 40
const CHANNEL = 30

const before: BeforeEnrollment = {
  run: 0,
  isAdopted: false,
  partner: null,
  state: 'eligible',
  integrationStatus: 'not_integrated',
  contacts: [],
  memberships: [],
  trackers: [],
  following: [],
  newest: { membership: 100, tracker: 200, contact: 300 },
  user: BOT,
}

const membership = {
  ...{ id: 101, partner: 301, channel: CHANNEL, active: true, completion: 0, memberStatus: 'joined' },
  ...{ createdBy: BOT, hasWorked: false, isOfProgram: true, isNeededElsewhere: false },
}
const tracker = {
  ...{ id: 201, membership: 101, status: 'not_started', startDate: null, completionDate: null },
  ...{ courseIntegration: COURSE, createdBy: BOT, writtenBy: BOT },
}
const contact = { id: 301, createdBy: BOT, writtenBy: BOT, hasUser: false }
const enrolled: PresentEnrollment = {
  student: { state: 'enrolled', integrationStatus: 'enrolled', partner: 301 },
  isLinkedByAddress: true,
  written: { state: 'enrolled', integration: 'enrolled', courses: {} },
  contacts: [contact],
  memberships: [membership],
  trackers: [tracker],
  isBusyElsewhere: false,
}

describe('The undo of an enrollment', () => {
  it('takes back the tracker, the follower, the access, the contact and the statuses', () => {
    assert.deepEqual(planEnrollmentUndo(before, enrolled), {
      trackersRestored: [],
      trackersRemoved: [201],
      unfollowed: [{ partner: 301, channel: CHANNEL }],
      membershipsRemoved: [101],
      membershipsArchived: [],
      contactsRemoved: [301],
      student: { state: 'eligible', integrationStatus: 'not_integrated', partner: null },
      kept: [],
    })
  })

  it('does nothing more when it has been carried out', () => {
    const student = { state: 'eligible', integrationStatus: 'not_integrated', partner: null }
    const undone = { ...enrolled, student, contacts: [], memberships: [], trackers: [] }
    const { student: change, ...rest } = planEnrollmentUndo(before, undone)
    assert.equal(change, null)
    assert.ok(Object.values(rest).every(({ length }) => length === 0))
  })

  it('keeps all of a learner who has begun', () => {
    const learning = { ...enrolled, memberships: [{ ...membership, hasWorked: true }] }
    const undo = planEnrollmentUndo(before, learning)
    assert.deepEqual(undo.membershipsRemoved, [])
    assert.deepEqual(undo.trackersRemoved, [])
    assert.deepEqual(undo.contactsRemoved, [])
    assert.equal(undo.student, null)
    assert.match(textOf(undo.kept), /has begun/)
  })

  it('removes the follower of access that it archives again, but nobody who followed before', () => {
    const earlier = { id: 90, channel: CHANNEL, active: false, completion: 0 }
    const known = { ...before, partner: 20, contacts: [20], memberships: [earlier] }
    const restored = { ...membership, id: 90, partner: 20, createdBy: STAFF }
    const student = { ...enrolled.student, partner: 20 }
    const now = { ...enrolled, student, contacts: [], memberships: [restored], trackers: [] }
    const undo = planEnrollmentUndo(known, now)
    assert.deepEqual(undo.membershipsArchived, [90])
    assert.deepEqual(undo.unfollowed, [{ partner: 20, channel: CHANNEL }])
    const following = [{ partner: 20, channel: CHANNEL }]
    assert.deepEqual(planEnrollmentUndo({ ...known, following }, now).unfollowed, [])
  })

  it('sets the status of a tracker of before back only if our workflows wrote the present one', () => {
    const earlier = {
      id: 150,
      membership: null,
      status: 'not_started',
      startDate: null,
      completionDate: null,
    }
    const known = { ...before, trackers: [earlier] }
    const present = { ...tracker, id: 150, status: 'in_progress', startDate: '2026-11-29T08:00:00Z' }
    const undoWith = (courses: Record<string, 'in_progress'>) =>
      planEnrollmentUndo(known, {
        ...enrolled,
        trackers: [present],
        written: { state: 'in_progress', integration: 'in_progress', courses },
      })
    assert.deepEqual(undoWith({ [COURSE]: 'in_progress' }).trackersRestored, [earlier])
    const byStaff = undoWith({})
    assert.deepEqual(byStaff.trackersRestored, [])
    assert.match(textOf(byStaff.kept), /changed a progress tracker/)
  })

  it('keeps what another application needs, and what staff have made', () => {
    const needed = planEnrollmentUndo(before, {
      ...enrolled,
      memberships: [{ ...membership, isNeededElsewhere: true }],
      isBusyElsewhere: true,
    })
    assert.deepEqual(needed.membershipsRemoved, [])
    assert.equal(needed.student, null)
    const byStaff = planEnrollmentUndo(before, {
      ...enrolled,
      memberships: [{ ...membership, createdBy: STAFF }],
      contacts: [{ ...contact, writtenBy: STAFF }],
    })
    assert.deepEqual(byStaff.membershipsRemoved, [])
    assert.deepEqual(byStaff.contactsRemoved, [])
    assert.equal(byStaff.student?.partner, 301)
  })
})
