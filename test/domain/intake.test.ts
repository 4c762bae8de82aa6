import assert from 'node:assert/strict'
import {
  brake,
  concernedBy,
  takes,
  type BrakeCount,
  type Intake,
  type IntakeRules,
} from '../../src/domain/intake.js'

const [EARLY, MOMENT, LATE] = ['2026-11-01T00:00:00Z', '2026-12-01T08:00:00Z', '2027-01-01T00:00:00Z']

describe('intake', () => {
  const taken: [Intake, string | null, boolean][] = [
    [{ mode: 'off', since: null }, LATE, false],
    [{ mode: 'preview', since: null }, LATE, false],
    [{ mode: 'on', since: null }, EARLY, true],
    [{ mode: 'on', since: null }, null, true],
    [{ mode: 'on', since: MOMENT }, EARLY, false],
    [{ mode: 'on', since: MOMENT }, MOMENT, true],
    [{ mode: 'on', since: MOMENT }, LATE, true],
    [{ mode: 'on', since: MOMENT }, null, false],
    [{ mode: 'on', since: '2026-12-01T11:00:00+03:00' }, MOMENT, true],
  ]
  for (const [intake, createdAt, expected] of taken)
    it(`${expected ? 'takes' : 'does not take'} a student created ${createdAt ?? 'at an unknown time'} when it is ${intake.mode} since ${intake.since ?? 'ever'}`, () => {
      assert.equal(takes(intake, createdAt), expected)
    })
})

describe('a change of the intake', () => {
  const rules = (change: Partial<IntakeRules> = {}): IntakeRules => ({
    mode: 'on',
    since: MOMENT,
    intakeVersion: 1,
    policyVersion: 0,
    applicants: 'all',
    states: ['draft', 'eligible'],
    ...change,
  })
  const off = rules({ mode: 'off' })
  const preview = rules({ mode: 'preview' })
  const all = { since: MOMENT, until: null, states: ['draft', 'eligible'] }
  const everyState = { ...all, states: null }

  const cases: [string, IntakeRules | undefined, IntakeRules, ReturnType<typeof concernedBy>][] = [
    ['of a new program that is off: nobody', undefined, off, null],
    ['of a new program that is on: all who may apply', undefined, rules(), all],
    ['from on to off: nobody', rules(), off, null],
    ['from off to on: all since the moment', off, rules(), all],
    ['from off to on for everyone', off, rules({ since: null }), { ...all, since: null }],
    ['from preview to on', preview, rules(), all],
    [
      'to an earlier moment: those in between',
      rules(),
      rules({ since: EARLY }),
      { ...all, since: EARLY, until: MOMENT },
    ],
    [
      'from a moment to everyone: those before',
      rules(),
      rules({ since: null }),
      { ...all, since: null, until: MOMENT },
    ],
    ['to a later moment: nobody', rules(), rules({ since: LATE }), null],
    ['from everyone to a moment: nobody', rules({ since: null }), rules(), null],
    ['of nothing but the version: nobody', rules(), rules({ intakeVersion: 2 }), null],
    [
      'of the policy, with one more state',
      rules(),
      rules({ policyVersion: 1, states: ['draft', 'eligible', 'x'] }),
      { ...all, states: ['draft', 'eligible', 'x'] },
    ],
    [
      'of the policy, with fewer states: nobody',
      rules(),
      rules({ policyVersion: 1, states: ['draft'] }),
      null,
    ],
    ['of the policy, open to all', rules({ applicants: 'preferring' }), rules({ policyVersion: 1 }), all],
    [
      'of the policy, open to fewer: nobody',
      rules(),
      rules({ policyVersion: 1, applicants: 'preferring' }),
      null,
    ],
    ['from off to preview: in every state', off, preview, everyState],
    ['from on to preview', rules(), preview, everyState],
    ['of a preview, set again', preview, rules({ mode: 'preview', intakeVersion: 2 }), everyState],
    ['of the policy in a preview', preview, rules({ mode: 'preview', policyVersion: 1 }), everyState],
    ['of nothing in a preview: nobody', preview, preview, null],
  ]
  for (const [title, before, after, expected] of cases)
    it(`concerns, ${title}`, () => {
      assert.deepEqual(concernedBy(before, after), expected)
    })
})

describe('the brake', () => {
  const count = (change: Partial<BrakeCount>): BrakeCount => ({
    found: 1,
    total: 1,
    mayFollow: 0,
    limit: 50,
    accepted: 0,
    ...change,
  })
  const cases: [string, BrakeCount, ReturnType<typeof brake>][] = [
    ['starts one application', count({}), 'start'],
    ['starts as many as are expected', count({ found: 50, total: 50 }), 'start'],
    ['stops one more', count({ found: 51, total: 51 }), 'stop'],
    ['waits while more may follow', count({ found: 10, total: 10, mayFollow: 41 }), 'wait'],
    ['starts when those who may follow are few', count({ found: 10, total: 10, mayFollow: 40 }), 'start'],
    ['starts as many as a person has accepted', count({ found: 73, total: 73, accepted: 73 }), 'start'],
    ['waits within what was accepted', count({ found: 60, total: 60, mayFollow: 14, accepted: 73 }), 'wait'],
    ['stops beyond what was accepted', count({ found: 74, total: 74, accepted: 73 }), 'stop'],
    ['does not count again what was accepted', count({ found: 1, total: 74, accepted: 73 }), 'start'],
    ['never stops without a limit', count({ found: 9_999, total: 9_999, mayFollow: 9, limit: 0 }), 'start'],
  ]
  for (const [title, counted, expected] of cases)
    it(title, () => {
      assert.equal(brake(counted), expected)
    })
})
