import assert from 'node:assert/strict'
import { Partner, Student } from '../../../src/odoo/schema/index.js'
import type { Changes } from '../../../src/odoo/schema/model.js'
import {
  makeContact,
  makeCourse,
  makeProgram,
  makeStudent,
  oneRow,
  unique,
} from '../../support/odoo-records.js'
import { temporalServer } from '../../support/temporal.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { findStudents, syncStudents } from './sweeping.js'

describe('The contact of a student in a page of the sync', () => {
  let world: ActivityFixture
  let programId: number
  before(async () => {
    world = await openActivities({ temporal: await temporalServer() })
    programId = await makeProgram(world, { status: 'draft' })
  })
  after(() => world.close())

  const contactOf = (partnerId: number) =>
    oneRow(world.direct.read(Partner, [partnerId], ['name', 'email', 'phone', 'lang']))
  const correct = (studentId: number, values: Changes<typeof Student>) =>
    world.direct.write(Student, [studentId], values)

  /** A student whose contact we have seen, with the same values. */
  async function learner(values: Changes<typeof Partner> = {}) {
    const mark = unique()
    const same = { name: `Learner ${mark}`, email: `${mark}@example.org`, phone: '+966 1' }
    const partnerId = await makeContact(world, same.email, { ...same, lang: 'en_US', ...values })
    const studentId = await makeStudent(world, { ...same, nativeLanguage: 'English', partner: partnerId })
    await syncStudents(world, [studentId])
    return { studentId, partnerId, email: same.email }
  }

  const addUser = async (partnerId: number, login: string) => {
    await world.sql?.(
      'INSERT INTO res_users (login, partner_id, company_id, active) VALUES ($1, $2, 1, true)',
      [login, partnerId],
    )
  }

  it('gets name, email, phone and language that are corrected on the student', async () => {
    const { studentId, partnerId } = await learner()
    const email = `${unique()}@example.org`
    await correct(studentId, { name: 'Amal', email, phone: '+966 2', nativeLanguage: 'Arabic' })
    assert.ok((await findStudents(world)).includes(studentId))
    world.calls.length = 0
    await syncStudents(world, [studentId])
    assert.deepEqual(await contactOf(partnerId), {
      id: partnerId,
      name: 'Amal',
      email,
      phone: '+966 2',
      lang: 'ar_001',
    })
    assert.deepEqual(
      world.writes().filter((call) => call.endsWith('res.partner')),
      ['load res.partner'],
    )
    world.calls.length = 0
    await syncStudents(world, [studentId])
    assert.deepEqual(world.writes(), [])
  })

  it('is written in one call for many students', async () => {
    const learners = [await learner(), await learner(), await learner()]
    for (const { studentId } of learners) await correct(studentId, { phone: '+966 3' })
    world.calls.length = 0
    await syncStudents(
      world,
      learners.map(({ studentId }) => studentId),
    )
    assert.deepEqual(world.writes(), ['load res.partner'])
    for (const { partnerId } of learners) assert.equal((await contactOf(partnerId)).phone, '+966 3')
  })

  it('keeps what staff changed last, and what it was found with', async () => {
    const { studentId, partnerId } = await learner()
    await world.direct.write(Partner, [partnerId], { phone: '+966 9' })
    await correct(studentId, { phone: '+966 4', name: 'Corrected' })
    await syncStudents(world, [studentId])
    const { name, phone } = await contactOf(partnerId)
    assert.deepEqual([name, phone], ['Corrected', '+966 9'])
    const found = await learner({ name: 'Found under another name' })
    await syncStudents(world, [found.studentId])
    assert.equal((await contactOf(found.partnerId)).name, 'Found under another name')
  })

  it('is compared anew after the student was given another contact', async () => {
    const { studentId } = await learner()
    const other = await makeContact(world, `${unique()}@example.org`, { name: 'Other' })
    await correct(studentId, { partner: other, name: 'Corrected' })
    await syncStudents(world, [studentId])
    assert.equal((await contactOf(other)).name, 'Other')
  })

  it('keeps the address with which a user signs in, and gets everything else', async () => {
    if (!world.sql) return
    const { studentId, partnerId, email } = await learner()
    await addUser(partnerId, email)
    await correct(studentId, { email: `${unique()}@example.org`, name: 'Corrected' })
    await syncStudents(world, [studentId])
    const contact = await contactOf(partnerId)
    assert.deepEqual([contact.name, contact.email], ['Corrected', email])
  })

  it('is never written if it is a company’s, of two students, or of staff', async () => {
    if (!world.sql) return
    const company = await learner({ isCompany: true })
    const shared = await learner()
    await makeStudent(world, { partner: shared.partnerId })
    const staff = await learner()
    await addUser(staff.partnerId, staff.email)
    await world.sql(
      `INSERT INTO res_groups_users_rel (uid, gid) SELECT u.id, d.res_id FROM res_users u, ir_model_data d
       WHERE u.partner_id = $1 AND d.model = 'res.groups' AND d.module = 'base' AND d.name = 'group_user'`,
      [staff.partnerId],
    )
    for (const { studentId, partnerId } of [company, shared, staff]) {
      const before = await contactOf(partnerId)
      await correct(studentId, { name: 'Corrected' })
      await syncStudents(world, [studentId])
      assert.deepEqual(await contactOf(partnerId), before)
    }
  })

  it('is remembered by marks that contain none of its values', async () => {
    const { studentId, email } = await learner()
    const rows = await world.store.db
      .selectFrom('contact_fields')
      .selectAll()
      .where('student_id', '=', studentId)
      .execute()
    assert.equal(rows.length, 1)
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(`${email}|Learner|966`))
  })

  it('is in the snapshot with the correction that it did not get, and until somebody signs in', async () => {
    const course = await makeCourse(world, programId)
    const { studentId, partnerId } = await enrollLearner(world, programId, [course])
    const snapshot = () =>
      world.run((activities) => activities.syncApplication({ programId, studentId, run: 1 }))
    assert.equal((await snapshot()).neverSignedIn, true)
    await world.direct.write(Partner, [partnerId], { name: 'By staff' })
    assert.equal((await snapshot()).contactDiffers, undefined)
    await correct(studentId, { name: 'Corrected' })
    assert.deepEqual((await snapshot()).contactDiffers, [{ field: 'name', because: 'changed_there' }])
    if (!world.sql) return
    await addUser(partnerId, unique())
    assert.equal((await snapshot()).neverSignedIn, true)
    await world.sql('UPDATE res_users SET login_date = now() WHERE partner_id = $1', [partnerId])
    assert.equal((await snapshot()).neverSignedIn, undefined)
  })
})
