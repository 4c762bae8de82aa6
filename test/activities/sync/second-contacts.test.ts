import assert from 'node:assert/strict'
import { Membership, Partner, ProgressTracker, Student } from '../../../src/odoo/schema/index.js'
import { enterRun } from '../../../src/store/application-runs.js'
import { personOf } from '../../../src/store/remembered-people.js'
import {
  learn,
  makeContact,
  makeCourse,
  makeProgram,
  oneRow,
  trackersOf,
  unique,
  type MadeCourse,
} from '../../support/odoo-records.js'
import { mergeContacts } from '../../support/merge-contacts.js'
import { temporalServer } from '../../support/temporal.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { findStudents, sweepOnce, syncStudents } from './sweeping.js'

describe('Contacts with the mailbox of a student', () => {
  let world: ActivityFixture
  let programId: number
  let course: MadeCourse
  let studentId: number
  let own: number
  let mailbox: string

  before(async () => {
    // Each search reads everything, as it otherwise does every few minutes.
    world = await openActivities({
      temporal: await temporalServer(),
      env: { SWEEP_QUIET_SECONDS: '0' },
    })
    programId = await makeProgram(world)
    course = await makeCourse(world, programId)
    await sweepOnce(world)
  })
  after(() => world.close())

  /** A student in training. */
  beforeEach(async () => {
    ;({ studentId, partnerId: own } = await enrollLearner(world, programId, [course]))
    mailbox = await enterRunOf(studentId)
    await sweepOnce(world)
  })

  /** Enters the application of a student. Returns their address. */
  async function enterRunOf(id: number): Promise<string> {
    const [student] = await world.direct.read(Student, [id], ['createDate', 'email'])
    assert.ok(student)
    await enterRun(world.store, {
      ...{ programId, studentId: id, run: 1 },
      ...{ origin: 'api', person: personOf(student, null), previous: undefined },
    })
    return student.email
  }

  /** Somebody joins a course. Returns their contact. */
  async function joins(email: string, { channelId: channel }: MadeCourse = course): Promise<number> {
    const partner = await makeContact(world, email)
    await world.direct.create(Membership, { channel, partner })
    return partner
  }
  const application = () => ({ programId, studentId, run: 1 })
  const snapshot = () => world.run((activities) => activities.syncApplication(application()))
  const asked = async () => (await snapshot()).openContacts?.map(({ partnerId }) => partnerId) ?? []
  const answer = (partnerId: number, given: 'same_person' | 'another_person') =>
    world.run((activities) => activities.answerSecondContact({ ...application(), partnerId, answer: given }))
  const progress = async () => (await oneRow(trackersOf(world, studentId))).elearningProgress

  it('are noticed when they join a course, however the address is written', async () => {
    const second = await joins(`"Somebody" <${mailbox.toUpperCase()}>`)
    assert.deepEqual(await findStudents(world), [studentId])
    assert.deepEqual((await snapshot()).openContacts, [
      { partnerId: second, courseIntegrationIds: [course.courseIntegrationId] },
    ])
  })

  it('are no question without the mailbox, without a course of the program, or with a student of their own', async () => {
    await joins(`${unique()}@learners.example`)
    await joins(mailbox, await makeCourse(world, await makeProgram(world)))
    const sibling = await enrollLearner(world, programId, [course])
    await world.direct.write(Partner, [sibling.partnerId], { email: mailbox })
    await makeContact(world, mailbox)
    await sweepOnce(world)
    assert.deepEqual(await asked(), [])
  })

  it('count for the student once a person says that they are, the further one in each course', async () => {
    const second = await joins(mailbox)
    await learn(world, second, course.lessons)
    await learn(world, own, course.lessons.slice(0, 1))
    await sweepOnce(world)
    assert.equal(await progress(), 50)
    await answer(second, 'same_person')
    assert.deepEqual(await findStudents(world), [studentId])
    await sweepOnce(world)
    assert.deepEqual([await progress(), await asked()], [100, []])
  })

  it('do not count once they are linked to another student', async () => {
    const second = await joins(mailbox)
    await learn(world, second, course.lessons)
    await sweepOnce(world)
    await answer(second, 'same_person')
    await sweepOnce(world)
    const { studentId: sibling } = await enrollLearner(world, programId, [course])
    await world.direct.write(Student, [sibling], { partner: second })
    assert.ok((await findStudents(world)).includes(studentId))
    await sweepOnce(world)
    assert.deepEqual((await snapshot()).courses[0]?.components.elearning, 0)
  })

  it('are not asked about again once they are another person', async () => {
    const second = await joins(mailbox)
    await sweepOnce(world)
    await answer(second, 'another_person')
    await sweepOnce(world)
    const more = await makeCourse(world, programId)
    await world.direct.create(Membership, { channel: more.channelId, partner: second })
    await learn(world, second, more.lessons)
    await sweepOnce(world)
    assert.deepEqual(await asked(), [])
  })

  it('are settled when staff merge, archive or correct them, which is noticed', async () => {
    for (const settle of [
      (second: number) => mergeContacts(world, { from: second, into: own }),
      (second: number) => world.direct.write(Partner, [second], { active: false }),
      (second: number) => world.direct.write(Partner, [second], { email: `${unique()}@learners.example` }),
    ]) {
      const second = await joins(mailbox)
      await sweepOnce(world)
      assert.deepEqual(await asked(), [second])
      await settle(second)
      assert.deepEqual(await findStudents(world), [studentId])
      await sweepOnce(world)
      assert.deepEqual(await asked(), [])
      assert.deepEqual(await findStudents(world), [])
    }
  })

  it('give their lessons when they are merged, also where none is left to complete', async () => {
    const more = await makeCourse(world, programId)
    await world.direct.create(Membership, { channel: more.channelId, partner: own })
    const second = await joins(mailbox)
    await learn(world, second, course.lessons)
    await learn(world, own, more.lessons.slice(0, 1))
    await sweepOnce(world)
    assert.deepEqual(await asked(), [second])
    await mergeContacts(world, { from: second, into: own })
    await sweepOnce(world)
    await sweepOnce(world)
    assert.equal(await progress(), 100)
    const memberships = await world.direct.searchRead(
      Membership,
      [['partner', '=', own]],
      ['completion', 'completedSlidesCount', 'memberStatus'],
      { order: 'id' },
    )
    assert.deepEqual(
      memberships.map(({ completion, completedSlidesCount, memberStatus }) => [
        ...[completion, completedSlidesCount, memberStatus],
      ]),
      [
        [100, 2, 'completed'],
        [50, 1, 'ongoing'],
      ],
    )
  })

  it('give their lessons when the contact of the student is merged into them', async () => {
    const second = await joins(mailbox)
    await learn(world, own, course.lessons.slice(0, 1))
    await learn(world, second, course.lessons.slice(1))
    await sweepOnce(world)
    await mergeContacts(world, { from: own, into: second })
    await sweepOnce(world)
    await sweepOnce(world)
    const [student] = await world.direct.read(Student, [studentId], ['partner'])
    assert.equal(student?.partner, second)
    assert.equal(await progress(), 100)
  })

  describe('that had joined before', () => {
    const searches = () => world.calls.filter((call) => call === 'searchRead res.partner').length

    it('are noticed when the training begins', async () => {
      const before = await makeCourse(world, programId)
      const email = `${unique()}@learners.example`
      const second = await joins(` ${email.toUpperCase()}`, before)
      await sweepOnce(world)
      ;({ studentId, partnerId: own } = await enrollLearner(world, programId, [course, before]))
      await world.direct.write(Student, [studentId], { email })
      await enterRunOf(studentId)
      await sweepOnce(world)
      assert.deepEqual(await asked(), [second])
    })

    it('are noticed when the student gets their mailbox, once', async () => {
      const email = `${unique()}@learners.example`
      const second = await joins(email)
      const elsewhere = await joins(email, await makeCourse(world, await makeProgram(world)))
      await sweepOnce(world)
      await world.direct.write(Student, [studentId], { email })
      await sweepOnce(world)
      assert.deepEqual(await asked(), [second])
      await answer(second, 'another_person')
      await sweepOnce(world)
      await world.direct.write(Student, [studentId], { phone: '+966 50 111 2222' })
      await sweepOnce(world)
      assert.deepEqual(await asked(), [])
      assert.notEqual(elsewhere, second)
    })

    it('are searched for once for each mailbox, all of a page together', async () => {
      const { studentId: other } = await enrollLearner(world, programId, [course])
      await enterRunOf(other)
      await sweepOnce(world)
      const searchesAfter = async (values: () => object, ...ids: readonly number[]) => {
        for (const id of ids) await world.direct.write(Student, [id], { nationality: unique(), ...values() })
        world.calls.length = 0
        await sweepOnce(world)
        return searches()
      }
      const newMailbox = () => ({ email: `${unique()}@learners.example` })
      const ofOne = await searchesAfter(newMailbox, studentId)
      assert.equal(await searchesAfter(newMailbox, studentId, other), ofOne)
      const withoutOne = await searchesAfter(() => ({}), studentId, other)
      assert.ok(withoutOne < ofOne, `${withoutOne}, ${ofOne}`)
    })

    it('leave a mark that goes with the student', async () => {
      const marks = async () =>
        (await world.store.db.selectFrom('searched_mailbox').select('student_id').execute()).map(
          ({ student_id: id }) => id,
        )
      assert.ok((await marks()).includes(studentId))
      const trackers = await trackersOf(world, studentId)
      await world.direct.call(
        ProgressTracker,
        'unlink',
        trackers.map(({ id }) => id),
      )
      await world.direct.call(Student, 'unlink', [studentId])
      await syncStudents(world, [studentId])
      assert.ok(!(await marks()).includes(studentId))
    })
  })

  it('cost a call only where somebody new has joined a course', async () => {
    const contacts = () => world.calls.filter((call) => call === 'searchRead res.partner').length
    // Those of other tests would be looked after.
    await world.store.db.deleteFrom('second_contact').execute()
    world.calls.length = 0
    await findStudents(world)
    assert.equal(contacts(), 0)
    const stranger = await joins(`${unique()}@learners.example`)
    await findStudents(world)
    assert.equal(contacts(), 1)
    await learn(world, stranger, course.lessons)
    await findStudents(world)
    assert.equal(contacts(), 1)
  })
})
