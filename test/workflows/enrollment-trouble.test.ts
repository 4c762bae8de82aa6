import assert from 'node:assert/strict'
import { ApplicationFailure } from '@temporalio/common'
import { enroll, factsChanged, withdraw } from '../../src/contracts/enrollment.js'
import { FailureType } from '../../src/contracts/failures.js'
import { failureWords } from '../../src/domain/sentences/english-text.js'
import { course, WorkflowHarness } from './workflow-harness.js'
import { isRejected, type Student } from './student.js'
import { permanentFailure } from './fake-activities.js'

describe('chart 1: where enrollment stops and goes on', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  const unclearContact = () => {
    const student = harness.student()
    student.fakes.stubs.linkContact.next(() =>
      Promise.resolve({
        kind: 'ambiguous',
        choices: [31, 32],
        instructions: 'Two contacts have this address.',
      }),
    )
    return student.applies()
  }

  const beginsAfter = async (student: Student) =>
    assert.equal((await student.enrollment.result()).stage, 'training_started')

  it('chart 1: E: enrolls with the contact that a person chooses', async () => {
    const student = await unclearContact()
    const { task } = await student.opensTask('enrollment', 'identity')
    assert.deepEqual(task?.choices, [31, 32])
    await student.decides({ decision: 'use_contact', partnerId: 32 })
    await beginsAfter(student)
    assert.deepEqual(student.fakes.stubs.linkContact.requests[1]?.choice, { use: 32 })
  })

  it('chart 1: E: enrolls with a new contact when a person chooses to create one', async () => {
    const student = await unclearContact()
    await student.opensTask('enrollment', 'identity')
    await student.decides({ decision: 'create_contact' })
    await beginsAfter(student)
    assert.deepEqual(student.fakes.stubs.linkContact.requests[1]?.choice, { create: true })
  })

  it('chart 1: E: ends as rejected when a person rejects an ambiguous contact', async () => {
    const student = await unclearContact()
    await student.opensTask('enrollment', 'identity')
    await student.decides({ decision: 'reject', comment: 'comment-1' })
    assert.equal((await student.enrollment.result()).stage, 'rejected')
    assert.equal(student.fakes.stubs.grantAccess.requests.length, 0)
  })

  it('chart 1: E: finds the contact without a click after the email was corrected', async () => {
    const student = await unclearContact()
    await student.opensTask('enrollment', 'identity')
    await student.enrollment.signal(factsChanged, { version: 'facts-2' })
    await beginsAfter(student)
    assert.equal(student.fakes.stubs.linkContact.requests[1]?.choice, undefined)
  })

  it('chart 1: E: finds the contact without a click after another application linked it', async () => {
    const student = await unclearContact()
    await student.opensTask('enrollment', 'identity')
    await student.enrollment.signal(factsChanged, { version: 'facts-1', contactId: 32 })
    await beginsAfter(student)
    assert.equal(student.fakes.stubs.linkContact.requests[1]?.choice, undefined)
  })

  it('chart 1: E: opens a task when Odoo does not grant access, and tries the same course again once fixed', async () => {
    const student = harness.student([course(1), course(2)])
    student.fakes.stubs.grantAccess.next(() =>
      Promise.resolve([
        { courseIntegrationId: 1, granted: true, membershipId: 1001 },
        { courseIntegrationId: 2, granted: false, instructions: 'Course 2 is archived: restore it.' },
      ]),
    )
    await student.applies()
    const { task } = await student.opensTask('enrollment', 'problem')
    assert.match(task?.instructions ?? '', /Course 2 is archived/)
    await student.reaches('progress', 'not_started')
    await student.decides({ decision: 'retry' })
    await beginsAfter(student)
    assert.deepEqual(
      student.fakes.stubs.grantAccess.requests.map(({ courseIntegrationIds }) => courseIntegrationIds),
      [[1, 2], [2]],
    )
  })

  for (const [type, message] of [
    [FailureType.OdooAccessDenied, /Give the bot user the missing right/],
    [FailureType.OdooRejected, /Correct the record in Odoo/],
    [FailureType.OdooMissing, /Restore it/],
    [FailureType.OdooSchema, /"doctor"/],
  ] as const) {
    it(`chart 1: E: ${type} opens a task and shows in the health, and "retry" continues`, async () => {
      const student = harness.student()
      student.fakes.stubs.grantAccess.next(permanentFailure(type))
      await student.applies()
      const { task } = await student.opensTask('enrollment', 'problem')
      assert.match(task?.instructions ?? '', message)
      await student.hasHealth('enrollment', type)
      await student.decides({ decision: 'retry' })
      await beginsAfter(student)
      assert.equal(await student.health('enrollment'), 'ok')
      assert.equal(student.fakes.stubs.grantAccess.requests.length, 2)
    })
  }

  it('chart 1: G: shows an outage in the health and continues by itself afterwards', async () => {
    const student = harness.student()
    student.fakes.stubs.grantAccess.next((request) => {
      student.fakes.odooIsUnavailable = true
      return Promise.resolve(
        request.courseIntegrationIds.map((courseIntegrationId) => ({
          courseIntegrationId,
          granted: true,
          membershipId: 1,
        })),
      )
    })
    await student.applies()
    await student.hasHealth('enrollment', FailureType.OdooUnavailable)
    await student.records('enrollment', /^Delayed \(Odoo is unavailable\): contact, access and trackers/)
    student.fakes.odooIsUnavailable = false
    await beginsAfter(student)
    assert.equal(await student.health('enrollment'), 'ok')
  })

  for (const type of [FailureType.OdooLoginRejected, FailureType.OdooNotReady]) {
    it(`chart 1: G: ${type} opens no task, shows in the health and continues by itself`, async () => {
      const student = harness.student()
      student.fakes.stubs.grantAccess.next(() =>
        Promise.reject(ApplicationFailure.nonRetryable('the same for everybody', type)),
      )
      await student.applies()
      await beginsAfter(student)
      await student.records('enrollment', new RegExp(`^Delayed \\(${failureWords(type)}\\)`))
      assert.equal(await student.health('enrollment'), 'ok')
      assert.equal(student.fakes.stubs.grantAccess.requests.length, 2)
    })
  }

  it('chart 1: H: opens a task for a rejected welcome email and sends the same email again once corrected', async () => {
    const student = harness.student()
    student.fakes.stubs.sendMail.next(() => Promise.resolve({ outcome: 'rejected' }))
    await student.applies()
    await student.opensTask('enrollment', 'address')
    await student.enrollment.signal(factsChanged, { version: 'facts-2' })
    await beginsAfter(student)
    assert.deepEqual(
      student.fakes.mails('welcome').map(({ version }) => version),
      ['1', '1'],
    )
  })

  it('chart 1: H: keeps the task about the address when only the link to the contact was written', async () => {
    const student = harness.student()
    student.fakes.stubs.sendMail.next(() => Promise.resolve({ outcome: 'rejected' }))
    await student.applies()
    const { task } = await student.opensTask('enrollment', 'address')
    await student.enrollment.signal(factsChanged, { version: 'facts-1', contactId: 12 })
    assert.deepEqual((await student.opensTask('enrollment', 'address')).task, task)
    assert.equal(student.fakes.mails('welcome').length, 1)
    assert.equal(student.fakes.mails('review_request').length, 1)
    await student.decides({ decision: 'skip', comment: 'comment-1' })
    await beginsAfter(student)
  })

  it('chart 1: H: skips a welcome email without a recipient when a person gives a reason', async () => {
    const student = harness.student()
    student.fakes.stubs.sendMail.next(() => Promise.resolve({ outcome: 'no_recipient' }))
    await student.applies()
    await student.opensTask('enrollment', 'address')
    await isRejected(student.decides({ decision: 'skip' }), FailureType.BadCommand)
    await student.decides({ decision: 'skip', comment: 'comment-1' })
    await beginsAfter(student)
    assert.equal(student.fakes.mails('welcome').length, 1)
  })

  it('chart 1: C: opens a task for a program without a course instead of succeeding empty', async () => {
    const student = await harness.student([]).applies()
    const { task } = await student.opensTask('enrollment', 'problem')
    assert.match(task?.instructions ?? '', /no active course integration/)
    student.fakes.facts = { ...student.fakes.facts, courses: [course(1)] }
    await student.decides({ decision: 'retry' })
    await beginsAfter(student)
  })

  it('chart 1: rejects commands that the present state does not allow, and returns that state', async () => {
    const student = await harness.student([course(1, false)]).applies()
    await student.opensTask('enrollment', 'enroll')
    const enrolls = (courseIntegrationIds: number[]) =>
      student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7', courseIntegrationIds }] })
    await isRejected(
      student.decides({ decision: 'approve', comment: 'r' }),
      FailureType.WrongState,
      'awaiting_agent',
    )
    await isRejected(enrolls([9]), FailureType.BadCommand)
    await isRejected(enrolls([]), FailureType.BadCommand)
    await enrolls([1])
    await isRejected(enrolls([1]), FailureType.WrongState)
  })

  const waits: Record<string, (student: Student) => Promise<unknown>> = {
    review: (student) => {
      student.fakes.changeFacts('facts-1', { age: 16 })
      return student.applies().then(() => student.opensTask('enrollment', 'eligibility'))
    },
    identity: (student) => {
      student.fakes.stubs.linkContact.always(() =>
        Promise.resolve({ kind: 'ambiguous', choices: [], instructions: 'No plain address.' }),
      )
      return student.applies().then(() => student.opensTask('enrollment', 'identity'))
    },
    awaiting_agent: (student) => {
      student.fakes.changeFacts('facts-1', { enrollmentType: 'manual' })
      return student.applies().then(() => student.opensTask('enrollment', 'enroll'))
    },
    problem: (student) => {
      student.fakes.stubs.grantAccess.always(permanentFailure(FailureType.OdooRejected))
      return student.applies().then(() => student.opensTask('enrollment', 'problem'))
    },
    address_rejected: (student) => {
      student.fakes.stubs.sendMail.always(() => Promise.resolve({ outcome: 'rejected' }))
      return student.applies().then(() => student.opensTask('enrollment', 'address'))
    },
    'an outage': (student) => {
      student.fakes.odooIsUnavailable = true
      return student.applies().then(() => student.hasHealth('enrollment', FailureType.OdooUnavailable))
    },
  }

  for (const [stage, until] of Object.entries(waits)) {
    it(`chart 1: withdrawing in ${stage} ends the enrollment at once`, async () => {
      const student = harness.student()
      await until(student)
      const state = await student.enrollment.executeUpdate(withdraw, {
        args: [{ by: 'user-7', comment: 'comment-1' }],
      })
      assert.equal(state.stage, 'withdrawn')
      assert.equal(state.closed, true)
      assert.equal((await student.enrollment.result()).stage, 'withdrawn')
      const last = student.fakes.steps('enrollment').at(-1)
      assert.deepEqual([last?.stage, last?.closed, last?.task], ['withdrawn', true, null])
    })
  }

  it('ends without waiting for an email that the mail server defers', async () => {
    const student = harness.student()
    student.fakes.facts = { ...student.fakes.facts, student: { ...student.fakes.facts.student, age: 12 } }
    student.fakes.stubs.sendMail.always(() =>
      Promise.reject(ApplicationFailure.create({ message: 'deferred', type: FailureType.MailDeferred })),
    )
    await student.applies()
    await student.opensTask('enrollment', 'eligibility')
    await student.gets('review_request')
    await student.decides({ decision: 'reject', comment: 'comment-1' })
    await student.reaches('enrollment', 'rejected', ({ closed }) => closed)
    assert.equal((await student.enrollment.result()).stage, 'rejected')
  })

  it('chart 1: rejects a withdrawal without a reason', async () => {
    const student = await harness.student([course(1, false)]).applies()
    await student.opensTask('enrollment', 'enroll')
    await isRejected(
      student.enrollment.executeUpdate(withdraw, { args: [{ by: 'user-7' }] }),
      FailureType.BadCommand,
    )
  })
})
