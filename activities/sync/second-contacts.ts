import { normaliseEmail } from '../../src/domain/email.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Row } from '../../src/odoo/schema/model.js'
import { Partner, Student } from '../../src/odoo/schema/index.js'
import { groupBy } from '../../src/group-by.js'
import { noticeStudents } from '../../src/store/changed-students.js'
import { mailboxHash } from '../../src/store/identity-claims.js'
import {
  answerSecondContact,
  readSecondContacts,
  studentsWithMailbox,
  type SecondContact,
} from '../../src/store/second-contacts.js'
import type { Store } from '../../src/store/store.js'

/** Contacts that may be a student: `src/domain/second-contact.ts`, decision 82. */

interface Sources {
  readonly odoo: Odoo
  readonly store: Store
}

/**
 * Returns those of these contacts that have the mailbox of a student with a running application.
 * One call; none without contacts.
 */
export async function findSecondContacts(
  { odoo, store }: Sources,
  partners: readonly number[],
): Promise<Omit<SecondContact, 'answer'>[]> {
  if (partners.length === 0) return []
  const contacts = await odoo.searchRead(
    Partner,
    [['id', 'in', [...new Set(partners)]]],
    ['email', 'createDate'],
    { order: 'id' },
  )
  const mailboxes = contacts.map(({ email }) => hashOf(email))
  const students = groupBy(
    await studentsWithMailbox(
      store,
      mailboxes.filter((hash) => hash !== null),
    ),
    ({ mailboxHash: hash }) => hash,
  )
  return contacts.flatMap(({ id, createDate }, at) =>
    createDate === null
      ? []
      : (students.get(mailboxes[at] ?? '') ?? []).map(({ studentId }) => ({
          studentId,
          partnerId: id,
          createdAt: createDate,
        })),
  )
}

const hashOf = (email: string | null): string | null => {
  const mailbox = normaliseEmail(email)
  return mailbox.kind === 'usable' ? mailboxHash(mailbox.address) : null
}

/**
 * Puts students into the queue whose second contact was deleted (as by merging) or linked, or whose
 * open one was archived or corrected. No stamp of a row that is tracked shows that. Two calls where
 * there are second contacts.
 */
export async function noticeSettledContacts({ odoo, store }: Sources): Promise<void> {
  const contacts = await readSecondContacts(store)
  if (contacts.length === 0) return
  const partners = [...new Set(contacts.map(({ partnerId }) => partnerId))]
  const [present, linked] = await Promise.all([
    odoo.searchRead(Partner, [['id', 'in', partners]], ['email', 'active', 'createDate'], {
      order: 'id',
      archived: true,
    }),
    odoo.searchRead(Student, [['partner', 'in', partners]], ['partner'], { order: 'id' }),
  ])
  const active = present.filter((contact) => contact.active)
  const mailboxes = new Map(active.map(({ id, email }) => [id, hashOf(email)]))
  const students = await studentsWithMailbox(
    store,
    [...mailboxes.values()].filter((hash) => hash !== null),
  )
  const isOpen = ({ studentId, partnerId }: SecondContact) =>
    students.some(
      (student) => student.studentId === studentId && student.mailboxHash === mailboxes.get(partnerId),
    )
  const byId = new Map(present.map((contact) => [contact.id, contact]))
  const linkedPartners = new Set(linked.map(({ partner }) => partner))
  const settled = contacts.filter(
    (contact) => !isFree(contact, byId, linkedPartners) || (contact.answer === null && !isOpen(contact)),
  )
  await noticeStudents(
    store.db,
    settled.map(({ studentId }) => studentId),
    'sweep',
  )
}

/** Keeps the answer, and lets all applications of the student hear of it. */
export function decideSecondContact(
  store: Store,
  answer: Parameters<typeof answerSecondContact>[1],
): Promise<void> {
  return store.db.transaction().execute(async (transaction) => {
    await answerSecondContact(transaction, answer)
    await noticeStudents(transaction, [answer.studentId], 'sweep')
  })
}

/**
 * Returns the contacts of which staff have said that they are the student. Two calls where there
 * are any; none otherwise.
 */
export async function contactsThatAre(
  { odoo, store }: { readonly odoo: Pick<Odoo, 'searchRead'>; readonly store: Store },
  studentId: number,
): Promise<number[]> {
  const known = await readSecondContacts(store)
  const answered = known.filter((one) => one.studentId === studentId && one.answer === 'same_person')
  if (answered.length === 0) return []
  const partners = answered.map(({ partnerId }) => partnerId)
  const [present, linked] = await Promise.all([
    odoo.searchRead(Partner, [['id', 'in', partners]], ['createDate']),
    odoo.searchRead(Student, [['partner', 'in', partners]], ['partner']),
  ])
  const byId = new Map(present.map((contact) => [contact.id, contact]))
  const linkedPartners = new Set(linked.map(({ partner }) => partner))
  return answered.filter((contact) => isFree(contact, byId, linkedPartners)).map(({ partnerId }) => partnerId)
}

/** Whether it is still the contact that was found, and linked to no student. */
export function isFree(
  { partnerId, createdAt }: Pick<SecondContact, 'partnerId' | 'createdAt'>,
  contacts: ReadonlyMap<number, Row<typeof Partner, 'createDate'>>,
  linkedPartners: ReadonlySet<number | null>,
): boolean {
  const createDate = contacts.get(partnerId)?.createDate ?? null
  const isSame = createDate !== null && Date.parse(createDate) === Date.parse(createdAt)
  return isSame && !linkedPartners.has(partnerId)
}

/** Whether both addresses are of one mailbox. */
export function haveOneMailbox(a: string | null, b: string | null): boolean {
  const hash = hashOf(a)
  return hash !== null && hash === hashOf(b)
}
