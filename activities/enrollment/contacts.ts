import { cancellationSignal } from '@temporalio/activity'
import type { ContactChoice, ContactLink } from '../../src/contracts/activities.js'
import type { ApplicationRun } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import { contactLanguage } from '../../src/domain/contact-language.js'
import { normaliseEmail, resemblesAddress } from '../../src/domain/email.js'
import { instruct, say, type Sentence } from '../../src/domain/sentences/sentence.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Row } from '../../src/odoo/schema/model.js'
import { Partner, Student } from '../../src/odoo/schema/index.js'
import { claimMailbox, transferMailbox } from '../../src/store/identity-claims.js'
import type { Store } from '../../src/store/store.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { PERSON_FIELDS } from '../person-check.js'
import { contactExternalIds } from './contact-external-ids.js'

/**
 * Finds or creates the contact of a student, and links it. The suite has no such link, so ours
 * (`partner` on the student) decides once it is set. Before that, the student's email address finds
 * candidates; addresses are compared as `normaliseEmail` writes them. Only a single, clear match is
 * linked, because a wrong contact would give one person's courses and certificate to another. A
 * person decides everything else. A contact belongs to one student at most.
 */
export async function linkContact(
  { odoo: connection, store, people, languages }: ActivityContext,
  { choice, ...run }: ApplicationRun & { choice?: ContactChoice },
): Promise<ContactLink> {
  const { studentId } = run
  const odoo = connection.with({ signal: cancellationSignal() })
  const [student] = await odoo.read(
    Student,
    [studentId],
    ['name', 'phone', 'nativeLanguage', 'partner', ...PERSON_FIELDS],
  )
  if (!student) throw failure(FailureType.OdooMissing, 'The student no longer exists in Odoo.', { studentId })
  await people.confirm(run, student)
  if (choice) return linkChosen(odoo, student, choice, languages)
  if (student.partner !== null) return confirmLink(odoo, student, student.partner)

  const email = normaliseEmail(student.email)
  if (email.kind !== 'usable') return undecided([], say('no_address'))
  const { equal, unclear } = await contactsLike(odoo, email.address)
  const holder = await mailboxHolder(odoo, store, email.address, studentId)
  if (holder !== studentId)
    return undecided(idsOf([...equal, ...unclear]), say('mailbox_of_other', { studentId: holder }))

  const active = equal.filter((contact) => contact.active)
  const unclearActive = unclear.filter((contact) => contact.active)
  const [only] = active
  if (unclearActive.length > 0) return undecided(idsOf([...active, ...unclearActive]), say('unclear_contact'))
  if (active.length > 1) return undecided(idsOf(active), say('several_contacts'))
  if (!only && equal.length + unclear.length > 0)
    return undecided(idsOf([...equal, ...unclear]), say('only_contact_archived'))
  if (!only) {
    const created = await createContact(odoo, student, email.address, await languages())
    return link(odoo, student, created, 'created')
  }
  const other = await otherStudentOf(odoo, only.id, studentId)
  if (other !== null) return undecided([], say('contact_of_other', { studentId: other }))
  return link(odoo, student, only.id, 'found')
}

type StudentContact = Row<typeof Student, 'name' | 'email' | 'phone' | 'nativeLanguage' | 'partner'>
type Candidate = Row<typeof Partner, 'email' | 'active'>

const idsOf = (contacts: readonly Candidate[]) => contacts.map(({ id }) => id)
const undecided = (choices: number[], sentence: Sentence): ContactLink => ({
  kind: 'ambiguous',
  choices,
  ...instruct(sentence),
})

async function confirmLink(odoo: Odoo, student: StudentContact, partnerId: number): Promise<ContactLink> {
  const [contact] = await odoo.read(Partner, [partnerId], ['active'])
  if (!contact) return undecided([], say('linked_contact_missing'))
  if (!contact.active) return undecided([partnerId], say('linked_contact_archived'))
  const other = await otherStudentOf(odoo, partnerId, student.id)
  return other === null
    ? { kind: 'linked', partnerId, how: 'already' }
    : undecided([], say('contact_of_both', { studentId: other }))
}

async function linkChosen(
  odoo: Odoo,
  student: StudentContact,
  choice: ContactChoice,
  languages: ActivityContext['languages'],
): Promise<ContactLink> {
  if ('create' in choice) {
    const email = normaliseEmail(student.email)
    const address = email.kind === 'usable' ? email.address : null
    return link(odoo, student, await createContact(odoo, student, address, await languages()), 'chosen')
  }
  const [contact] = await odoo.read(Partner, [choice.use], ['active'])
  if (!contact) return undecided(await candidateIds(odoo, student), say('chosen_contact_missing'))
  if (!contact.active) return undecided(await candidateIds(odoo, student), say('chosen_contact_archived'))
  const other = await otherStudentOf(odoo, contact.id, student.id)
  if (other !== null)
    return undecided(await candidateIds(odoo, student), say('chosen_contact_of_other', { studentId: other }))
  return link(odoo, student, contact.id, 'chosen')
}

/** After a choice that cannot be used, a person still has the others. */
async function candidateIds(odoo: Odoo, student: StudentContact): Promise<number[]> {
  const email = normaliseEmail(student.email)
  if (email.kind !== 'usable') return []
  const { equal, unclear } = await contactsLike(odoo, email.address)
  return idsOf([...equal, ...unclear])
}

/**
 * Contacts with an address of the same mailbox, and those whose email cannot be read but contains
 * it; archived ones too.
 */
async function contactsLike(
  odoo: Odoo,
  address: string,
): Promise<{ equal: Candidate[]; unclear: Candidate[] }> {
  const similar = await odoo.searchRead(
    Partner,
    [['email', 'ilike', searchPattern(address)]],
    ['email', 'active'],
    { order: 'id', archived: true, isFiltered: true },
  )
  const equal = similar.filter(({ email }) => isMailbox(email, address))
  const unclear = similar.filter(
    ({ email }) =>
      email !== null && normaliseEmail(email).kind !== 'usable' && resemblesAddress(email, address),
  )
  return { equal, unclear }
}

function isMailbox(email: string | null, address: string): boolean {
  const other = normaliseEmail(email)
  return other.kind === 'usable' && other.address === address
}

/**
 * Matches every text that has the characters of the address in their order, because invisible ones
 * may be between them. A domain in letters can also be written in ASCII, so it is left out.
 */
function searchPattern(address: string): string {
  const [local = '', domain = ''] = address.split('@')
  const spread = (text: string) => (text.match(/[a-z0-9@.-]/g) ?? []).join('%')
  const start = /^[\x20-\x7e]+$/.test(local) ? spread(local) : local
  return /(^|\.)xn--/.test(domain) ? `${start}%@` : `${start}%${spread(`@${domain}`)}`
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
  const linked = await odoo.searchRead(Student, [['partner', '=', partnerId]], ['partner'], { order: 'id' })
  return linked.find(({ id }) => id !== except)?.id ?? null
}

/**
 * The external id belongs to the student, so a repeated or parallel call returns the same contact.
 * A contact that already exists is never written: somebody may have archived it, merged it into
 * another person's or given it away. If it is not provably this student's, they get the next one.
 * It has the student's language, which the user takes over that Odoo's sign-up creates.
 */
async function createContact(
  odoo: Odoo,
  student: StudentContact,
  address: string | null,
  languages: readonly string[],
): Promise<number> {
  for (const externalId of contactExternalIds(student.id)) {
    const named = await odoo.named(Partner, externalId)
    if (named.kind === 'record' && (await isOwnContact(odoo, named.id, student, address))) return named.id
    if (named.kind !== 'free') continue
    const { name, phone, nativeLanguage } = student
    const lang = contactLanguage(nativeLanguage, languages)
    const [partnerId] = await odoo.load(Partner, [
      { externalId, name, email: address, phone, ...(lang !== null && { lang }) },
    ])
    if (partnerId === undefined) throw new Error('Odoo returned no id for a loaded record.')
    return partnerId
  }
  throw failure(FailureType.OdooRejected, 'Too many contacts were created for this student.', {
    studentId: student.id,
  })
}

/** Active, no other student's, and with the student's mailbox (or name, if they have none). */
async function isOwnContact(
  odoo: Odoo,
  partnerId: number,
  student: StudentContact,
  address: string | null,
): Promise<boolean> {
  const [contact] = await odoo.read(Partner, [partnerId], ['name', 'email', 'active'])
  if (!contact?.active) return false
  const isSame =
    address === null
      ? contact.email === null && contact.name === student.name
      : isMailbox(contact.email, address)
  return isSame && (await otherStudentOf(odoo, partnerId, student.id)) === null
}

async function link(
  odoo: Odoo,
  student: StudentContact,
  partnerId: number,
  how: 'found' | 'created' | 'chosen',
): Promise<ContactLink> {
  // Not `write`: each student gets another contact, and only `load` takes many rows at once.
  if (student.partner !== partnerId) await odoo.load(Student, [{ id: student.id, partner: partnerId }])
  const [written] = await odoo.read(Student, [student.id], ['partner'])
  if (written?.partner !== partnerId) {
    // Somebody linked another contact at the same moment. The next attempt starts over.
    throw failure(FailureType.OdooBusy, 'Somebody else changed the link to the contact at the same time.', {
      studentId: student.id,
    })
  }
  return { kind: 'linked', partnerId, how }
}
