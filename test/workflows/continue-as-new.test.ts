import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import {
  extendDeadline,
  overrideCompletion,
  pause,
  progressSnapshot,
  resume,
} from '../../src/contracts/progress.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
import { course, WorkflowHarness } from './workflow-harness.js'
import { sendUntilAccepted, type Student } from './student.js'

const SIGNALS = 400
const REASONED = { by: 'user-7', comment: 'comment-1' }

describe('continue-as-new under load', function () {
  this.timeout(180_000)
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  const runOf = async ({ progress }: Student) => (await progress.describe()).runId

  /** Numbers of two courses that rise to 79 %, one below the threshold, in this many steps. */
  const rising = (student: Student, steps: number): ProgramSnapshot[] =>
    Array.from({ length: steps }, (_, step) => {
      const overall = Math.round((7900 * (step + 1)) / steps) / 100
      const snapshot = student.fakes.learn({ 1: { overall }, 2: { overall } })
      return { ...snapshot, readAt: new Date(Date.parse('2026-11-01T08:00:00Z') + step * 1000).toISOString() }
    })

  /** Each twice, in the disorder that a network may cause, but the same at every run. */
  const shuffled = <T>(items: readonly T[]): T[] =>
    [...items, ...items]
      .map((item, index) => ({ item, at: (index % items.length) + ((index * 7919) % 23) }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item)

  it('loses and doubles none of hundreds of snapshots, sent twice and in disorder with commands between them', async () => {
    const student = harness.student([course(1), course(2)])
    const snapshots = rising(student, SIGNALS / 2)
    student.fakes.stubs.syncApplication.always(() =>
      Promise.resolve({ ...snapshots[0]!, readAt: '2026-11-01T07:00:00Z' }),
    )
    await student.trains({ continueAfterEvents: 30 })
    const first = await runOf(student)

    const commands: Promise<unknown>[] = []
    let deadlines = 0
    for (const [index, snapshot] of shuffled(snapshots).entries()) {
      await student.progress.signal(progressSnapshot, snapshot)
      if (index % 20 === 0) {
        const deadline = new Date(Date.parse('2090-01-01T00:00:00Z') + index * 86_400_000).toISOString()
        deadlines += 1
        const updateId = randomUUID()
        const extend = () =>
          student.progress.executeUpdate(extendDeadline, { args: [{ ...REASONED, deadline }], updateId })
        commands.push(sendUntilAccepted(extend))
      }
    }
    await Promise.all(commands)
    assert.notEqual(await runOf(student), first)

    await student.learns({ 1: { overall: 100 } })
    await student.learns({ 2: { overall: 100 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })

    const versions = (kind: 'milestone' | 'completion' | 'certificate') =>
      student.fakes
        .mails(kind)
        .map(({ version }) => version)
        .sort()
    // 100 % comes with the last course. Of several milestones at once only the highest is sent.
    const milestones = versions('milestone')
    assert.equal(new Set(milestones).size, milestones.length)
    assert.ok(milestones.includes('100'))
    assert.deepEqual(versions('completion'), ['1', '2'])
    assert.deepEqual(versions('certificate'), ['1'])

    const steps = student.fakes.steps('progress')
    const seqs = steps.map(({ seq }) => seq)
    assert.deepEqual(
      seqs,
      Array.from({ length: seqs.length }, (_, index) => index + 1),
      'a step is missing',
    )
    const moved = steps.filter(({ message }) => message.startsWith('Deadline moved'))
    assert.equal(moved.length, deadlines)
    assert.equal(new Set(steps.map(({ runEpoch }) => runEpoch)).size, 1)
  })

  it('does not do a command twice that is repeated under its own id after continue-as-new', async () => {
    const student = harness.student([course(1), course(2)])
    const snapshots = rising(student, 60)
    await student.trains({ continueAfterEvents: 20 })
    await student.isSynced()
    const first = await runOf(student)
    const pauses = () => student.progress.executeUpdate(pause, { args: [REASONED], updateId: 'pause-1' })
    const resumes = () =>
      student.progress.executeUpdate(resume, { args: [{ by: 'user-7' }], updateId: 'resume-1' })
    const overrides = () =>
      student.progress.executeUpdate(overrideCompletion, {
        args: [{ ...REASONED, courseIntegrationId: 1 }],
        updateId: 'override-1',
      })
    await pauses()
    await resumes()
    await overrides()
    for (const snapshot of snapshots) {
      await student.progress.signal(progressSnapshot, { ...snapshot, readAt: new Date().toISOString() })
      if ((await runOf(student)) !== first) break
    }
    assert.notEqual(await runOf(student), first)

    await Promise.all([sendUntilAccepted(pauses), sendUntilAccepted(resumes), sendUntilAccepted(overrides)])
    await student.isCaughtUp()
    const { stage } = await student.state('progress')
    assert.equal(stage, 'in_progress')
    const messages = student.fakes.steps('progress').map(({ message }) => message)
    assert.equal(messages.filter((message) => message.startsWith('Paused')).length, 1)
    assert.equal(messages.filter((message) => message.startsWith('Resumed')).length, 1)
    assert.equal(
      messages.filter((message) => message.startsWith('Course "Course 1" declared completed')).length,
      1,
    )
    assert.equal(student.fakes.mails('completion').length, 1)
  })
})
