import assert from 'node:assert/strict'
import { Certificate, Membership, ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import {
  learn,
  makeContact,
  makeCourse,
  makeProgram,
  makeStudent,
  unique,
  type MadeCourse,
} from '../support/odoo-records.js'
import { waitFor } from '../support/wait-for.js'
import { bulkClient, type BulkClient } from './bulk-client.js'
import { dumpOdoo } from './odoo-dump.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

/** A program with students of every kind, in an Odoo that has just been connected. */
describe('A wave of existing students, end to end', function () {
  this.timeout(180_000)

  const FRESH = 12
  const HALFWAY = 4
  let environment: SandboxEnvironment
  let bulk: BulkClient
  let programId: number
  let course: MadeCourse
  let fresh: number[]
  let halfway: number[]
  let partners: Map<number, number>
  let leftOut: Record<'finished' | 'rejected' | 'certified', number[]>

  before(async () => {
    environment = await openSandboxEnvironment('empty')
    bulk = bulkClient(environment)
    const { direct } = environment
    programId = await makeProgram(environment)
    await environment.call(
      `/v1/programs/${programId}/intake`,
      { mode: 'off', reason: 'in waves' },
      { method: 'PUT', headers: { 'if-match': '"0"' } },
    )
    course = await makeCourse(environment, programId, { lessons: 3 })
    partners = new Map()
    const student = (values: Parameters<typeof makeStudent>[1] = {}) =>
      makeStudent(environment, { preferredCourseIntegration: course.courseIntegrationId, ...values })
    const times = (count: number, make: () => Promise<number>) =>
      Promise.all(Array.from({ length: count }, make))
    /** With a contact, access to the course and a tracker. */
    const learner = async (status: 'in_progress' | 'completed', lessons: number) => {
      const partner = await makeContact(environment, `${unique()}@example.org`)
      const studentId = await student({ partner, state: 'in_progress' })
      partners.set(studentId, partner)
      const membership = await direct.create(Membership, { channel: course.channelId, partner })
      await direct.create(ProgressTracker, {
        student: studentId,
        courseIntegration: course.courseIntegrationId,
        elearningEnrollment: membership,
        status,
      })
      await learn(environment, partner, course.lessons.slice(0, lessons))
      return studentId
    }
    fresh = await times(FRESH, () => student())
    halfway = await times(HALFWAY, () => learner('in_progress', 1))
    leftOut = {
      finished: await times(3, () => learner('completed', 3)),
      rejected: await times(1, () => student({ state: 'rejected' })),
      certified: await times(1, async () => {
        const studentId = await student()
        await direct.create(Certificate, {
          student: studentId,
          trainingProgram: programId,
          certificateType: 'completion',
          certificateTitle: 'Orchard keeping',
          state: 'issued',
        })
        return studentId
      }),
    }
  })
  after(() => environment.close())

  const dump = () => dumpOdoo(environment)
  const learnersMails = () =>
    environment.mail.received.filter(({ envelope }) => envelope.to.some((to) => to.endsWith('@example.org')))

  it('is planned through the API, by name and with reasons, without a change', async () => {
    const before = await dump()
    const address = `/v1/programs/${programId}/migration-plans`
    const { status, json } = await environment.call(address, {})
    assert.equal(status, 200, JSON.stringify(json))
    const plan = json as { counts: Record<string, number>; links: { self: string; students: string } }
    assert.deepEqual(plan.counts, {
      enroll: FRESH,
      adopt: HALFWAY,
      finished: leftOut.finished.length,
      certified: leftOut.certified.length,
      person: 0,
      cannot: leftOut.rejected.length,
    })
    const found = await environment.call(`${plan.links.students}?outcome=adopt&limit=3`)
    const page = found.json as { students: { studentId: number; name: string }[]; next: string | null }
    const sorted = [...halfway].sort((a, b) => a - b)
    assert.deepEqual(
      page.students.map(({ studentId }) => studentId),
      sorted.slice(0, 3),
    )
    assert.ok(page.students.every(({ name }) => name.startsWith('Learner ')))
    const rest = await environment.call(`${plan.links.students}?outcome=adopt&cursor=${page.next ?? ''}`)
    assert.equal((rest.json as typeof page).students.length, HALFWAY - 3)
    const others = await environment.call(`${plan.links.students}?outcome=cannot`)
    const [rejected] = (others.json as { students: { reasons: string[] }[] }).students
    assert.match(rejected?.reasons.join() ?? '', /rejected/)
    assert.equal((await environment.call(`/v1/programs/${programId + 99}/migration-plans`, {})).status, 404)
    assert.equal((await environment.call(`${address}/999`)).status, 404)
    assert.deepEqual(await dump(), before)
  })

  it('takes over who is in training, enrolls the others, leaves out the rest, and can be undone', async () => {
    const before = await dump()
    await environment.sweep()
    const preview = await bulk.preview({ kind: 'enroll', filter: { programId }, parameters: { adopt: true } })
    const excluded = Object.values(leftOut).flat()
    assert.deepEqual(preview.outcomes, { excluded: excluded.length, pending: FRESH + HALFWAY })
    assert.equal(preview.effects.find(({ effect }) => effect === 'email')?.count, FRESH)
    const outcomeOf = new Map((await bulk.items(preview.id)).map((item) => [item.studentId, item]))
    for (const studentId of excluded) {
      assert.equal(outcomeOf.get(studentId)?.outcome, 'excluded')
      assert.notDeepEqual(outcomeOf.get(studentId)?.reasons, [])
    }
    for (const studentId of halfway)
      assert.match(outcomeOf.get(studentId)?.warnings.join() ?? '', /In training already/)
    // Before anybody confirms it, nothing has happened to anyone.
    assert.deepEqual(await dump(), before)
    assert.deepEqual(environment.mail.received, [])

    assert.deepEqual((await bulk.run(preview)).outcomes, {
      done: FRESH + HALFWAY,
      excluded: excluded.length,
    })
    for (const studentId of [...fresh, ...halfway])
      await environment.reaches({ programId, studentId }, 'is in training', ({ flow }) => flow === 'progress')
    await waitFor('the welcome emails', () => learnersMails().length >= FRESH)
    await environment.sweep()
    for (const studentId of halfway)
      assert.deepEqual((await environment.detail({ programId, studentId })).emails, [])

    // One of each kind goes on learning.
    const [active = 0, other = 0] = [halfway[0], fresh[0]]
    const [enrolled] = await environment.direct.read(Student, [other], ['partner'])
    await learn(environment, enrolled?.partner ?? 0, course.lessons.slice(0, 1))
    await learn(environment, partners.get(active) ?? 0, course.lessons.slice(1, 2))
    await environment.sweep()
    for (const studentId of [active, other])
      await environment.reaches({ programId, studentId }, 'has progress', ({ progress }) =>
        progress.some(({ elearning }) => (elearning ?? 0) > 0),
      )

    const { outcomes } = await bulk.undo(preview.id)
    assert.equal((outcomes['undone'] ?? 0) + (outcomes['kept'] ?? 0), FRESH + HALFWAY)
    const kept = await bulk.items(preview.id, 'kept')
    assert.ok(kept.some(({ studentId }) => studentId === other))
    await environment.sweep()
    const after = await dump()
    const worked = new Set([other, active])
    const others = <T extends { readonly id: number }>(rows: readonly T[]) =>
      rows.filter(({ id }) => !worked.has(id))
    assert.deepEqual(others(after.students), others(before.students))
    assert.deepEqual(after.certificates, before.certificates)
    assert.deepEqual(
      after.trackers.filter(({ student }) => !worked.has(student)),
      before.trackers.filter(({ student }) => !worked.has(student)),
    )
    const working = new Set([enrolled?.partner, partners.get(active)])
    const untouched = ({ memberships }: typeof after) =>
      memberships.filter(({ partner }) => !working.has(partner))
    assert.deepEqual(untouched(after), untouched(before))
    const followers = ({ followers: all }: typeof after) =>
      all.filter(({ partner_id: partner }) => !working.has(partner))
    assert.deepEqual(followers(after), followers(before))
    assert.deepEqual(
      after.partners.filter(({ id }) => !working.has(id)),
      before.partners.filter(({ id }) => !working.has(id)),
    )
  })
})
