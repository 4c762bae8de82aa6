import { contactQuestion } from '../../../src/domain/contact-question.js'
import { normaliseEmail } from '../../../src/domain/email.js'
import type { Sentence } from '../../../src/domain/sentences/sentence.js'
import { groupBy } from '../../../src/group-by.js'
import type { Odoo } from '../../../src/odoo/client/client.js'
import { Membership, Partner, Student } from '../../../src/odoo/schema/index.js'
import { mailboxHash, mailboxHolders } from '../../../src/store/identity-claims.js'
import type { Store } from '../../../src/store/store.js'
import type { StudentRecords } from '../../sync/student-records.js'
import type { BeforeEnrollment } from '../../../src/domain/undo-enrollment.js'

interface Candidates extends Pick<BeforeEnrollment, 'contacts' | 'memberships'> {
  /** Why a person will be asked which contact is the student’s; null: nobody will. */
  readonly question: Sentence | null
}

/**
 * The contacts that students have, or that the enrollment may link, with their memberships. Four
 * calls at most. An address that is written in an unusual way is found by the enrollment only: its
 * contact and older memberships then count as there before, because they were not made by us.
 */
export async function contactCandidates(
  odoo: Odoo,
  store: Store,
  students: readonly StudentRecords[],
): Promise<(records: StudentRecords) => Candidates> {
  const unlinked = students.filter(({ student }) => student.partner === null)
  const addresses = [...new Set(unlinked.flatMap(({ student }) => spellingsOf(student.email)))]
  const [partners, isMailboxShared] = await Promise.all([
    addresses.length === 0
      ? []
      : odoo.searchRead(Partner, [['email', 'in', addresses]], ['email', 'active'], {
          order: 'id',
          archived: true,
        }),
    sharedMailboxes(odoo, store, unlinked),
  ])
  const ids = partners.map(({ id }) => id)
  const [owned, memberships] =
    ids.length === 0
      ? [[], []]
      : await Promise.all([
          odoo.searchRead(Student, [['partner', 'in', ids]], ['partner']),
          odoo.searchRead(
            Membership,
            [['partner', 'in', ids]],
            ['partner', 'channel', 'active', 'completion'],
            { order: 'id', archived: true },
          ),
        ])
  const taken = new Set(owned.map(({ partner }) => partner))
  const byAddress = groupBy(partners, ({ email }) => mailboxOf(email))
  const byPartner = groupBy(memberships, ({ partner }) => partner)
  return ({ student, contact, memberships: own }) => {
    if (student.partner !== null)
      return {
        contacts: [student.partner],
        memberships: own.map(membershipOf),
        question: contactQuestion({
          isLinked: true,
          candidates:
            contact === null || contact.isHidden
              ? []
              : [{ active: contact.active, isOfAnother: contact.others.length > 0 }],
          isMailboxShared: false,
        }),
      }
    const mailbox = mailboxOf(student.email)
    const found = mailbox === null ? [] : (byAddress.get(mailbox) ?? [])
    return {
      contacts: found.map(({ id }) => id),
      memberships: found.flatMap(({ id }) => byPartner.get(id) ?? []).map(membershipOf),
      question:
        mailbox === null
          ? null
          : contactQuestion({
              isLinked: false,
              candidates: found.map(({ id, active }) => ({ active, isOfAnother: taken.has(id) })),
              isMailboxShared: isMailboxShared(student),
            }),
    }
  }
}

/**
 * Tells whose mailbox another student has: one who has claimed it, or who comes earlier in the same
 * list. One call, or none.
 */
async function sharedMailboxes(
  odoo: Odoo,
  store: Store,
  students: readonly StudentRecords[],
): Promise<(student: StudentRecords['student']) => boolean> {
  const mailboxes = students.map(({ student }) => mailboxOf(student.email)).filter((one) => one !== null)
  const claims = await mailboxHolders(store, mailboxes)
  const holders = [...new Set(claims.values())]
  const present = holders.length === 0 ? [] : await odoo.read(Student, holders, ['email'])
  // Who has another address by now holds the mailbox no longer.
  const first = new Map(
    present.flatMap(({ id, email }): [string, number][] => {
      const mailbox = mailboxOf(email)
      return mailbox !== null && claims.get(mailboxHash(mailbox)) === id ? [[mailbox, id]] : []
    }),
  )
  for (const { student } of students) {
    const mailbox = mailboxOf(student.email)
    if (mailbox !== null && !first.has(mailbox)) first.set(mailbox, student.id)
  }
  return ({ id, email }) => {
    const mailbox = mailboxOf(email)
    return mailbox !== null && (first.get(mailbox) ?? id) !== id
  }
}

const membershipOf = ({ id, channel, active, completion }: Candidates['memberships'][number]) => ({
  id,
  channel,
  active,
  completion,
})

function mailboxOf(email: string | null): string | null {
  const normalised = normaliseEmail(email)
  return normalised.kind === 'usable' ? normalised.address : null
}

function spellingsOf(email: string | null): string[] {
  const mailbox = mailboxOf(email)
  return mailbox === null || email === null ? [] : [mailbox, email]
}
