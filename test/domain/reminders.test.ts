import assert from 'node:assert/strict'
import fc from 'fast-check'
import { DEFAULT_POLICY } from '../../src/domain/policy.js'
import { daysBetween, nextDue, nextTaskDue, type TrainingClock } from '../../src/domain/reminders.js'

const DAY = 86_400_000
const SINCE = '2026-11-01T08:00:00.000Z'
const at = (days: number) => Date.parse(SINCE) + days * DAY

const daysAfter = (days: number) => new Date(at(days)).toISOString()

const cadence = fc.record({
  remindAfterDays: fc.integer({ min: 1, max: 10 }),
  escalateAfterDays: fc.integer({ min: 1, max: 20 }),
})

const training = fc
  .record({
    remindAfterDays: fc.integer({ min: 1, max: 14 }),
    maxReminders: fc.nat(4),
    stalledAfterDays: fc.integer({ min: 5, max: 60 }),
  })
  .map((given) => ({ ...DEFAULT_POLICY.training, ...given }))

describe('reminders of a learner', () => {
  it('come each period up to their maximum; stalled and overdue come once each, and nothing after', () => {
    fc.assert(
      fc.property(training, fc.option(fc.integer({ min: 1, max: 90 })), (policy, deadline) => {
        const clock = {
          lastActivityAt: SINCE,
          remindersSent: 0,
          stalledReported: false,
          deadlineAt: deadline === null ? null : daysAfter(deadline),
          overdueReported: false,
        }
        const seen: string[] = []
        let before = 0
        for (let due = nextDue(clock, policy); due !== null; due = nextDue(clock, policy)) {
          assert.ok(due.at >= before, 'the clock goes forward')
          before = due.at
          seen.push(due.kind === 'reminder' ? `${due.kind} ${due.number}` : due.kind)
          if (due.kind === 'reminder') {
            assert.equal(due.at, at(due.number * policy.remindAfterDays))
            clock.remindersSent = due.number
          } else if (due.kind === 'stalled') {
            assert.equal(due.at, at(policy.stalledAfterDays))
            clock.stalledReported = true
          } else {
            assert.equal(due.at, at(deadline ?? 0))
            clock.overdueReported = true
          }
        }
        const wanted = Array.from({ length: policy.maxReminders }, (_, index) => `reminder ${index + 1}`)
        if (deadline !== null) wanted.push('overdue')
        assert.deepEqual(seen.sort(), [...wanted, 'stalled'].sort())
      }),
    )
  })

  it('move with the last activity', () => {
    fc.assert(
      fc.property(training, fc.nat(100), (policy, days) => {
        const clock: TrainingClock = {
          lastActivityAt: SINCE,
          remindersSent: 0,
          stalledReported: false,
          deadlineAt: null,
          overdueReported: false,
        }
        const later = { ...clock, lastActivityAt: daysAfter(days) }
        assert.equal(nextDue(later, policy)?.at, (nextDue(clock, policy)?.at ?? 0) + days * DAY)
      }),
    )
  })
})

describe('nextTaskDue', () => {
  it('reminds each period, escalates once, and ends at the deadline', () => {
    fc.assert(
      fc.property(cadence, fc.option(fc.integer({ min: 1, max: 60 })), (cadence, deadlineDays) => {
        const deadline = deadlineDays === null ? {} : { deadline: daysAfter(deadlineDays) }
        const task = { since: SINCE, ...deadline, reminders: 0, escalated: false }
        let escalations = 0
        for (let step = 0; step < 100; step += 1) {
          const due = nextTaskDue(task, cadence)
          if (deadlineDays !== null) assert.ok(due.at <= at(deadlineDays))
          if (due.kind === 'deadline') {
            assert.equal(due.at, at(deadlineDays ?? 0))
            break
          }
          if (due.kind === 'escalate') {
            escalations += 1
            task.escalated = true
            assert.equal(due.at, at(cadence.escalateAfterDays))
          } else {
            task.reminders += 1
            assert.equal(due.at, at(task.reminders * cadence.remindAfterDays))
          }
        }
        if (deadlineDays === null) assert.equal(escalations, 1)
        else assert.equal(escalations, cadence.escalateAfterDays <= deadlineDays ? escalations : 0)
      }),
    )
  })
})

describe('daysBetween', () => {
  it('counts whole days', () => {
    fc.assert(
      fc.property(fc.nat(1000), (days) => {
        assert.equal(daysBetween(SINCE, at(days)), days)
        assert.equal(daysBetween(SINCE, at(days) - 1), days - 1)
      }),
    )
  })
})
