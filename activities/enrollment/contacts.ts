import { cancellationSignal } from '@temporalio/activity'
import type { ContactChoice, ContactLink } from '../../src/contracts/activities.js'
import type { Application } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import { normaliseEmail } from '../../src/domain/email.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Row } from '../../src/odoo/schema/model.js'
import { Partner, Student } from '../../src/odoo/schema/index.js'
import { claimMailbox, transferMailbox } from '../../src/store/identity-claims.js'
import type { Store } from '../../src/store/store.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'

/**
 * Finds or creates the contact of a student, and links it. The suite has no such link, so ours
 * (`partner` on the student) decides once it is set. Before that, the student's email address finds
 * candidates; addresses are compared as `normaliseEmail` writes them. Only a single, clear match is
 * linked, because a wrong contact would give one person's courses and certificate to another. A
 * person decides everything else.
 */
export async function linkContact(
  { odoo: connection, store }: ActivityDependencies,
  { studentId, choice }: Application & { choice?: ContactChoice },
): Promise<ContactLink> {
  const odoo = connection.with({ signal: cancellationSignal() })
  const [student] = await odoo.read(Student, [studentId], ['name', 'email', 'phone', 'partner'])
  if (!student) throw failure(FailureType.OdooMissing, 'The student no longer exists in Odoo.', { studentId })
  if (choice) return linkChosen(odoo, student, choice)
  if (student.partner !== null) return confirmLink(odoo, student.partner)

  const email = normaliseEmail(student.email)
  if (email.kind !== 'usable') return undecided([], NO_ADDRESS)
  const candidates = await contactsWithAddress(odoo, email.address)
  const holder = await mailboxHolder(odoo, store, email.address, studentId)
  if (holder !== studentId) return undecided(idsOf(candidates), sharedMailbox(holder))

  const active = candidates.filter((contact) => contact.active)
  const [only] = active
  if (active.length > 1) return undecided(idsOf(active), SEVERAL)
  if (!only && candidates.length > 0) return undecided(idsOf(candidates), ARCHIVED)
  if (!only) return link(odoo, student, await createContact(odoo, student, email.address), 'created')
  const other = await otherStudentOf(odoo, only.id, studentId)
  if (other !== null) return undecided([only.id], linkedTo(other))
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
  'The student has no single, valid email address. Correct it in Odoo (the application then continues automatically), ' +
  'choose the contact to use, or create a new contact.'
const SEVERAL =
  'Several contacts in Odoo have this student’s email address. Choose the one to use, or create a new contact. ' +
  'You can merge duplicates in Odoo.'
const ARCHIVED =
  'The only contact with this student’s email address is archived. Restore it in Odoo and retry, choose another contact, ' +
  'or create a new contact.'
const LINKED_ARCHIVED =
  'This student is linked to an archived contact. Restore it in Odoo and retry, choose another contact, ' +
  'or create a new contact.'
const CHOICE_MISSING =
  'The chosen contact does not exist in Odoo. Choose another contact, or create a new contact.'
const CHOICE_ARCHIVED =
  'The chosen contact is archived. Restore it in Odoo and choose it again, choose another contact, or create a new contact.'
const linkedTo = (studentId: number) =>
  `The contact with this email address is already linked to student ${studentId}. If both are the same person, use this ` +
  `contact or reject this application. If not, correct the address in Odoo or create a new contact.`
const sharedMailbox = (studentId: number) =>
  `Student ${studentId} has the same email address. If both are the same person, use the contact of that student or reject ` +
  `this application. If not, correct the address in Odoo or create a new contact.`

async function confirmLink(odoo: Odoo, partnerId: number): Promise<ContactLink> {
  const [contact] = await odoo.read(Partner, [partnerId], ['active'])
  return contact?.active
    ? { kind: 'linked', partnerId, how: 'already' }
    : undecided(contact ? [partnerId] : [], LINKED_ARCHIVED)
}

/** A person has decided, so the choice holds even if two students then share one contact. */
async function linkChosen(odoo: Odoo, student: StudentContact, choice: ContactChoice): Promise<ContactLink> {
  if ('create' in choice) {
    const email = normaliseEmail(student.email)
    const address = email.kind === 'usable' ? email.address : null
    return link(odoo, student, await createContact(odoo, student, address), 'chosen')
  }
  const [contact] = await odoo.read(Partner, [choice.use], ['active'])
  if (!contact) return undecided([], CHOICE_MISSING)
  return contact.active ? link(odoo, student, contact.id, 'chosen') : undecided([contact.id], CHOICE_ARCHIVED)
}

/** Contacts with an address of the same mailbox, archived ones too. */
async function contactsWithAddress(odoo: Odoo, address: string): Promise<Candidate[]> {
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
 * Returns the student who holds the mailbox: the first to claim it. Without claims, two students
 * with one mailbox who enroll at the same moment would both find no contact. A holder who no longer
 * exists or has another address by now loses the claim.
 */
async function mailboxHolder(odoo: Odoo, store: Store, address: string, studentId: number): Promise<number> {
  const holder = await claimMailbox(store, address, studentId)
  if (holder === studentId) return holder
  const [other] = await odoo.read(Student, [holder], ['email'])
  const current = normaliseEmail(other?.email ?? null)
  if (current.kind === 'usable' && current.address === address) return holder
  await transferMailbox(store, address, { from: holder, to: studentId })
  return claimMailbox(store, address, studentId)
}

/** Returns another student who is linked to this contact. */
async function otherStudentOf(odoo: Odoo, partnerId: number, except: number): Promise<number | null> {
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

/**
 * The external id belongs to the student, so a repeated or parallel call returns the same contact.
 */
async function createContact(odoo: Odoo, student: StudentContact, address: string | null): Promise<number> {
  const [partnerId] = await odoo.load(Partner, [
    {
      externalId: `contact_student_${student.id}`,
      name: student.name,
      email: address,
      phone: student.phone,
    },
  ])
  if (partnerId === undefined) throw new Error('Odoo returned no id for a loaded record.')
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
    // Somebody linked another contact at the same moment. The next attempt starts over.
    throw failure(FailureType.OdooBusy, 'Somebody else changed the link to the contact at the same time.', {
      studentId: student.id,
    })
  }
  return { kind: 'linked', partnerId, how }
}
