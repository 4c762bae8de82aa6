import assert from 'node:assert/strict'
import { applicationRef } from '../../src/contracts/application.js'
import { previewOperation } from '../../src/bulk/commands.js'
import type { BulkKindName } from '../../src/contracts/bulk-operation.js'
import { CourseIntegration, Membership, Partner, Student } from '../../src/odoo/schema/index.js'
import type { Changes } from '../../src/odoo/schema/model.js'
import {
  learn,
  makeContact,
  makeCourse,
  makeProgram,
  makeStudent,
  type MadeCourse,
} from '../support/odoo-records.js'
import { unavailableTemporal } from '../support/product-fixture.js'
import { waitFor } from '../support/wait-for.js'
import { bulkClient, type BulkClient } from './bulk-client.js'
import { dumpOdoo } from './odoo-dump.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

describe('A bulk operation, end to end', function () {
  this.timeout(180_000)

  let environment: SandboxEnvironment
  let bulk: BulkClient
  let programId: number
  let course: MadeCourse
  before(async () => {
    environment = await openSandboxEnvironment('empty')
    bulk = bulkClient(environment)
    programId = await makeProgram(environment)
    course = await makeCourse(environment, programId)
    // Students are enrolled by the operation only.
    await environment.call(
      `/v1/programs/${programId}/intake`,
      { mode: 'off', reason: 'in waves' },
      { method: 'PUT', headers: { 'if-match': '"0"' } },
    )
  })
  after(() => environment.close())

  const students = (number: number, values: Changes<typeof Student> = {}) =>
    Promise.all(
      Array.from({ length: number }, () =>
        makeStudent(environment, { preferredCourseIntegration: course.courseIntegrationId, ...values }),
      ),
    )
  /** Waits until nobody is being worked on after it was stopped. */
  const settled = (id: number) =>
    waitFor(`operation ${id} works on nobody`, async () => {
      const operation = await bulk.read(id)
      const { applying = 0, undoing = 0 } = operation.outcomes
      return applying + undoing === 0 && operation
    })
  const previewed = (kind: BulkKindName, studentIds: readonly number[]) =>
    bulk.preview({ kind, filter: { programId, studentIds } })
  const inTraining = (studentId: number) =>
    environment.reaches({ programId, studentId }, 'is in training', ({ flows }) =>
      flows.some(({ flow, closed }) => flow === 'progress' && !closed),
    )
  const dump = () => dumpOdoo(environment)

  it('is previewed by name, runs after its confirmation, and its undo leaves Odoo as it was', async () => {
    const wave = await students(5)
    const before = await dump()
    const operation = await previewed('enroll', wave)
    assert.equal(operation.state, 'previewed')
    assert.deepEqual(operation.outcomes, { pending: 5 })
    assert.equal(operation.effects.find(({ effect }) => effect === 'membership')?.count, 5)
    assert.equal(operation.notUndoable, 5)
    const items = await bulk.items(operation.id)
    assert.ok(items.every((item) => item.name.startsWith('Learner ') && item.nameArabic.startsWith('متعلم ')))
    assert.deepEqual(await dump(), before)

    assert.equal((await bulk.confirm(operation)).status, 200)
    const { outcomes } = await bulk.reaches(operation.id, 'completed')
    assert.deepEqual(outcomes, { done: 5 })
    await Promise.all(wave.map(inTraining))

    assert.equal((await bulk.command(operation.id, 'undo')).status, 200)
    const undone = await bulk.reaches(operation.id, 'undone')
    assert.deepEqual(undone.outcomes, { undone: 5 }, JSON.stringify(await bulk.items(operation.id)))
    await environment.sweep()
    assert.deepEqual(await dump(), before)
  })

  it('keeps what a learner has done since, and says so', async () => {
    const [learner = 0, idle = 0] = await students(2)
    const operation = await previewed('enroll', [learner, idle])
    await bulk.confirm(operation)
    await bulk.reaches(operation.id, 'completed')
    await Promise.all([learner, idle].map(inTraining))
    const [student] = await environment.direct.read(Student, [learner], ['partner'])
    await learn(environment, student?.partner ?? 0, course.lessons.slice(0, 1))
    await bulk.command(operation.id, 'undo')
    const { outcomes } = await bulk.reaches(operation.id, 'undone')
    assert.deepEqual(outcomes, { kept: 1, undone: 1 })
    const [kept] = await bulk.items(operation.id, 'kept')
    assert.equal(kept?.studentId, learner)
    assert.match(kept.reasons.join(), /has begun/)
  })

  it('keeps memberships of before, also of a contact whose address is written in another way', async () => {
    const { direct } = environment
    const [studentId = 0] = await students(1)
    const [student] = await direct.read(Student, [studentId], ['email'])
    const partner = await makeContact(environment, `Older <${(student?.email ?? '').toUpperCase()}>`)
    const [integration] = await direct.read(
      CourseIntegration,
      [course.courseIntegrationId],
      ['elearningCourse'],
    )
    const channel = integration?.elearningCourse ?? 0
    const membership = await direct.create(Membership, { channel, partner })
    const before = await dump()
    const operation = await previewed('enroll', [studentId])
    await bulk.confirm(operation)
    await bulk.reaches(operation.id, 'completed')
    await inTraining(studentId)
    const [linked] = await direct.read(Student, [studentId], ['partner'])
    assert.equal(linked?.partner, partner)
    await bulk.command(operation.id, 'undo')
    await bulk.reaches(operation.id, 'undone')
    assert.equal((await direct.read(Membership, [membership], ['channel'])).length, 1)
    assert.deepEqual(await dump(), before)
  })

  it('says in the preview that a person will be asked for the contact, and does no more than that', async () => {
    const { direct } = environment
    const wave = await students(6)
    const [doubled = 0, archived = 0, ofAnother = 0, linked = 0, clear = 0, sharing = 0] = wave
    const read = await direct.read(Student, wave, ['email'])
    const emailOf = (id: number) => read.find((student) => student.id === id)?.email ?? ''
    await makeContact(environment, emailOf(doubled))
    await makeContact(environment, emailOf(doubled))
    await direct.write(Partner, [await makeContact(environment, emailOf(archived))], { active: false })
    const taken = await makeContact(environment, emailOf(ofAnother))
    await makeStudent(environment, { partner: taken })
    const gone = await makeContact(environment, 'gone@example.org')
    await direct.write(Student, [linked], { partner: gone })
    await direct.write(Partner, [gone], { active: false })
    await direct.write(Student, [sharing], { email: emailOf(clear) })
    const operation = await previewed('enroll', wave)
    const items = await bulk.items(operation.id)
    const asked = [doubled, archived, ofAnother, linked, sharing]
    for (const item of items)
      assert.equal(
        /^A person chooses the contact/.test(item.warnings.join()),
        asked.includes(item.studentId),
        JSON.stringify(item),
      )
    assert.deepEqual(Object.fromEntries(operation.effects.map(({ effect, count }) => [effect, count])), {
      ...{ application: 6, task: 5, email: 6 },
      ...{ contact_created: 1, membership: 1, tracker: 1, status: 1 },
    })
    assert.deepEqual((await bulk.run(operation)).outcomes, { done: 6 })
    const reaches = (studentId: number) =>
      environment.reaches(
        { programId, studentId },
        'asks for the contact, or is in training',
        ({ task, flow }) => task?.kind === 'identity' || flow === 'progress',
      )
    for (const studentId of [doubled, archived, ofAnother, linked])
      assert.equal((await reaches(studentId)).task?.kind, 'identity')
    // Two students with one mailbox: who comes first gets it.
    const both = [await reaches(clear), await reaches(sharing)].map(({ flow }) => flow)
    assert.deepEqual(both.sort(), ['enrollment', 'progress'])
  })

  it('leaves out who has changed since the preview', async () => {
    const [changed = 0, same = 0] = await students(2)
    const operation = await previewed('enroll', [changed, same])
    await environment.direct.write(Student, [changed], { birthDate: '2020-01-01' })
    await bulk.confirm(operation)
    const { outcomes } = await bulk.reaches(operation.id, 'completed')
    assert.deepEqual(outcomes, { changed: 1, done: 1 })
    assert.match(
      (await bulk.items(operation.id, 'changed'))[0]?.reasons.join() ?? '',
      /Changed since the preview/,
    )
  })

  it('answers a stale hash, a second confirmation, a second undo and a filter that matches nobody', async () => {
    const operation = await previewed('enroll', await students(1))
    const stale = await bulk.confirm({ ...operation, hash: 'another' })
    assert.equal(stale.status, 409)
    assert.match(JSON.stringify(stale.json), /preview-stale/)
    assert.equal((await bulk.command(operation.id, 'undo')).status, 409)
    assert.equal((await bulk.confirm(operation)).status, 200)
    assert.equal((await bulk.confirm(operation)).status, 200)
    await bulk.reaches(operation.id, 'completed')
    assert.equal((await bulk.command(operation.id, 'undo')).status, 200)
    assert.equal((await bulk.command(operation.id, 'undo')).status, 200)
    await bulk.reaches(operation.id, 'undone')
    assert.equal((await bulk.command(operation.id, 'undo')).status, 409)
    assert.equal((await bulk.confirm(operation)).status, 409)
    assert.equal(
      (await bulk.request({ kind: 'enroll', filter: { programId, studentIds: [2_000_000_000] } })).status,
      422,
    )
    assert.equal((await bulk.request({ kind: 'enroll', filter: { programId, stage: 'review' } })).status, 422)
  })

  it('does each student once when two operations concern them', async () => {
    const both = await students(3)
    const first = await previewed('enroll', both)
    const second = await previewed('enroll', both)
    await Promise.all([bulk.confirm(first), bulk.confirm(second)])
    const ends = await Promise.all([first, second].map(({ id }) => bulk.reaches(id, 'completed')))
    const done = ends.map(({ outcomes }) => outcomes['done'] ?? 0).reduce((a, b) => a + b)
    assert.equal(done, 3, JSON.stringify(ends))
  })

  it('withdraws applications, but none that has ended, and says so of each', async () => {
    const wave = await students(2)
    const enrolled = await previewed('enroll', wave)
    await bulk.confirm(enrolled)
    await bulk.reaches(enrolled.id, 'completed')
    await Promise.all(wave.map(inTraining))
    const operation = await previewed('withdraw', wave)
    await bulk.confirm(operation)
    assert.deepEqual((await bulk.reaches(operation.id, 'completed')).outcomes, { done: 2 })
    for (const studentId of wave) {
      const { json } = await environment.call(`/v1/enrollments/${applicationRef({ programId, studentId })}`)
      assert.equal((json as { stage: string }).stage, 'withdrawn')
    }
    const [ended] = await bulk.items((await previewed('withdraw', wave.slice(0, 1))).id)
    assert.deepEqual(
      [ended?.outcome, ended?.reasons.length, ended?.effects, ended?.warnings],
      ['excluded', 1, [], []],
    )
  })

  it('can be cancelled before it runs', async () => {
    const cancelled = await previewed('enroll', await students(1))
    assert.equal((await bulk.command(cancelled.id, 'cancel')).status, 200)
    assert.equal((await bulk.confirm(cancelled)).status, 409)
  })

  it('needs its number accepted above the guard, and stops in the middle for a pause or a cancellation', async () => {
    // More than a page, so that some are always left when it stops.
    const WAVE = 55
    const wave = await students(WAVE, { hasCertificate: false })
    const before = await dump()
    const operation = await previewed('enroll', wave)
    assert.equal(operation.guard.concerned, WAVE)
    assert.ok(operation.guard.known > WAVE)
    const refused = await bulk.confirm(operation, { accept: WAVE - 1 })
    assert.equal(refused.status, 409)
    assert.match(JSON.stringify(refused.json), /acceptance-required.*concerns 55 of/)

    assert.equal((await bulk.confirm(operation, { accept: WAVE })).status, 200)
    assert.equal((await bulk.command(operation.id, 'pause')).status, 200)
    const paused = await settled(operation.id)
    assert.equal(paused.state, 'paused')
    assert.ok((paused.outcomes['pending'] ?? 0) >= 5, JSON.stringify(paused.outcomes))
    const undone = await bulk.undo(operation.id)
    assert.equal(undone.outcomes['skipped'], paused.outcomes['pending'])
    assert.equal((undone.outcomes['undone'] ?? 0) + (undone.outcomes['skipped'] ?? 0), WAVE)
    assert.deepEqual(await dump(), before)

    const again = await previewed('enroll', wave)
    await bulk.confirm(again, { accept: WAVE })
    assert.equal((await bulk.command(again.id, 'cancel')).status, 200)
    const cancelled = await settled(again.id)
    assert.equal(cancelled.state, 'cancelled')
    const { done = 0, skipped = 0 } = cancelled.outcomes
    assert.equal(done + skipped, WAVE, JSON.stringify(cancelled.outcomes))
    assert.ok(skipped >= 5, JSON.stringify(cancelled.outcomes))
    assert.equal((await bulk.undo(again.id)).outcomes['undone'] ?? 0, done)
    assert.deepEqual(await dump(), before)

    const pages: number[][] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { json } = await environment.call(
        `/v1/bulk-operations/${again.id}/items?limit=20${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      const page = json as { items: { studentId: number }[]; next: string | null }
      pages.push(page.items.map(({ studentId }) => studentId))
      cursor = page.next
    }
    assert.deepEqual(
      pages.map(({ length }) => length),
      [20, 20, 15],
    )
    assert.deepEqual(
      pages.flat(),
      [...wave].sort((a, b) => a - b),
    )
  })

  it('is previewed by the next search for changes where Temporal was down when it was asked for', async () => {
    const { store, config } = environment
    const [studentId = 0] = await students(1)
    const temporal = unavailableTemporal()
    const request = {
      ...{ kind: 'enroll' as const, filter: { programId, studentIds: [studentId] } },
      ...{ parameters: {}, reason: 'a wave', author: 'test' },
    }
    const { id, state } = await previewOperation({ temporal, store, config }, request, 0).finally(() =>
      temporal.connection.close(),
    )
    assert.equal(state, 'previewing')
    await environment.sweep()
    assert.equal((await bulk.read(id)).state, 'previewing')
    await store.pool.query(
      `update bulk_operation set created_at = now() - interval '2 minutes' where id = $1`,
      [id],
    )
    await environment.sweep()
    assert.deepEqual((await bulk.reaches(id, 'previewed')).outcomes, { pending: 1 })
  })
})
