import { cancellationSignal } from '@temporalio/activity'
import type { ContactChoice, ContactLink } from '../../src/contracts/activities.js'
import type { Application } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import { normaliseEmail } from '../../src/domain/email.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Row } from '../../src/odoo/schema/model.js'
import { Partner, Student } from '../../src/odoo/schema/index.js'
import { claimMailbox, passMailbox } from '../../src/store/identity-claims.js'
import type { Store } from '../../src/store/store.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'

/**
 * Which contact is this student? The suite has no link, so ours (`partner` on the student) is the only truth once it is set. Before that
 * her e-mail finds candidates, compared in our own normalisation. Only one plain answer is taken: a wrong contact would give one
 * person's courses and certificate to another. Everything else goes to a person.
 */
export async function linkContact(
  { odoo: connection, store }: ActivityDependencies,
  { studentId, choice }: Application & { choice?: ContactChoice },
): Promise<ContactLink> {
  const odoo = connection.with({ signal: cancellationSignal() })
  const [student] = await odoo.read(Student, [studentId], ['name', 'email', 'phone', 'partner'])
  if (!student) throw failure(FailureType.OdooMissing, 'The student is gone from Odoo.', { studentId })
  if (choice) return linkChosen(odoo, student, choice)
  if (student.partner !== null) return confirmLink(odoo, student.partner)

  const email = normaliseEmail(student.email)
  if (email.kind !== 'usable') return undecided([], NO_ADDRESS)
  const candidates = await contactsAt(odoo, email.address)
  const holder = await mailboxHolder(odoo, store, email.address, studentId)
  if (holder !== studentId) return undecided(idsOf(candidates), sharedMailbox(holder))

  const active = candidates.filter((contact) => contact.active)
  const [only] = active
  if (active.length > 1) return undecided(idsOf(active), SEVERAL)
  if (!only && candidates.length > 0) return undecided(idsOf(candidates), ARCHIVED)
  if (!only) return link(odoo, student, await createContact(odoo, student, email.address), 'created')
  const other = await studentOf(odoo, only.id, studentId)
  if (other !== null) return undecided([only.id], takenBy(other))
  return link(odoo, student, only.id, 'found')
}

type StudentContact = Row<typeof Student, 'name' | 'email' | 'phone' | 'partner'>
type Candidate = Row<typeof Partner, 'email' | 'active'>

const idsOf = (contacts: readonly Candidate[]) => contacts.map(({ id }) => id)
const undecided = (choices: number[], instructions: string): ContactLink => ({
  kind: 'ambiguous',
  choices,
  instructions,
})

const NO_ADDRESS =
  'The student has no single, well-formed e-mail address. Correct it in Odoo (the case goes on by itself), ' +
  'or name the contact to use, or have a new contact made.'
const SEVERAL =
  'Several contacts in Odoo have the e-mail address of this student. Name the one to use, or have a new contact made; ' +
  'duplicates can be merged in Odoo.'
const ARCHIVED =
  'The only contact with the e-mail address of this student is archived. Restore it in Odoo and retry, name another contact, ' +
  'or have a new contact made.'
const LINKED_ARCHIVED =
  'The contact that this student is linked to is archived. Restore it in Odoo and retry, name another contact, ' +
  'or have a new contact made.'
const CHOICE_GONE = 'The chosen contact does not exist in Odoo. Name another one, or have a new contact made.'
const CHOICE_ARCHIVED =
  'The chosen contact is archived. Restore it in Odoo and choose it again, name another one, or have a new contact made.'
const takenBy = (studentId: number) =>
  `The contact with this e-mail address already stands for student ${studentId}. Is it the same person twice? Then use the ` +
  `contact or reject this application; if not, correct the address in Odoo or have a new contact made.`
const sharedMailbox = (studentId: number) =>
  `Student ${studentId} has the same e-mail address. Is it the same person twice? Then use her contact or reject this ` +
  `application; if not, correct the address in Odoo or have a new contact made.`

async function confirmLink(odoo: Odoo, partnerId: number): Promise<ContactLink> {
  const [contact] = await odoo.read(Partner, [partnerId], ['active'])
  return contact?.active
    ? { kind: 'linked', partnerId, how: 'already' }
    : undecided(contact ? [partnerId] : [], LINKED_ARCHIVED)
}

/** A person has looked: her choice holds even where two students then share one contact. */
async function linkChosen(odoo: Odoo, student: StudentContact, choice: ContactChoice): Promise<ContactLink> {
  if ('create' in choice) {
    const email = normaliseEmail(student.email)
    const address = email.kind === 'usable' ? email.address : null
    return link(odoo, student, await createContact(odoo, student, address), 'chosen')
  }
  const [contact] = await odoo.read(Partner, [choice.use], ['active'])
  if (!contact) return undecided([], CHOICE_GONE)
  return contact.active ? link(odoo, student, contact.id, 'chosen') : undecided([contact.id], CHOICE_ARCHIVED)
}

/** Contacts whose address means the same mailbox, archived ones too. */
async function contactsAt(odoo: Odoo, address: string): Promise<Candidate[]> {
  const similar = await odoo.searchRead(Partner, [['email', 'ilike', address]], ['email', 'active'], {
    order: 'id',
    archived: true,
  })
  return similar.filter(({ email }) => {
    const other = normaliseEmail(email)
    return other.kind === 'usable' && other.address === address
  })
}

/**
 * The student who holds the mailbox: the first who claimed it. Two students with one mailbox that are enrolled at the same moment would
 * otherwise both find no contact. A holder who is gone or has another address by now gives it up.
 */
async function mailboxHolder(odoo: Odoo, store: Store, address: string, studentId: number): Promise<number> {
  const holder = await claimMailbox(store, address, studentId)
  if (holder === studentId) return holder
  const [other] = await odoo.read(Student, [holder], ['email'])
  const present = normaliseEmail(other?.email ?? null)
  if (present.kind === 'usable' && present.address === address) return holder
  await passMailbox(store, address, { from: holder, to: studentId })
  return claimMailbox(store, address, studentId)
}

/** Another student who is linked to this contact. */
async function studentOf(odoo: Odoo, partnerId: number, except: number): Promise<number | null> {
  const [other] = await odoo.searchRead(
    Student,
    [
      ['partner', '=', partnerId],
      ['id', '!=', except],
    ],
    ['partner'],
    { order: 'id', limit: 1 },
  )
  return other?.id ?? null
}

/** Once per student: the external id is hers, so a repeated or parallel call gives the same contact. */
async function createContact(odoo: Odoo, student: StudentContact, address: string | null): Promise<number> {
  const [partnerId] = await odoo.load(Partner, [
    {
      externalId: `contact_student_${student.id}`,
      name: student.name,
      email: address,
      phone: student.phone,
    },
  ])
  if (partnerId === undefined) throw new Error('A load answered without an id')
  return partnerId
}

async function link(
  odoo: Odoo,
  student: StudentContact,
  partnerId: number,
  how: 'found' | 'created' | 'chosen',
): Promise<ContactLink> {
  if (student.partner !== partnerId) await odoo.write(Student, [student.id], { partner: partnerId })
  const [written] = await odoo.read(Student, [student.id], ['partner'])
  if (written?.partner !== partnerId) {
    // Somebody linked her elsewhere at the same moment; the next attempt looks again.
    throw failure(FailureType.OdooBusy, 'The link to the contact was changed by somebody else.', {
      studentId: student.id,
    })
  }
  return { kind: 'linked', partnerId, how }
}
