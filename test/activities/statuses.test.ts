import assert from 'node:assert/strict'
import type { StatusPoint } from '../../src/contracts/activities.js'
import { odooClient } from '../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import type { Transport } from '../../src/odoo/client/transport.js'
import type { Changes } from '../../src/odoo/schema/model.js'
import { ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { countedTransport } from '../support/counted-transport.js'
import { openActivities, type ActivityFixture } from './activity-fixture.js'
import {
  makeCourse,
  makeProgram,
  makeStudent,
  oneRow,
  trackersOf,
  type MadeCourse,
} from '../support/odoo-records.js'

const MONDAY = '2026-06-01T08:00:00Z'
const TUESDAY = '2026-06-02T08:00:00Z'

describe('Statuses in Odoo', () => {
  let world: ActivityFixture
  /** Of the product. */
  let transport: { -readonly [K in keyof Transport]: Transport[K] }
  let programId: number
  let courses: [MadeCourse, MadeCourse]
  before(async () => {
    world = await openActivities({
      connect: (credentials) => {
        const connected = new ConnectedTransport(credentials)
        transport = countedTransport(connected, () => undefined)
        return odooClient({
          ...transport,
          execute: (call) => transport.execute(call),
        })
      },
    })
    programId = await makeProgram(world)
    courses = [await makeCourse(world, programId), await makeCourse(world, programId)]
  })
  after(() => world.close())

  async function student(values: Changes<typeof Student> = {}) {
    const studentId = await makeStudent(world, values)
    for (const { courseIntegrationId } of courses)
      await world.direct.create(ProgressTracker, {
        student: studentId,
        courseIntegration: courseIntegrationId,
      })
    const write = (point: StatusPoint, at = MONDAY) =>
      world.run((activities) => activities.writeStatuses({ programId, studentId, run: 1, point, at }))
    const statuses = async () => {
      const { state, integrationStatus } = await oneRow(
        world.direct.read(Student, [studentId], ['state', 'integrationStatus']),
      )
      const trackers = await trackersOf(world, studentId)
      return [state, integrationStatus, ...trackers.map(({ status }) => status)]
    }
    return { studentId, write, statuses }
  }
  const first = () => [courses[0].courseIntegrationId]
  const both = () => courses.map(({ courseIntegrationId }) => courseIntegrationId)

  it('go all the way from enrolled to certified', async () => {
    const { studentId, write, statuses } = await student()
    await write({ kind: 'enrolled' })
    assert.deepEqual(await statuses(), ['enrolled', 'enrolled', 'not_started', 'not_started'])
    await write({ kind: 'training', started: first(), completed: [], programCompleted: false })
    assert.deepEqual(await statuses(), ['in_progress', 'in_progress', 'in_progress', 'not_started'])
    await write({ kind: 'training', started: [], completed: first(), programCompleted: false }, TUESDAY)
    assert.deepEqual(await statuses(), ['in_progress', 'in_progress', 'completed', 'not_started'])
    await write({ kind: 'training', started: [], completed: both(), programCompleted: true }, TUESDAY)
    assert.deepEqual(await statuses(), ['completed', 'completed', 'completed', 'completed'])
    await write({ kind: 'certified' }, TUESDAY)
    assert.deepEqual(await statuses(), ['certified', 'certified', 'certified', 'certified'])
    const [one, two] = await trackersOf(world, studentId)
    assert.deepEqual([one?.startDate, one?.completionDate], [MONDAY, TUESDAY])
    assert.deepEqual([two?.startDate, two?.completionDate], [TUESDAY, TUESDAY])
  })

  it('never move back: a late or repeated call writes nothing', async () => {
    const { write, statuses } = await student()
    await write({ kind: 'training', started: [], completed: both(), programCompleted: true })
    await write({ kind: 'certified' })
    const end = await statuses()
    world.calls.length = 0
    await write({ kind: 'certified' }, TUESDAY)
    await write({ kind: 'rejected' }, TUESDAY)
    await write({ kind: 'enrolled' }, TUESDAY)
    await write({ kind: 'training', started: both(), completed: [], programCompleted: false }, TUESDAY)
    await write({ kind: 'training', started: [], completed: both(), programCompleted: false }, TUESDAY)
    assert.deepEqual(await statuses(), end)
    assert.deepEqual(world.writes(), [])
  })

  it('of a first application survive those of a second one', async () => {
    const { write, statuses } = await student({ state: 'in_progress', integrationStatus: 'in_progress' })
    await write({ kind: 'rejected' })
    await write({ kind: 'enrolled' })
    assert.deepEqual((await statuses()).slice(0, 2), ['in_progress', 'in_progress'])
  })

  it('become rejected only before the enrollment', async () => {
    const { write, statuses } = await student({ state: 'eligible' })
    await write({ kind: 'rejected' })
    assert.deepEqual((await statuses()).slice(0, 2), ['rejected', 'not_integrated'])
    await write({ kind: 'enrolled' })
    assert.deepEqual((await statuses()).slice(0, 2), ['enrolled', 'enrolled'])
  })

  it('of a course that was not completed do not change when a certificate is issued anyway', async () => {
    const { write, statuses } = await student()
    await write({ kind: 'training', started: [], completed: first(), programCompleted: false })
    await write({ kind: 'certified' })
    assert.deepEqual(await statuses(), ['certified', 'certified', 'certified', 'not_started'])
  })

  it('are the same after a lost response', async () => {
    const { studentId, write, statuses } = await student()
    world.loseAnswers(1)
    const point: StatusPoint = {
      kind: 'training',
      started: [],
      completed: both(),
      programCompleted: true,
    }
    await assert.rejects(write(point, MONDAY), { type: 'OdooUnavailable' })
    await write(point, TUESDAY)
    assert.deepEqual(await statuses(), ['completed', 'completed', 'completed', 'completed'])
    const trackers = await trackersOf(world, studentId)
    assert.deepEqual(
      trackers.map(({ completionDate }) => completionDate),
      [MONDAY, MONDAY],
    )
  })

  it('are set back to a point that was written before, each with what was found', async () => {
    const { studentId, write, statuses } = await student()
    const point = { kind: 'training', started: both(), completed: first(), programCompleted: false } as const
    await write(point)
    const restore = () =>
      world.run((activities) =>
        activities.restoreStatuses({ programId, studentId, run: 1, point, at: TUESDAY }),
      )
    assert.deepEqual(await restore(), [])
    const [one] = await trackersOf(world, studentId)
    await world.direct.write(ProgressTracker, [one?.id ?? 0], { status: 'not_started' })
    await world.direct.write(Student, [studentId], { state: 'rejected' })
    assert.deepEqual(await restore(), [
      {
        of: 'course',
        courseIntegrationId: courses[0].courseIntegrationId,
        found: 'not_started',
        restored: 'completed',
      },
      { of: 'student', status: 'state', found: 'rejected', restored: 'in_progress' },
    ])
    assert.deepEqual(await statuses(), ['in_progress', 'in_progress', 'completed', 'in_progress'])
    assert.equal((await trackersOf(world, studentId))[0]?.completionDate, MONDAY)
  })

  it('do not overwrite what staff have set after the student was read', async () => {
    const { studentId, write, statuses } = await student()
    const [tracker] = await trackersOf(world, studentId)
    const { execute } = transport
    let isRead = false
    transport.execute = async (call) => {
      const result = await execute(call)
      if (call.method === 'search_read' && /student/.test(call.model) && !isRead) {
        isRead = true
        await world.direct.write(ProgressTracker, [tracker?.id ?? 0], { status: 'certified' })
      }
      return result
    }
    try {
      await write({ kind: 'training', started: [], completed: first(), programCompleted: false })
    } finally {
      transport.execute = execute
    }
    assert.ok(isRead)
    assert.deepEqual(await statuses(), ['in_progress', 'in_progress', 'certified', 'not_started'])
  })
})
