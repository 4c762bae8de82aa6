import assert from 'node:assert/strict'
import type { ContactLink } from '../../../src/contracts/activities.js'
import { Partner, Student } from '../../../src/odoo/schema/index.js'
import { openActivities, type ActivityFixture } from '../activity-fixture.js'
import { makeContact, makeStudent, oneRow, unique } from '../../support/odoo-records.js'

/** No program is needed to find a person. */
const PROGRAM = 1

describe('The contact of a student', () => {
  let world: ActivityFixture
  before(async () => {
    world = await openActivities()
  })
  after(() => world.close())

  const linkContact = (studentId: number, choice?: { use: number } | { create: true }) =>
    world.run((activities) =>
      activities.linkContact({
        programId: PROGRAM,
        studentId,
        ...(choice === undefined ? {} : { choice }),
      }),
    )
  const contactsWith = (email: string) =>
    world.direct.searchRead(Partner, [['email', 'ilike', email]], ['active'], { archived: true })
  const partnerOf = async (studentId: number) =>
    (await oneRow(world.direct.read(Student, [studentId], ['partner']))).partner
  const undecided = (link: ContactLink) =>
    link.kind === 'ambiguous' ? link : assert.fail(`${link.kind}, ${link.how}`)

  it('is created from the student and linked when no contact has the address', async () => {
    const email = `${unique()}@example.org`
    const student = await makeStudent(world, { email, phone: '+966 50 0000000' })
    const link = await linkContact(student)
    assert.deepEqual(link, { kind: 'linked', partnerId: await partnerOf(student), how: 'created' })
    const [contact] = await world.direct.searchRead(Partner, [['email', '=', email]], ['phone', 'active'])
    assert.equal(contact?.id, await partnerOf(student))
    assert.equal(contact.phone, '+966 50 0000000')
  })

  it('is found by an address that is written differently', async () => {
    const email = `${unique()}@example.org`
    const contact = await makeContact(world, `Somebody <${email.toUpperCase()}>`)
    const student = await makeStudent(world, { email: `  ${email} ` })
    assert.deepEqual(await linkContact(student), { kind: 'linked', partnerId: contact, how: 'found' })
    assert.deepEqual(await linkContact(student), { kind: 'linked', partnerId: contact, how: 'already' })
  })

  it('is never a contact whose address only contains the student’s', async () => {
    const email = `${unique()}@example.org`
    await makeContact(world, `x${email}`)
    await makeContact(world, `a b${email}`)
    const link = await linkContact(await makeStudent(world, { email }))
    assert.equal(link.kind === 'linked' && link.how, 'created')
  })

  it('is left to a person when several contacts have the address, and linked as they decide', async () => {
    const email = `${unique()}@example.org`
    const first = await makeContact(world, email)
    const second = await makeContact(world, email)
    const student = await makeStudent(world, { email })
    const { choices, instructions } = undecided(await linkContact(student))
    assert.deepEqual(choices, [first, second])
    assert.doesNotMatch(instructions, /@/)
    assert.equal(await partnerOf(student), null)
    assert.deepEqual(await linkContact(student, { use: second }), {
      kind: 'linked',
      partnerId: second,
      how: 'chosen',
    })
    assert.equal(await partnerOf(student), second)
  })

  it('is left to a person when only an archived contact has the address', async () => {
    const email = `${unique()}@example.org`
    const archived = await makeContact(world, email, { active: false })
    const student = await makeStudent(world, { email })
    assert.deepEqual(undecided(await linkContact(student)).choices, [archived])
    undecided(await linkContact(student, { use: archived }))
    const link = await linkContact(student, { create: true })
    assert.ok(link.kind === 'linked' && link.partnerId !== archived && link.how === 'chosen')
  })

  it('is the active one of an active and an archived contact', async () => {
    const email = `${unique()}@example.org`
    await makeContact(world, email, { active: false })
    const active = await makeContact(world, email)
    const link = await linkContact(await makeStudent(world, { email }))
    assert.equal(link.kind === 'linked' && link.partnerId, active)
  })

  for (const email of ['unknown@', 'a@@example.org', 'a b@example.org', 'a@example.org, b@example.org']) {
    it(`is left to a person for the address "${email}"`, async () => {
      const student = await makeStudent(world, { email })
      assert.deepEqual(undecided(await linkContact(student)).choices, [])
      assert.equal(await partnerOf(student), null)
    })
  }

  it('is linked for the first of two students with one mailbox, and left to a person for the other', async () => {
    const email = `${unique()}@example.org`
    const students = [
      await makeStudent(world, { email }),
      await makeStudent(world, { email: email.toUpperCase() }),
    ]
    const links = await Promise.all(students.map((student) => linkContact(student)))
    assert.deepEqual(links.map(({ kind }) => kind).sort(), ['ambiguous', 'linked'])
    assert.equal((await contactsWith(email)).length, 1)
    const late = students[links.findIndex(({ kind }) => kind === 'ambiguous')]!
    const held = students[links.findIndex(({ kind }) => kind === 'linked')]!
    assert.match(undecided(await linkContact(late)).instructions, new RegExp(`Student ${held} `))

    // A person says that they are two people: each gets a contact.
    const own = await linkContact(late, { create: true })
    assert.ok(own.kind === 'linked' && own.partnerId !== (await partnerOf(held)))
  })

  it('is linked for the second student once the first has another address', async () => {
    const email = `${unique()}@example.org`
    const [first, second] = [await makeStudent(world, { email }), await makeStudent(world, { email })]
    await linkContact(first)
    undecided(await linkContact(second))
    await world.direct.write(Student, [first], { email: `${unique()}@example.org` })
    // The contact still stands for the first student.
    assert.match(undecided(await linkContact(second)).instructions, new RegExp(`student ${first}\\b`))
    await world.direct.write(Student, [first], { partner: null })
    assert.equal((await linkContact(second)).kind, 'linked')
  })

  it('is left to a person if it was archived after it was linked', async () => {
    const contact = await makeContact(world, `${unique()}@example.org`)
    const student = await makeStudent(world, { partner: contact })
    await world.direct.write(Partner, [contact], { active: false })
    assert.deepEqual(undecided(await linkContact(student)).choices, [contact])
  })

  it('is created once although responses are lost after the commit', async () => {
    const email = `${unique()}@example.org`
    const student = await makeStudent(world, { email })
    for (const lost of [1, 1]) {
      world.loseAnswers(lost)
      await assert.rejects(linkContact(student), { type: 'OdooUnavailable', nonRetryable: false })
    }
    const link = await linkContact(student)
    assert.ok(link.kind === 'linked')
    assert.deepEqual(
      (await contactsWith(email)).map(({ id }) => id),
      [link.partnerId],
    )
  })

  it('is created once by four calls at once', async () => {
    const email = `${unique()}@example.org`
    const student = await makeStudent(world, { email })
    const links = await Promise.allSettled([1, 2, 3, 4].map(() => linkContact(student)))
    const partners = links.flatMap((link) =>
      link.status === 'fulfilled' && link.value.kind === 'linked' ? [link.value.partnerId] : [],
    )
    assert.ok(partners.length > 0)
    assert.equal(new Set(partners).size, 1)
    assert.equal((await contactsWith(email)).length, 1)
  })

  it('cannot be linked for a student who no longer exists: a permanent failure', async () => {
    await assert.rejects(linkContact(999_999_999), { type: 'OdooMissing', nonRetryable: true })
  })
})
