import assert from 'node:assert/strict'
import { enroll, factsChanged, withdraw } from '../../src/contracts/enrollment.js'
import { FailureType } from '../../src/contracts/failures.js'
import { course, House } from './workflow-harness.js'
import { isRefused, type Student } from './student.js'
import { refusal } from './fake-activities.js'

describe('chart 1: where enrollment stops and goes on', () => {
  let house: House
  before(async () => void (house = await House.open()))
  afterEach(() => house.clear())
  after(() => house.close())

  const unclearContact = () => {
    const student = house.student()
    student.world.does.linkContact.next(() =>
      Promise.resolve({
        kind: 'undecided',
        choices: [31, 32],
        instructions: 'Two contacts have this address.',
      }),
    )
    return student.applies()
  }

  const beginsAfter = async (student: Student) =>
    assert.equal((await student.enrollment.result()).stage, 'begun')

  it('chart 1: E: an ambiguous contact is a person’s choice: use_contact', async () => {
    const student = await unclearContact()
    const { task } = await student.isAsked('enrollment', 'identity')
    assert.deepEqual(task?.choices, [31, 32])
    await student.decides({ decision: 'use_contact', partnerId: 32 })
    await beginsAfter(student)
    assert.deepEqual(student.world.does.linkContact.requests[1]?.choice, { use: 32 })
  })

  it('chart 1: E: an ambiguous contact is a person’s choice: create_contact', async () => {
    const student = await unclearContact()
    await student.isAsked('enrollment', 'identity')
    await student.decides({ decision: 'create_contact' })
    await beginsAfter(student)
    assert.deepEqual(student.world.does.linkContact.requests[1]?.choice, { create: true })
  })

  it('chart 1: E: an ambiguous contact is a person’s choice: reject', async () => {
    const student = await unclearContact()
    await student.isAsked('enrollment', 'identity')
    await student.decides({ decision: 'reject', comment: 'comment-1' })
    assert.equal((await student.enrollment.result()).stage, 'rejected')
    assert.equal(student.world.does.grantAccess.requests.length, 0)
  })

  it('chart 1: E: a corrected e-mail settles the contact without a click', async () => {
    const student = await unclearContact()
    await student.isAsked('enrollment', 'identity')
    await student.enrollment.signal(factsChanged, { version: 'facts-2' })
    await beginsAfter(student)
    assert.equal(student.world.does.linkContact.requests[1]?.choice, undefined)
  })

  it('chart 1: E: Odoo that does not grant access is a task; mended, the same course is tried again', async () => {
    const student = house.student([course(1), course(2)])
    student.world.does.grantAccess.next(() =>
      Promise.resolve([
        { courseIntegrationId: 1, granted: true, membershipId: 1001 },
        { courseIntegrationId: 2, granted: false, instructions: 'Course 2 is archived: restore it.' },
      ]),
    )
    await student.applies()
    const { task } = await student.isAsked('enrollment', 'problem')
    assert.match(task?.instructions ?? '', /Course 2 is archived/)
    await student.reaches('progress', 'not_started')
    await student.decides({ decision: 'retry' })
    await beginsAfter(student)
    assert.deepEqual(
      student.world.does.grantAccess.requests.map(({ courseIntegrationIds }) => courseIntegrationIds),
      [[1, 2], [2]],
    )
  })

  for (const [type, message] of [
    [FailureType.OdooAccessDenied, /Give the integration user the missing right/],
    [FailureType.OdooRejected, /Correct the record in Odoo/],
    [FailureType.OdooMissing, /Restore it/],
    [FailureType.OdooSchema, /"doctor"/],
  ] as const) {
    it(`chart 1: E: ${type} is a task for a person, shown in the health; "retry" goes on`, async () => {
      const student = house.student()
      student.world.does.grantAccess.next(refusal(type))
      await student.applies()
      const { task } = await student.isAsked('enrollment', 'problem')
      assert.match(task?.instructions ?? '', message)
      await student.hasHealth('enrollment', type)
      await student.decides({ decision: 'retry' })
      await beginsAfter(student)
      assert.equal(await student.health('enrollment'), 'ok')
      assert.equal(student.world.does.grantAccess.requests.length, 2)
    })
  }

  it('chart 1: G: an outage is shown in the health and passes without a hand', async () => {
    const student = house.student()
    student.world.does.grantAccess.next((request) => {
      student.world.odooIsAway = true
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
    await student.says('enrollment', /^Held up \(OdooUnavailable\): trackers/)
    student.world.odooIsAway = false
    await beginsAfter(student)
    assert.equal(await student.health('enrollment'), 'ok')
  })

  it('chart 1: H: a refused welcome mail is a task; with the address mended it is sent again under the same number', async () => {
    const student = house.student()
    student.world.does.sendMail.next(() => Promise.resolve({ outcome: 'rejected' }))
    await student.applies()
    await student.isAsked('enrollment', 'address')
    await student.enrollment.signal(factsChanged, { version: 'facts-2' })
    await beginsAfter(student)
    assert.deepEqual(
      student.world.mails('welcome').map(({ version }) => version),
      ['1', '1'],
    )
  })

  it('chart 1: H: a welcome mail that nobody can get may be skipped with a reason', async () => {
    const student = house.student()
    student.world.does.sendMail.next(() => Promise.resolve({ outcome: 'no_recipient' }))
    await student.applies()
    await student.isAsked('enrollment', 'address')
    await isRefused(student.decides({ decision: 'skip' }), FailureType.BadCommand)
    await student.decides({ decision: 'skip', comment: 'comment-1' })
    await beginsAfter(student)
    assert.equal(student.world.mails('welcome').length, 1)
  })

  it('chart 1: C: a program without a course is a task, not an empty success', async () => {
    const student = await house.student([]).applies()
    const { task } = await student.isAsked('enrollment', 'problem')
    assert.match(task?.instructions ?? '', /no active course integration/)
    student.world.facts = { ...student.world.facts, courses: [course(1)] }
    await student.decides({ decision: 'retry' })
    await beginsAfter(student)
  })

  it('chart 1: commands in a state that does not take them are rejected with that state', async () => {
    const student = await house.student([course(1, false)]).applies()
    await student.isAsked('enrollment', 'enroll')
    const enrolls = (courseIntegrationIds: number[]) =>
      student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7', courseIntegrationIds }] })
    await isRefused(
      student.decides({ decision: 'approve', comment: 'r' }),
      FailureType.WrongState,
      'awaiting_agent',
    )
    await isRefused(enrolls([9]), FailureType.BadCommand)
    await isRefused(enrolls([]), FailureType.BadCommand)
    await enrolls([1])
    await isRefused(enrolls([1]), FailureType.WrongState)
  })

  const waits: Record<string, (student: Student) => Promise<unknown>> = {
    review: (student) => {
      student.world.changeFacts('facts-1', { age: 16 })
      return student.applies().then(() => student.isAsked('enrollment', 'eligibility'))
    },
    identity: (student) => {
      student.world.does.linkContact.always(() =>
        Promise.resolve({ kind: 'undecided', choices: [], instructions: 'No plain address.' }),
      )
      return student.applies().then(() => student.isAsked('enrollment', 'identity'))
    },
    awaiting_agent: (student) => {
      student.world.changeFacts('facts-1', { enrollmentType: 'manual' })
      return student.applies().then(() => student.isAsked('enrollment', 'enroll'))
    },
    problem: (student) => {
      student.world.does.grantAccess.always(refusal(FailureType.OdooRejected))
      return student.applies().then(() => student.isAsked('enrollment', 'problem'))
    },
    address_refused: (student) => {
      student.world.does.sendMail.always(() => Promise.resolve({ outcome: 'rejected' }))
      return student.applies().then(() => student.isAsked('enrollment', 'address'))
    },
    'an outage': (student) => {
      student.world.odooIsAway = true
      return student.applies().then(() => student.hasHealth('enrollment', FailureType.OdooUnavailable))
    },
  }

  for (const [stage, until] of Object.entries(waits)) {
    it(`chart 1: withdraw in ${stage} ends it at once`, async () => {
      const student = house.student()
      await until(student)
      const state = await student.enrollment.executeUpdate(withdraw, {
        args: [{ by: 'user-7', comment: 'comment-1' }],
      })
      assert.equal(state.stage, 'withdrawn')
      assert.equal(state.closed, true)
      assert.equal((await student.enrollment.result()).stage, 'withdrawn')
      const last = student.world.steps('enrollment').at(-1)
      assert.deepEqual([last?.stage, last?.closed, last?.task], ['withdrawn', true, null])
    })
  }

  it('chart 1: withdrawing needs a reason', async () => {
    const student = await house.student([course(1, false)]).applies()
    await student.isAsked('enrollment', 'enroll')
    await isRefused(
      student.enrollment.executeUpdate(withdraw, { args: [{ by: 'user-7' }] }),
      FailureType.BadCommand,
    )
  })
})
