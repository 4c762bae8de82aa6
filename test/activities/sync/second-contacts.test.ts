import assert from 'node:assert/strict'
import { Membership, Partner, Student } from '../../../src/odoo/schema/index.js'
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
import { temporalServer } from '../../support/temporal.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { findStudents, sweepOnce } from './sweeping.js'

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
    const [student] = await world.direct.read(Student, [studentId], ['createDate', 'email'])
    assert.ok(student)
    mailbox = student.email
    const person = personOf(student, null)
    await enterRun(world.store, { programId, studentId, run: 1, origin: 'api', person, previous: undefined })
    await sweepOnce(world)
  })

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
      (second: number) => world.direct.call(Partner, 'unlink', [second]),
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
