import assert from 'node:assert/strict'
import { callerOfActivity } from '../../../activities/caller.js'
import { CallQueue } from '../../../src/odoo/call-queue/call-queue.js'
import { odooClient } from '../../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../../src/odoo/client/connect.js'
import type { Call } from '../../../src/odoo/client/transport.js'
import { Channel, Membership, Partner, ProgressTracker, Student } from '../../../src/odoo/schema/index.js'
import { makeCourse, makeProgram, makeStudent, type MadeCourse } from '../../support/odoo-records.js'
import { openActivities, type ActivityFixture } from '../activity-fixture.js'
import { enrollAtOnce } from './enroll-at-once.js'
import { countedTransport } from '../../support/counted-transport.js'

describe('many students who enroll at the same time', () => {
  const sent: Call[] = []
  let world: ActivityFixture
  let programId: number
  let course: MadeCourse
  before(async () => {
    world = await openActivities({
      connect: (credentials) => {
        const transport = new ConnectedTransport(credentials)
        const counted = countedTransport(transport, (call) => sent.push(call))
        return odooClient(new CallQueue(counted, callerOfActivity))
      },
    })
    programId = await makeProgram(world)
    course = await makeCourse(world, programId)
  })
  after(() => world.close())

  const students = (count: number) => Promise.all(Array.from({ length: count }, () => makeStudent(world)))

  it('each get their own contact, access and tracker, in less than three calls a student', async () => {
    const studentIds = await students(60)
    sent.length = 0
    const enrolled = await enrollAtOnce(world, { programId, ...course }, studentIds)
    const calls = sent.length / studentIds.length
    const records = enrolled.map((one) => ('failure' in one ? assert.fail(JSON.stringify(one)) : one))
    for (const key of ['partnerId', 'membershipId', 'trackerId'] as const)
      assert.equal(new Set(records.map((one) => one[key])).size, studentIds.length, key)
    for (const { studentId, partnerId, membershipId, trackerId } of records) {
      const [student] = await world.direct.read(Student, [studentId], ['partner', 'name', 'email', 'state'])
      const [partner] = await world.direct.read(Partner, [partnerId], ['name', 'email'])
      const [membership] = await world.direct.read(
        Membership,
        [membershipId],
        ['partner', 'channel', 'memberStatus'],
      )
      const [tracker] = await world.direct.read(
        ProgressTracker,
        [trackerId],
        ['student', 'elearningEnrollment'],
      )
      assert.deepEqual(student, {
        id: studentId,
        partner: partnerId,
        name: partner?.name,
        email: partner?.email,
        state: 'enrolled',
      })
      assert.deepEqual(membership, {
        id: membershipId,
        partner: partnerId,
        channel: course.channelId,
        memberStatus: 'joined',
      })
      assert.deepEqual(tracker, { id: trackerId, student: studentId, elearningEnrollment: membershipId })
    }
    assert.ok(calls <= 3, `${calls} calls a student`)
  })

  it('follow the course, as after Odoo’s own method', async () => {
    const enrolled = await enrollAtOnce(world, { programId, ...course }, await students(3))
    const rows = await world.sql?.(
      'SELECT partner_id FROM mail_followers WHERE res_model = $1 AND res_id = $2',
      [(await world.direct.resolve(Channel)).name, course.channelId],
    )
    const followers = new Set(rows?.map((row) => (row as { partner_id: number }).partner_id))
    for (const one of enrolled) if ('partnerId' in one) assert.ok(!rows || followers.has(one.partnerId))
    assert.equal(enrolled.length, 3)
  })

  it('are not affected by one of them whose record Odoo refuses', async () => {
    const [poison = 0, ...others] = await students(12)
    await world.sql?.(`UPDATE gr_student SET name = '' WHERE id = $1`, [poison])
    const enrolled = await enrollAtOnce(world, { programId, ...course }, [poison, ...others])
    const failed = enrolled.filter((one) => 'failure' in one).map(({ studentId }) => studentId)
    assert.deepEqual(failed, world.sql ? [poison] : [])
  })
})
