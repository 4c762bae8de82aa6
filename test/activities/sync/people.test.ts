import assert from 'node:assert/strict'
import { Student, User } from '../../../src/odoo/schema/index.js'
import { temporalServer } from '../../support/temporal.js'
import { makeStudent, oneRow, unique } from '../../support/odoo-records.js'
import { openActivities, type ActivityFixture } from '../activity-fixture.js'
import { sweepOnce, syncStudents } from './sweeping.js'

describe('What lists show of students', () => {
  let world: ActivityFixture
  let agent: { readonly id: number; readonly name: string }
  before(async () => {
    world = await openActivities({ temporal: await temporalServer() })
    const users = await world.direct.searchRead(User, [], ['name', 'share'], { order: 'id' })
    agent = users.find(({ share }) => !share)!
    await sweepOnce(world)
  })
  after(() => world.close())

  const personOf = (studentId: number) =>
    world.store.db
      .selectFrom('person')
      .select(['name', 'name_arabic', 'language', 'email', 'agent_id'])
      .where('student_id', '=', studentId)
      .executeTakeFirst()

  it('is read with the student: both scripts, language, email and agent', async () => {
    const email = `sara.${unique()}@example.com`
    const studentId = await makeStudent(world, {
      name: 'Sara',
      nameEnglish: 'Sara Ali',
      nameArabic: 'سارة علي',
      nativeLanguage: 'Arabic',
      email,
      assignedAgent: agent.id,
    })
    await syncStudents(world, [studentId])
    assert.deepEqual(await personOf(studentId), {
      name: 'Sara Ali',
      name_arabic: 'سارة علي',
      language: 'ar',
      email,
      agent_id: agent.id,
    })
    const { name } = await oneRow(
      world.store.db.selectFrom('agent').select('name').where('agent_id', '=', agent.id).execute(),
    )
    assert.equal(name, agent.name)
  })

  it('follows a new agent and a corrected name, and reads the name of an agent once', async () => {
    const studentId = await makeStudent(world, { nameArabic: 'منى' })
    await sweepOnce(world)
    world.calls.length = 0
    for (const change of [{ assignedAgent: agent.id }, { nameArabic: 'منى حسن' }]) {
      await world.direct.write(Student, [studentId], change)
      assert.ok((await sweepOnce(world)).includes(studentId))
    }
    const person = await personOf(studentId)
    assert.deepEqual([person?.agent_id, person?.name_arabic], [agent.id, 'منى حسن'])
    assert.equal(world.calls.filter((call) => call === 'read res.users').length, 0)
  })

  it('goes when the student is deleted in Odoo', async () => {
    const studentId = await makeStudent(world)
    await syncStudents(world, [studentId])
    assert.ok(await personOf(studentId))
    await world.direct.call(Student, 'unlink', [studentId])
    await syncStudents(world, [studentId])
    assert.equal(await personOf(studentId), undefined)
  })
})
