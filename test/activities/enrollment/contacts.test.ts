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
        run: 1,
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

  it('has the student’s language where Odoo has it, and otherwise the one that Odoo chooses', async () => {
    const languageOf = async (nativeLanguage: string) => {
      const link = await linkContact(await makeStudent(world, { nativeLanguage }))
      if (link.kind !== 'linked') assert.fail(link.instructions)
      return (await oneRow(world.direct.read(Partner, [link.partnerId], ['lang']))).lang
    }
    assert.equal(await languageOf('Arabic'), 'ar_001')
    assert.equal(await languageOf('Urdu'), 'en_US')
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
    // A choice that cannot be used leaves the others.
    for (const use of [archived, 999_999_999])
      assert.deepEqual(undecided(await linkContact(student, { use })).choices, [archived])
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

  describe('that an external id of ours names', () => {
    /** A student whose contact we created, and what it has in Odoo. */
    async function created(values: Parameters<typeof makeStudent>[1] = {}) {
      const email = `${unique()}@example.org`
      const student = await makeStudent(world, { email, phone: '+966 50 1111111', ...values })
      const link = await linkContact(student)
      if (link.kind !== 'linked') assert.fail(link.instructions)
      return { student, email, partnerId: link.partnerId }
    }
    const contact = async (id: number) =>
      oneRow(world.direct.read(Partner, [id], ['name', 'email', 'phone', 'active']))

    it('is not used again after it was archived: a new one is created', async () => {
      const { student, email, partnerId } = await created()
      await world.direct.write(Partner, [partnerId], { active: false })
      undecided(await linkContact(student))
      const second = await linkContact(student, { create: true })
      assert.ok(second.kind === 'linked' && second.partnerId !== partnerId)
      assert.equal((await contact(second.partnerId)).email, email)
      assert.equal((await contact(partnerId)).active, false)
      // The same decision, sent again, means the same contact.
      assert.deepEqual(await linkContact(student, { create: true }), second)
      await world.direct.write(Partner, [second.partnerId], { active: false })
      const third = await linkContact(student, { create: true })
      assert.ok(third.kind === 'linked' && ![partnerId, second.partnerId].includes(third.partnerId))
    })

    it('is not written after it became the contact of another person', async () => {
      const { student, partnerId } = await created()
      const person = { name: 'Another Person', email: `${unique()}@example.org`, phone: '+966 50 2222222' }
      await world.direct.write(Partner, [partnerId], person)
      await world.direct.write(Student, [student], { partner: null })
      for (const choice of [undefined, { create: true as const }]) {
        const link = await linkContact(student, choice)
        assert.ok(link.kind === 'linked' && link.partnerId !== partnerId)
        assert.deepEqual(await contact(partnerId), { id: partnerId, ...person, active: true })
        await world.direct.write(Student, [student], { partner: null })
      }
    })

    it('is not used when another student has it by now', async () => {
      const { student, email, partnerId } = await created()
      await makeStudent(world, { partner: partnerId, email })
      const link = await linkContact(student, { create: true })
      assert.ok(link.kind === 'linked' && link.partnerId !== partnerId)
    })

    it('is created again after it was deleted', async () => {
      const { student, email, partnerId } = await created()
      await world.direct.call(Partner, 'unlink', [partnerId])
      const link = await linkContact(student)
      assert.ok(link.kind === 'linked' && link.how === 'created' && link.partnerId !== partnerId)
      assert.equal((await contact(link.partnerId)).email, email)
    })

    it('is used again, without a write, if it is unlinked and still theirs', async () => {
      const { student, partnerId } = await created()
      await world.direct.write(Partner, [partnerId], { name: 'As staff corrected it' })
      await world.direct.write(Student, [student], { partner: null })
      world.calls.length = 0
      const link = await linkContact(student, { create: true })
      assert.deepEqual(link, { kind: 'linked', partnerId, how: 'chosen' })
      assert.deepEqual(world.writes(), ['load gr.student'])
      assert.equal((await contact(partnerId)).name, 'As staff corrected it')
    })

    it('is one for a student without an address, although the response is lost', async () => {
      const student = await makeStudent(world, { email: 'unknown@' })
      world.loseAnswers(1)
      await assert.rejects(linkContact(student, { create: true }), { type: 'OdooUnavailable' })
      const link = await linkContact(student, { create: true })
      assert.ok(link.kind === 'linked')
      const { name } = await oneRow(world.direct.read(Student, [student], ['name']))
      const contacts = await world.direct.searchRead(Partner, [['name', '=', name]], ['email'])
      assert.deepEqual(contacts, [{ id: link.partnerId, email: null }])
    })
  })

  it('is left to a person when it is linked to another student, too', async () => {
    const contact = await makeContact(world, `${unique()}@example.org`)
    const [one, other, third] = [
      await makeStudent(world, { partner: contact }),
      await makeStudent(world, { partner: contact }),
      await makeStudent(world, { partner: contact }),
    ]
    for (const student of [other, third])
      assert.match(undecided(await linkContact(student)).instructions, new RegExp(`student ${one} `))
    assert.match(undecided(await linkContact(one)).instructions, new RegExp(`student ${other} `))
    // Somebody decides whose it is.
    await world.direct.write(Student, [other, third], { partner: null })
    assert.deepEqual(await linkContact(one), { kind: 'linked', partnerId: contact, how: 'already' })
    undecided(await linkContact(other, { use: contact }))
    assert.equal(await partnerOf(other), null)
  })

  for (const written of [
    (email: string) => `"Al-Qahtani, Amal" <${email}>`,
    (email: string) => `\u200b${email}`,
    (email: string) => email.replace('@', '@\u200d'),
    (email: string) => `\u202b${email.toUpperCase()}\u202c`,
    (email: string) => `${email} (at home)`,
  ]) {
    it(`is found by ${JSON.stringify(written('amal.q@training.example'))}`, async () => {
      const email = `${unique()}@example.org`
      const contact = await makeContact(world, written(email))
      const link = await linkContact(await makeStudent(world, { email }))
      assert.deepEqual(link, { kind: 'linked', partnerId: contact, how: 'found' })
    })
  }

  it('is found by a domain in letters or in ASCII', async () => {
    const [local, arabic] = [unique(), `طالب${unique()}`]
    const contact = await makeContact(world, `${local}@xn--mgbh0fb.xn--mgbachtv`)
    const other = await makeContact(world, `${arabic}@مثال.اختبار`)
    for (const [email, partnerId] of [
      [`${local}@مثال.اختبار`, contact],
      [`${arabic}@مثال.اختبار`, other],
    ] as const) {
      const link = await linkContact(await makeStudent(world, { email }))
      assert.deepEqual(link, { kind: 'linked', partnerId, how: 'found' })
    }
  })

  for (const written of [
    (email: string) => `Al-Qahtani, Amal <${email}>`,
    (email: string) => `${email}, other@example.org`,
    (email: string) => `${email}.`,
    (email: string) => email.replace('@', ' @ '),
    (email: string) => email.replace('@', '(home)@'),
    (email: string) => email.replace('@', '\u200b@@'),
  ]) {
    it(`is left to a person for ${JSON.stringify(written('amal.q@training.example'))}`, async () => {
      const email = `${unique()}@example.org`
      const contact = await makeContact(world, written(email))
      const student = await makeStudent(world, { email })
      assert.deepEqual(undecided(await linkContact(student)).choices, [contact])
      assert.equal(await partnerOf(student), null)
    })
  }

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
