import { normaliseEmail } from '../../../src/domain/email.js'
import { groupBy } from '../../../src/group-by.js'
import type { Odoo } from '../../../src/odoo/client/client.js'
import { Membership, Partner } from '../../../src/odoo/schema/index.js'
import type { StudentRecords } from '../../sync/student-records.js'
import type { BeforeEnrollment } from '../../../src/domain/undo-enrollment.js'

type Candidates = Pick<BeforeEnrollment, 'contacts' | 'memberships'>

/**
 * The contacts that students have, or that the enrollment may link, with their memberships. Two
 * calls, or none. An address that is written in an unusual way is found by the enrollment only: its
 * contact and older memberships then count as there before, because they were not made by us.
 */
export async function contactCandidates(
  odoo: Odoo,
  students: readonly StudentRecords[],
): Promise<(records: StudentRecords) => Candidates> {
  const unlinked = students.filter(({ student }) => student.partner === null)
  const addresses = [...new Set(unlinked.flatMap(({ student }) => spellingsOf(student.email)))]
  const partners =
    addresses.length === 0
      ? []
      : await odoo.searchRead(Partner, [['email', 'in', addresses]], ['email'], {
          order: 'id',
          archived: true,
        })
  const byAddress = groupBy(partners, ({ email }) => mailboxOf(email))
  const memberships =
    partners.length === 0
      ? []
      : await odoo.searchRead(
          Membership,
          [['partner', 'in', partners.map(({ id }) => id)]],
          ['partner', 'channel', 'active', 'completion'],
          { order: 'id', archived: true },
        )
  const byPartner = groupBy(memberships, ({ partner }) => partner)
  return ({ student, memberships: own }) => {
    if (student.partner !== null) return { contacts: [student.partner], memberships: own.map(membershipOf) }
    const mailbox = mailboxOf(student.email)
    const contacts = mailbox === null ? [] : (byAddress.get(mailbox) ?? []).map(({ id }) => id)
    return { contacts, memberships: contacts.flatMap((id) => byPartner.get(id) ?? []).map(membershipOf) }
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
