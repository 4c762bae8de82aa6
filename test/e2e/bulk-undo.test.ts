import assert from 'node:assert/strict'
import { callerOfActivity } from '../../activities/caller.js'
import { FailureType } from '../../src/contracts/failures.js'
import { CallQueue } from '../../src/odoo/call-queue/call-queue.js'
import { connectOdoo, odooClient, type Odoo } from '../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import type { Call } from '../../src/odoo/client/transport.js'
import { Channel, Membership, Partner, ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { countedTransport } from '../support/counted-transport.js'
import {
  makeContact,
  makeCourse,
  makeProgram,
  makeStudent,
  oneRow,
  type MadeCourse,
} from '../support/odoo-records.js'
import { bulkClient, type BulkClient, type Operation } from './bulk-client.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'
import { dumpOdoo } from './odoo-dump.js'

const refusal = (type: FailureType, { model, method }: Call) =>
  new OdooError({ type, exceptionName: 'test', model, method })

describe('The undo of a bulk enrollment, end to end', function () {
  this.timeout(300_000)

  let environment: SandboxEnvironment
  let bulk: BulkClient
  /** Not the product's own user. */
  let staff: Odoo
  let programId: number
  let course: MadeCourse
  /** May throw instead of a call of the product. */
  let beforeCall: (call: Call) => void = () => undefined

  before(async () => {
    environment = await openSandboxEnvironment('empty', (credentials) =>
      odooClient(
        new CallQueue(
          countedTransport(new ConnectedTransport(credentials), (call) => beforeCall(call)),
          callerOfActivity,
        ),
      ),
    )
    const { url, db } = environment.sandbox
    staff = connectOdoo({ url, db, login: 'admin', apiKey: 'admin' })
    bulk = bulkClient(environment)
    programId = await makeProgram(environment)
    course = await makeCourse(environment, programId)
    await environment.call(
      `/v1/programs/${programId}/intake`,
      { mode: 'off', reason: 'in waves' },
      { method: 'PUT', headers: { 'if-match': '"0"' } },
    )
  })
  after(() => environment.close())
  afterEach(() => {
    beforeCall = () => undefined
  })

  const dump = () => dumpOdoo(environment)
  const students = (number: number) =>
    Promise.all(
      Array.from({ length: number }, () =>
        makeStudent(environment, { preferredCourseIntegration: course.courseIntegrationId }),
      ),
    )
  const preview = (studentIds: readonly number[]) =>
    bulk.preview({ kind: 'enroll', filter: { programId, studentIds } })
  async function enroll(studentIds: readonly number[], operation?: Operation): Promise<Operation> {
    const done = await bulk.run(operation ?? (await preview(studentIds)))
    for (const studentId of studentIds)
      await environment.reaches({ programId, studentId }, 'is in training', ({ flows }) =>
        flows.some(({ flow, closed }) => flow === 'progress' && !closed),
      )
    return done
  }
  const partnerOf = async (studentId: number) => {
    const { partner } = await oneRow(staff.read(Student, [studentId], ['partner']))
    return partner ?? assert.fail('the student has no contact')
  }
  const outcomesOf = async (id: number) => {
    const { outcomes } = await bulk.undo(id)
    return { outcomes, reasons: (await bulk.items(id)).map((item) => item.reasons.join(' ')) }
  }

  it('can be cut off before any of its calls, and still leaves Odoo as it was', async () => {
    const UNDOING: readonly string[] = ['unlink', 'write', 'load', 'message_unsubscribe']
    for (let cut = 1; ; cut += 1) {
      const wave = await students(2)
      const before = await dump()
      const { id } = await enroll(wave)
      const made: string[] = []
      beforeCall = (call) => {
        if (!UNDOING.includes(call.method)) return
        made.push(`${call.method} ${call.model}`)
        if (made.length === cut) throw refusal(FailureType.OdooUnavailable, call)
      }
      const { outcomes } = await outcomesOf(id)
      beforeCall = () => undefined
      await environment.sweep()
      assert.deepEqual(await dump(), before, `cut off before: ${made[cut - 1] ?? 'nothing'}`)
      assert.deepEqual(outcomes, { undone: 2 })
      if (made.length >= cut) continue
      // Trackers, followers, memberships, contacts, students.
      assert.ok(cut > 5, made.join())
      return
    }
  })

  it('leaves those who followed the course before as followers', async () => {
    const [follower = 0, other = 0] = await students(2)
    for (const studentId of [follower, other]) {
      const { email } = await oneRow(staff.read(Student, [studentId], ['email']))
      const contact = await makeContact(environment, email)
      if (studentId === follower)
        await staff.call(Channel, 'message_subscribe', [course.channelId], { partner_ids: [contact] })
    }
    const before = await dump()
    assert.equal(before.followers.length > 0, true)
    const { id } = await enroll([follower, other])
    await bulk.undo(id)
    await environment.sweep()
    assert.deepEqual(await dump(), before)
  })

  it('keeps access that staff have given after the preview, to a contact that it did not know', async () => {
    const [studentId = 0] = await students(1)
    const { email } = await oneRow(staff.read(Student, [studentId], ['email']))
    const partner = await makeContact(environment, `Older <${email.toUpperCase()}>`)
    const operation = await preview([studentId])
    const membership = await staff.create(Membership, { channel: course.channelId, partner })
    const before = await dump()
    const { id } = await enroll([studentId], operation)
    const { outcomes } = await outcomesOf(id)
    await environment.sweep()
    assert.equal((await staff.read(Membership, [membership], [])).length, 1)
    assert.deepEqual(outcomes, { undone: 1 })
    assert.deepEqual(await dump(), before)
  })

  it('keeps what staff have added since, and says so', async () => {
    const [studentId = 0] = await students(1)
    const before = await oneRow(staff.read(Student, [studentId], ['state']))
    const other = await makeCourse(environment, programId, { integration: { autoEnrollEligible: false } })
    const { id } = await enroll([studentId])
    const partner = await partnerOf(studentId)
    const membership = await staff.create(Membership, { channel: other.channelId, partner })
    const tracker = await staff.create(ProgressTracker, {
      student: studentId,
      courseIntegration: other.courseIntegrationId,
      elearningEnrollment: membership,
    })
    const { outcomes, reasons } = await outcomesOf(id)
    assert.deepEqual(outcomes, { kept: 1 })
    assert.match(reasons.join(), /given access/)
    assert.match(reasons.join(), /added a progress tracker/)
    assert.equal((await staff.read(Membership, [membership], [])).length, 1)
    const trackers = await staff.searchRead(ProgressTracker, [['student', '=', studentId]], [])
    assert.deepEqual(
      trackers.map((one) => one.id),
      [tracker],
    )
    // The contact has the access, so it stays the student's.
    assert.equal(await partnerOf(studentId), partner)
    const { state } = await oneRow(staff.read(Student, [studentId], ['state']))
    assert.equal(state, before.state)
  })

  it('keeps what staff have changed since, and says so', async () => {
    const [status = 0, link = 0, completed = 0] = await students(3)
    const contact = await makeContact(environment, 'reached.otherwise@example.org')
    const { id } = await enroll([status, link, completed])
    const partner = await partnerOf(link)
    await staff.write(Student, [status], { state: 'completed' })
    await staff.write(Student, [link], { partner: contact })
    const tracker = await oneRow(staff.searchRead(ProgressTracker, [['student', '=', completed]], []))
    await staff.write(ProgressTracker, [tracker.id], { status: 'completed' })
    const { outcomes, reasons } = await outcomesOf(id)
    assert.deepEqual(outcomes, { kept: 3 })
    assert.match(reasons[0] ?? '', /changed the status of the student/)
    assert.match(reasons[1] ?? '', /linked another contact/)
    assert.match(reasons[2] ?? '', /changed a progress tracker/)
    assert.equal((await oneRow(staff.read(Student, [status], ['state']))).state, 'completed')
    assert.equal(await partnerOf(link), contact)
    assert.equal((await staff.read(Partner, [partner], ['email'])).length, 0)
    assert.equal((await oneRow(staff.read(ProgressTracker, [tracker.id], ['status']))).status, 'completed')
  })

  it('goes on where Odoo refuses one student, and another undo takes that one back, too', async () => {
    const wave = await students(3)
    const [refused = 0] = wave
    const before = await dump()
    const { id } = await enroll(wave)
    const tracker = await oneRow(staff.searchRead(ProgressTracker, [['student', '=', refused]], []))
    beforeCall = (call) => {
      if (call.method === 'unlink' && /tracker/.test(call.model) && call.ids?.includes(tracker.id))
        throw refusal(FailureType.OdooRejected, call)
    }
    const { outcomes } = await outcomesOf(id)
    assert.deepEqual(outcomes, { undone: 2, undo_failed: 1 })
    const [failed] = await bulk.items(id, 'undo_failed')
    assert.equal(failed?.studentId, refused)
    assert.match(failed.reasons.join(), /Odoo rejects/)
    beforeCall = () => undefined
    assert.deepEqual((await outcomesOf(id)).outcomes, { undone: 3 })
    await environment.sweep()
    assert.deepEqual(await dump(), before)
    assert.equal((await bulk.command(id, 'undo')).status, 409)
  })
})
