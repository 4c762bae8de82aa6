import assert from 'node:assert/strict'
import { applicationRef } from '../../src/contracts/application.js'
import {
  CourseIntegration,
  Membership,
  Partner,
  ProgressTracker,
  Student,
} from '../../src/odoo/schema/index.js'
import {
  learn,
  makeContact,
  makeCourse,
  makeProgram,
  makeStudent,
  type MadeCourse,
} from '../support/odoo-records.js'
import { waitFor } from '../support/wait-for.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

interface Operation {
  readonly id: number
  readonly state: string
  readonly hash: string
  readonly outcomes: Readonly<Record<string, number>>
  readonly effects: readonly { effect: string; count: number; undoable: boolean }[]
  readonly notUndoable: number
}

describe('A bulk operation, end to end', function () {
  this.timeout(180_000)

  let environment: SandboxEnvironment
  let programId: number
  let course: MadeCourse
  before(async () => {
    environment = await openSandboxEnvironment('empty')
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

  const students = (number: number) =>
    Promise.all(
      Array.from({ length: number }, () =>
        makeStudent(environment, { preferredCourseIntegration: course.courseIntegrationId }),
      ),
    )
  const preview = (kind: string, studentIds: readonly number[], filter: object = {}) =>
    environment.call('/v1/bulk-operations', {
      kind,
      filter: { programId, studentIds, ...filter },
      reason: 'the first wave',
    })
  const previewed = async (kind: string, studentIds: readonly number[]) => {
    const { status, json } = await preview(kind, studentIds)
    assert.equal(status, 200, JSON.stringify(json))
    return json as Operation
  }
  const command = (id: number, name: string, body: object = {}) =>
    environment.call(`/v1/bulk-operations/${id}/${name}`, body)
  const confirm = ({ id, hash }: Operation) => command(id, 'confirm', { hash })
  const reaches = async (id: number, state: string) => {
    let seen: unknown
    return waitFor(
      `operation ${id} is ${state}`,
      async () => {
        const { json } = await environment.call(`/v1/bulk-operations/${id}`)
        seen = json
        return (json as Operation).state === state && (json as Operation)
      },
      { seen: () => seen },
    )
  }
  const items = async (id: number, outcome?: string) => {
    const query = outcome === undefined ? '' : `?outcome=${outcome}`
    const { json } = await environment.call(`/v1/bulk-operations/${id}/items${query}`)
    return (json as { items: { studentId: number; name: string; reasons: string[] }[] }).items
  }
  const inTraining = (studentId: number) =>
    environment.reaches({ programId, studentId }, 'is in training', ({ flows }) =>
      flows.some(({ flow, closed }) => flow === 'progress' && !closed),
    )
  /** What Odoo has, without instants. */
  const dump = async () => ({
    students: await environment.direct.searchRead(
      Student,
      [],
      ['state', 'integrationStatus', 'partner', 'elearningProgress', 'completedCourses'],
      { order: 'id' },
    ),
    partners: await environment.direct.searchRead(Partner, [], ['email', 'active'], {
      order: 'id',
      archived: true,
    }),
    memberships: await environment.direct.searchRead(Membership, [], ['channel', 'partner', 'active'], {
      order: 'id',
      archived: true,
    }),
    trackers: await environment.direct.searchRead(ProgressTracker, [], ['student', 'status'], {
      order: 'id',
    }),
    followers: await environment.sandbox.sql(
      'SELECT res_model, res_id, partner_id FROM mail_followers ORDER BY 1, 2, 3',
    ),
  })

  it('is previewed by name, runs after its confirmation, and its undo leaves Odoo as it was', async () => {
    const wave = await students(5)
    const before = await dump()
    const operation = await previewed('enroll', wave)
    assert.equal(operation.state, 'previewed')
    assert.deepEqual(operation.outcomes, { pending: 5 })
    assert.equal(operation.effects.find(({ effect }) => effect === 'membership')?.count, 5)
    assert.equal(operation.notUndoable, 5)
    assert.ok((await items(operation.id)).every(({ name }) => name.startsWith('Learner ')))
    assert.deepEqual(await dump(), before)

    assert.equal((await confirm(operation)).status, 200)
    const { outcomes } = await reaches(operation.id, 'completed')
    assert.deepEqual(outcomes, { done: 5 })
    await Promise.all(wave.map(inTraining))

    assert.equal((await command(operation.id, 'undo')).status, 200)
    const undone = await reaches(operation.id, 'undone')
    assert.deepEqual(undone.outcomes, { undone: 5 }, JSON.stringify(await items(operation.id)))
    await environment.sweep()
    assert.deepEqual(await dump(), before)
  })

  it('keeps what a learner has done since, and says so', async () => {
    const [learner = 0, idle = 0] = await students(2)
    const operation = await previewed('enroll', [learner, idle])
    await confirm(operation)
    await reaches(operation.id, 'completed')
    await Promise.all([learner, idle].map(inTraining))
    const [student] = await environment.direct.read(Student, [learner], ['partner'])
    await learn(environment, student?.partner ?? 0, course.lessons.slice(0, 1))
    await command(operation.id, 'undo')
    const { outcomes } = await reaches(operation.id, 'undone')
    assert.deepEqual(outcomes, { kept: 1, undone: 1 })
    const [kept] = await items(operation.id, 'kept')
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
    await confirm(operation)
    await reaches(operation.id, 'completed')
    await inTraining(studentId)
    const [linked] = await direct.read(Student, [studentId], ['partner'])
    assert.equal(linked?.partner, partner)
    await command(operation.id, 'undo')
    await reaches(operation.id, 'undone')
    assert.equal((await direct.read(Membership, [membership], ['channel'])).length, 1)
    assert.deepEqual(await dump(), before)
  })

  it('leaves out who has changed since the preview', async () => {
    const [changed = 0, same = 0] = await students(2)
    const operation = await previewed('enroll', [changed, same])
    await environment.direct.write(Student, [changed], { birthDate: '2020-01-01' })
    await confirm(operation)
    const { outcomes } = await reaches(operation.id, 'completed')
    assert.deepEqual(outcomes, { changed: 1, done: 1 })
    assert.match((await items(operation.id, 'changed'))[0]?.reasons.join() ?? '', /Changed since the preview/)
  })

  it('answers a stale hash, a second confirmation, a second undo and a filter that matches nobody', async () => {
    const operation = await previewed('enroll', await students(1))
    const stale = await command(operation.id, 'confirm', { hash: 'another' })
    assert.equal(stale.status, 409)
    assert.match(JSON.stringify(stale.json), /preview-stale/)
    assert.equal((await command(operation.id, 'undo')).status, 409)
    assert.equal((await confirm(operation)).status, 200)
    assert.equal((await confirm(operation)).status, 200)
    await reaches(operation.id, 'completed')
    assert.equal((await command(operation.id, 'undo')).status, 200)
    assert.equal((await command(operation.id, 'undo')).status, 200)
    await reaches(operation.id, 'undone')
    assert.equal((await command(operation.id, 'undo')).status, 409)
    assert.equal((await confirm(operation)).status, 409)
    assert.equal((await preview('enroll', [2_000_000_000])).status, 422)
    assert.equal((await preview('enroll', [1], { stage: 'review' })).status, 422)
  })

  it('does each student once when two operations concern them', async () => {
    const both = await students(3)
    const first = await previewed('enroll', both)
    const second = await previewed('enroll', both)
    await Promise.all([confirm(first), confirm(second)])
    const ends = await Promise.all([first, second].map(({ id }) => reaches(id, 'completed')))
    const done = ends.map(({ outcomes }) => outcomes['done'] ?? 0).reduce((a, b) => a + b)
    assert.equal(done, 3, JSON.stringify(ends))
  })

  it('withdraws applications', async () => {
    const wave = await students(2)
    const enrolled = await previewed('enroll', wave)
    await confirm(enrolled)
    await reaches(enrolled.id, 'completed')
    await Promise.all(wave.map(inTraining))
    const operation = await previewed('withdraw', wave)
    await confirm(operation)
    assert.deepEqual((await reaches(operation.id, 'completed')).outcomes, { done: 2 })
    for (const studentId of wave) {
      const { json } = await environment.call(`/v1/enrollments/${applicationRef({ programId, studentId })}`)
      assert.equal((json as { stage: string }).stage, 'withdrawn')
    }
  })

  it('can be cancelled before it runs, and undone from a pause', async () => {
    const cancelled = await previewed('enroll', await students(1))
    assert.equal((await command(cancelled.id, 'cancel')).status, 200)
    assert.equal((await confirm(cancelled)).status, 409)
    const wave = await students(12)
    const operation = await previewed('enroll', wave)
    await confirm(operation)
    const paused = await command(operation.id, 'pause')
    if (paused.status === 200) await command(operation.id, 'undo')
    else {
      await reaches(operation.id, 'completed')
      await command(operation.id, 'undo')
    }
    const { outcomes } = await reaches(operation.id, 'undone')
    assert.equal((outcomes['undone'] ?? 0) + (outcomes['skipped'] ?? 0), 12, JSON.stringify(outcomes))
    assert.equal(
      (await environment.direct.searchRead(ProgressTracker, [['student', 'in', wave]], [])).length,
      0,
    )
  })
})
