import assert from 'node:assert/strict'
import { Membership, Student } from '../../src/odoo/schema/index.js'
import { makeCourse, makeProgram, makeStudent, type MadeCourse } from '../support/odoo-records.js'
import { waitFor } from '../support/wait-for.js'
import { bulkClient, type BulkClient } from './bulk-client.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

interface Check {
  readonly state: string
  readonly students: number
  readonly waiting: number
  readonly differences: Readonly<Record<string, number>>
}

interface Differences {
  readonly differences: readonly { studentId: number; name: string; kind: string; detail: string }[]
}

describe('The check after a bulk operation, end to end', function () {
  this.timeout(180_000)

  let environment: SandboxEnvironment
  let bulk: BulkClient
  let programId: number
  let course: MadeCourse
  let other: MadeCourse
  before(async () => {
    environment = await openSandboxEnvironment('empty')
    bulk = bulkClient(environment)
    programId = await makeProgram(environment)
    course = await makeCourse(environment, programId)
    other = await makeCourse(environment, await makeProgram(environment))
    await environment.call(
      `/v1/programs/${programId}/intake`,
      { mode: 'off', reason: 'in waves' },
      { method: 'PUT', headers: { 'if-match': '"0"' } },
    )
  })
  after(() => environment.close())

  const students = (number: number, values: object = {}) =>
    Promise.all(
      Array.from({ length: number }, () =>
        makeStudent(environment, { preferredCourseIntegration: course.courseIntegrationId, ...values }),
      ),
    )
  const address = (id: number) => `/v1/bulk-operations/${id}`
  const checked = (id: number) => {
    let seen: unknown
    return waitFor(
      `the check of operation ${id}`,
      async () => {
        const { json } = await environment.call(address(id))
        const { check } = json as { check: Check | null }
        seen = check
        return check?.state === 'completed' && check
      },
      { seen: () => seen },
    )
  }
  const checkAgain = async (id: number) => {
    const { status, json } = await environment.call(`${address(id)}/check`, {})
    assert.equal(status, 200, JSON.stringify(json))
    return (json as { check: Check }).check
  }
  const partnerOf = async (studentId: number) =>
    (await environment.direct.read(Student, [studentId], ['partner']))[0]?.partner ?? 0

  it('begins by itself, waits for what is to come, and finds nothing but what the preview said', async () => {
    const wave = await students(3)
    const operation = await bulk.preview({ kind: 'enroll', filter: { programId, studentIds: wave } })
    await bulk.run(operation)
    const check = await checked(operation.id)
    assert.deepEqual([check.students, check.waiting, check.differences], [3, 0, {}])
    await bulk.undo(operation.id)
    assert.deepEqual((await checkAgain(operation.id)).differences, {})
  })

  it('names what Odoo has that the preview did not say, and what is missing', async () => {
    const [one = 0, two = 0] = await students(2)
    const operation = await bulk.preview({ kind: 'enroll', filter: { programId, studentIds: [one, two] } })
    await bulk.run(operation)
    await checked(operation.id)
    await environment.direct.create(Membership, { channel: other.channelId, partner: await partnerOf(one) })
    const theirs = await environment.direct.searchRead(
      Membership,
      [['partner', '=', await partnerOf(two)]],
      [],
    )
    await environment.direct.write(
      Membership,
      theirs.map(({ id }) => id),
      { active: false },
    )
    assert.deepEqual((await checkAgain(operation.id)).differences, { access: 2 })
    const { json } = await environment.call(`${address(operation.id)}/differences`)
    const { differences } = json as Differences
    assert.deepEqual(
      differences.map(({ studentId, kind }) => [studentId, kind]),
      [
        [one, 'access'],
        [two, 'access'],
      ],
    )
    assert.ok(differences.every(({ name }) => name.startsWith('Learner ')))
    assert.match(differences[0]?.detail ?? '', /New memberships: 2; in the preview: 1/)
  })

  it('covers commands that must leave Odoo alone', async () => {
    const [one = 0] = await students(1)
    await bulk.run(await bulk.preview({ kind: 'enroll', filter: { programId, studentIds: [one] } }))
    await environment.reaches({ programId, studentId: one }, 'is in training', ({ flows }) =>
      flows.some(({ flow, closed }) => flow === 'progress' && !closed),
    )
    await waitFor('its statuses', async () => {
      const [student] = await environment.direct.read(Student, [one], ['integrationStatus'])
      return student?.integrationStatus === 'enrolled'
    })
    const pause = await bulk.preview({ kind: 'pause', filter: { programId, studentIds: [one] } })
    await bulk.run(pause)
    assert.deepEqual((await checked(pause.id)).differences, {})
    await environment.direct.write(Student, [one], { state: 'completed' })
    assert.deepEqual((await checkAgain(pause.id)).differences, { status: 1 })
  })

  it('is refused before the run', async () => {
    const operation = await bulk.preview({
      kind: 'enroll',
      filter: { programId, studentIds: await students(1) },
    })
    const { status } = await environment.call(`${address(operation.id)}/check`, {})
    assert.equal(status, 409)
  })

  it('is about a wave of the wanted size, which takes the first students whom it would affect', async () => {
    const [young = 0, ...others] = (await students(1, { birthDate: '2020-01-01' })).concat(await students(3))
    const filter = { programId, studentIds: [young, ...others], size: 2 }
    const wave = await bulk.preview({ kind: 'enroll', filter, parameters: { adopt: true } })
    assert.deepEqual(wave.outcomes, { excluded: 1, pending: 2 })
    const sorted = [...others].sort((a, b) => a - b)
    assert.deepEqual(
      (await bulk.items(wave.id, 'pending')).map(({ studentId }) => studentId),
      sorted.slice(0, 2),
    )
    await bulk.run(wave)
    const next = await bulk.preview({ kind: 'enroll', filter, parameters: { adopt: true } })
    assert.deepEqual(
      (await bulk.items(next.id, 'pending')).map(({ studentId }) => studentId),
      sorted.slice(2),
    )
    const { json } = await environment.call('/v1/bulk-operations?limit=1')
    const [listed] = (json as { operations: readonly (typeof next)[] }).operations
    assert.deepEqual([listed?.id, listed?.outcomes, listed?.effects], [next.id, next.outcomes, next.effects])
  })
})
