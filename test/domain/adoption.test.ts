import assert from 'node:assert/strict'
import { adoptionOf, type FoundApplication, type KnownRun } from '../../src/domain/adoption.js'

describe('Adopting an application', () => {
  const tracker = (courseIntegrationId: number, status: string, overall: number) => ({
    courseIntegrationId,
    status,
    overall,
  })
  const application = (changes: Partial<FoundApplication> = {}): FoundApplication => ({
    trackers: [tracker(1, 'completed', 80), tracker(2, 'in_progress', 24)],
    certificates: [],
    studentState: 'in_progress',
    courses: [1, 2],
    milestones: [25, 50, 75, 100],
    ...changes,
  })
  const running = (changes: Partial<KnownRun> = {}): KnownRun => ({
    run: 2,
    trainingStarted: true,
    endedStage: null,
    ...changes,
  })
  const emails = (found: FoundApplication, workflow: KnownRun | null = null) =>
    adoptionOf(found, workflow, null).emails.map(({ kind, version }) => `${kind} ${version}`)

  it('continues a training, and counts as sent what its progress in Odoo shows', () => {
    const { run, trainingStarted, endedStage } = adoptionOf(application(), null, null)
    assert.deepEqual(
      { run, trainingStarted, endedStage },
      { run: 1, trainingStarted: true, endedStage: null },
    )
    // A completed course counts in full: 62 %.
    assert.deepEqual(emails(application()), ['welcome 1', 'completion 1', 'milestone 25', 'milestone 50'])
  })

  it('counts no milestone for a course without a tracker', () => {
    const found = application({ trackers: [tracker(1, 'in_progress', 40)] })
    assert.deepEqual(emails(found), ['welcome 1'])
  })

  it('counts no milestone in a program without active courses', () =>
    assert.deepEqual(emails(application({ courses: [] })), ['welcome 1', 'completion 1']))

  for (const [what, found] of Object.entries({
    'certified trackers': application({
      trackers: [tracker(1, 'certified', 90), tracker(2, 'certified', 80)],
      certificates: [{ version: 1, state: 'delivered' }],
    }),
    'no tracker any more': application({ trackers: [], certificates: [{ version: 1, state: 'delivered' }] }),
    'a certificate issued against the rules': application({
      trackers: [tracker(1, 'in_progress', 20)],
      certificates: [{ version: 1, state: 'verified' }],
      studentState: 'certified',
    }),
    'a revoked certificate': application({
      trackers: [tracker(1, 'certified', 90)],
      certificates: [{ version: 1, state: 'revoked' }],
    }),
  }))
    it(`closes an application with ${what}`, () => {
      assert.equal(adoptionOf(found, null, null).endedStage, 'certified')
      assert.ok(emails(found).includes('certificate 1'))
    })

  for (const [what, found] of Object.entries({
    'is not delivered yet': application({
      trackers: [tracker(1, 'completed', 90), tracker(2, 'completed', 90)],
      certificates: [{ version: 1, state: 'issued' }],
    }),
    'may not have been emailed': application({
      trackers: [tracker(1, 'completed', 90), tracker(2, 'completed', 90)],
      certificates: [{ version: 1, state: 'delivered' }],
      // By another program.
      studentState: 'certified',
    }),
  }))
    it(`continues a training whose certificate ${what}`, () => {
      assert.equal(adoptionOf(found, null, null).endedStage, null)
      assert.ok(!emails(found).includes('certificate 1'))
    })

  it('leaves the emails of a running workflow to the workflow', () =>
    assert.deepEqual(adoptionOf(application(), running(), null), { ...running(), emails: [] }))

  it('lets a running workflow send nothing again where a certificate shows that it is an old one', () => {
    const found = application({
      trackers: [tracker(1, 'certified', 90), tracker(2, 'certified', 90)],
      certificates: [{ version: 1, state: 'delivered' }],
    })
    assert.equal(adoptionOf(found, running(), null).endedStage, null)
    assert.deepEqual(emails(found, running()), [
      'welcome 1',
      'completion 1',
      'completion 2',
      ...[25, 50, 75, 100].map((milestone) => `milestone ${milestone}`),
      'certificate 1',
    ])
  })

  it('ends a run as Temporal knows it, whatever Odoo shows', () =>
    assert.equal(
      adoptionOf(application(), running({ endedStage: 'withdrawn' }), null).endedStage,
      'withdrawn',
    ))

  it('keeps the run and the end that the register has', () => {
    const registered = running({ run: 3, endedStage: 'declined' })
    const { run, endedStage } = adoptionOf(application(), null, registered)
    assert.deepEqual({ run, endedStage }, { run: 3, endedStage: 'declined' })
  })
})
