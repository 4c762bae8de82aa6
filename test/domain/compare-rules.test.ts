import assert from 'node:assert/strict'
import { compareAdmission, compareTraining, type TrainingUnder } from '../../src/domain/compare-rules.js'
import type { Verdict } from '../../src/domain/eligibility.js'
import { DEFAULT_POLICY } from '../../src/domain/policy.js'
import type { CourseEvidence } from '../../src/domain/requirements.js'
import { changedSettings, type RuleChange } from '../../src/domain/rule-change.js'
import type { CourseSnapshot } from '../../src/domain/snapshot.js'

const COMPONENTS = { elearning: 80, sessions: null, homework: null, assessments: null }

const course = (change: Partial<CourseSnapshot> = {}): CourseSnapshot => ({
  courseIntegrationId: 1,
  name: 'Pruning',
  trackerId: 11,
  trackerStatus: 'in_progress',
  membership: 'active',
  components: COMPONENTS,
  overall: 80,
  threshold: 90,
  ...change,
})

const evidenceOf = (of: CourseSnapshot): CourseEvidence => ({
  courseIntegrationId: of.courseIntegrationId,
  name: of.name,
  trackerStatus: of.trackerStatus,
  membership: of.membership,
  components: of.components,
  overall: of.overall,
  threshold: of.threshold,
  minElearning: 0,
  sessionsHeld: 0,
  minSessions: 0,
  homeworkGraded: 0,
  minHomework: 0,
  overridden: false,
})

const under = (courses: readonly CourseSnapshot[], change: Partial<TrainingUnder> = {}): TrainingUnder => ({
  snapshot: { readAt: '2026-11-01T08:00:00Z', hash: '', courses, openDocuments: [] },
  evidence: {
    readAt: '2026-11-01T08:00:00Z',
    courses: courses.map(evidenceOf),
    openDocuments: [],
    foreignCertificateId: null,
  },
  policy: DEFAULT_POLICY,
  ...change,
})

const shown = (changes: readonly RuleChange[]) =>
  changes.map(({ kind, before, after }) => [kind, before, after])

describe('Two sets of rules, for a student in training', () => {
  it('are the same where nothing differs', () => {
    assert.deepEqual(compareTraining(under([course()]), under([course()])), [])
  })

  it('with a lower threshold, complete a course and make the certificate due', () => {
    const changes = compareTraining(under([course()]), under([course({ threshold: 75 })]))
    assert.deepEqual(shown(changes), [
      ['course_complete', '80 % of 90 %', '80 % of 75 %'],
      ['progress_changed', '80 %', '100 %'],
      ['milestone_reached', '75 %', '100 %'],
      ['certificate_due', 'not due yet', 'is issued'],
    ])
  })

  it('with a higher threshold, leave a completed course completed, but send its certificate to review', () => {
    const completed = course({ trackerStatus: 'completed', threshold: 75 })
    const changes = compareTraining(under([completed]), under([{ ...completed, threshold: 90 }]))
    assert.deepEqual(shown(changes), [
      ['course_incomplete', '80 % of 75 %', '80 % of 90 %'],
      ['certificate_to_review', 'is issued', 'a person decides'],
    ])
    assert.match(changes[0]?.reason ?? '', /was completed before and stays so/)
    assert.match(changes[1]?.reason ?? '', /overall progress of at least 90 %: 80 %/)
  })

  it('with one course more, ask for it before the certificate', () => {
    const done = course({ threshold: 75 })
    const added = course({ courseIntegrationId: 2, name: 'Grafting', trackerId: null, overall: 0 })
    const changes = compareTraining(under([done]), under([done, added]))
    assert.deepEqual(shown(changes), [
      ['course_incomplete', 'not part of the program', '0 % of 90 %'],
      ['progress_changed', '100 %', '50 %'],
      ['certificate_not_due', 'is issued', 'not due yet'],
    ])
    assert.equal(changes.at(-1)?.reason, 'Open: “Grafting”.')
  })

  it('do not send a milestone again that was reached before', () => {
    const policy = { ...DEFAULT_POLICY, training: { ...DEFAULT_POLICY.training, milestones: [50, 60, 75] } }
    const changes = compareTraining(under([course()]), under([course()], { policy }))
    assert.deepEqual(shown(changes), [['milestone_reached', '75 %', '60 %']])
  })
})

describe('Two sets of rules, for an applicant', () => {
  const verdict = (outcome: Verdict['outcome'], ...messages: string[]): Verdict => ({
    outcome,
    reasons: messages.map((message) => ({ criterion: 'age', kind: 'fails', message })),
    policyVersion: 1,
    factsVersion: 'facts',
    inputs: {},
  })
  const applies = (of: Verdict) => ({ applies: true, verdict: of })
  const stays = (of: Verdict) => ({ applies: false, verdict: of })

  it('change who is eligible, and say why', () => {
    const tooOld = verdict('not_eligible', 'Age 40 is outside 18 to 35.')
    const [found] = compareAdmission(applies(verdict('eligible')), applies(tooOld))
    assert.deepEqual(
      [found?.kind, found?.before, found?.after, found?.reason],
      ['no_longer_eligible', 'eligible', 'not eligible', 'Age 40 is outside 18 to 35.'],
    )
    const kinds = (...[before, after]: [Verdict, Verdict]) =>
      compareAdmission(applies(before), applies(after)).map(({ kind }) => kind)
    assert.deepEqual(kinds(tooOld, verdict('eligible')), ['becomes_eligible'])
    assert.deepEqual(kinds(tooOld, verdict('unknown', 'The birth date is missing.')), ['becomes_unknown'])
    assert.deepEqual(kinds(tooOld, tooOld), [])
  })

  it('change who applies at all', () => {
    const [one] = compareAdmission(stays(verdict('eligible')), applies(verdict('eligible')))
    assert.deepEqual([one?.kind, one?.before, one?.after], ['applies', 'does not apply', 'eligible'])
    const [other] = compareAdmission(applies(verdict('eligible')), stays(verdict('eligible')))
    assert.equal(other?.kind, 'no_longer_applies')
    assert.deepEqual(compareAdmission(stays(verdict('eligible')), stays(verdict('unknown'))), [])
  })
})

describe('The settings of two policies', () => {
  it('are named where they differ', () => {
    const before = DEFAULT_POLICY
    const after = {
      ...before,
      eligibility: { ...before.eligibility, minAge: 21 },
      training: { ...before.training, milestones: [50] },
      applicantStates: ['draft'],
    }
    assert.deepEqual(changedSettings(before, after), [
      { setting: 'eligibility.minAge', before: 18, after: 21 },
      { setting: 'training.milestones', before: [25, 50, 75, 100], after: [50] },
      { setting: 'applicantStates', before: null, after: ['draft'] },
    ])
  })
})
