import { applicationRef } from '../../src/contracts/application.js'
import { usableAddresses } from '../../src/domain/email.js'
import { groupBy } from '../../src/group-by.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Membership, Partner, Student } from '../../src/odoo/schema/index.js'
import { markFor } from '../../src/store/contact-fields.js'
import { readSearchedMailboxes, type SearchedMailbox } from '../../src/store/searched-mailboxes.js'
import type { SecondContact } from '../../src/store/second-contacts.js'
import type { Store } from '../../src/store/store.js'
import type { Page } from './read-page.js'

/** What a page has found for mailboxes that were not searched for yet. */
export interface FoundForMailboxes {
  readonly contacts: readonly Omit<SecondContact, 'answer'>[]
  readonly searched: readonly SearchedMailbox[]
}

type Sources = { readonly odoo: Odoo; readonly store: Store }
type Trainings = Pick<Page, 'records' | 'runs' | 'isAnother' | 'configurationOf'>

/**
 * Searches for contacts that may be a student and had joined a course before the training began, or
 * before the student got that mailbox: no search for changes shows them (decision 111). Three calls
 * for all new mailboxes of a page; none where no mailbox is new.
 */
export async function searchNewMailboxes(
  { odoo, store }: Sources,
  page: Trainings,
): Promise<FoundForMailboxes> {
  const searched = await readSearchedMailboxes(
    store,
    page.records.map(({ student }) => student.id),
  )
  const trainings = trainingsOf(page).filter(
    (training) => searched.get(applicationRef(training)) !== training.mark,
  )
  const contacts = await freeContacts(
    odoo,
    trainings.map(({ address }) => address),
  )
  const byAddress = groupBy(contacts, ({ address }) => address)
  return {
    contacts: trainings.flatMap(({ studentId, address, channels }) =>
      (byAddress.get(address) ?? [])
        .filter((contact) => contact.channels.some((channel) => channels.has(channel)))
        .map(({ partnerId, createdAt }) => ({ studentId, partnerId, createdAt })),
    ),
    searched: trainings.map(({ programId, studentId, mark }) => ({ programId, studentId, mark })),
  }
}

interface Training extends SearchedMailbox {
  readonly address: string
  /** The eLearning courses of the program. */
  readonly channels: ReadonlySet<number>
}

/** Trainings in progress whose student has a contact and one plain address. */
function trainingsOf({ records, runs, isAnother, configurationOf }: Trainings): Training[] {
  const open = runs.filter((run) => run.endedStage === null && !isAnother(run))
  const runsOf = groupBy(open, ({ studentId }) => studentId)
  return records.flatMap(({ student, trackers }) => {
    const [address] = usableAddresses(student.email)
    if (address === undefined || student.partner === null) return []
    const mark = markFor(student.id)('email', address)
    const tracked = new Set(trackers.map(({ courseIntegration }) => courseIntegration))
    const { programs } = configurationOf(student.id)
    return (runsOf.get(student.id) ?? []).flatMap(({ programId, studentId }) => {
      const courses = programs.find(({ program }) => program.id === programId)?.courses ?? []
      const channels = new Set(courses.map(({ elearningCourse }) => elearningCourse))
      const hasBegun = courses.some(({ id }) => tracked.has(id))
      return hasBegun ? [{ programId, studentId, mark, address, channels }] : []
    })
  })
}

interface FreeContact {
  readonly partnerId: number
  readonly createdAt: string
  readonly address: string
  /** The courses that it has joined. */
  readonly channels: readonly number[]
}

/** Active contacts with one of these addresses who are linked to no student. */
async function freeContacts(odoo: Odoo, addresses: readonly string[]): Promise<FreeContact[]> {
  if (addresses.length === 0) return []
  // Odoo's own normalized form is no key, so it only narrows the search.
  const rows = await odoo.searchRead(
    Partner,
    [['emailNormalized', 'in', [...new Set(addresses)]]],
    ['email', 'createDate'],
    { order: 'id' },
  )
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const [linked, memberships] = await Promise.all([
    odoo.searchRead(Student, [['partner', 'in', ids]], ['partner']),
    odoo.searchRead(Membership, [['partner', 'in', ids]], ['partner', 'channel'], { order: 'id' }),
  ])
  const taken = new Set(linked.map(({ partner }) => partner))
  const membershipsOf = groupBy(memberships, ({ partner }) => partner)
  return rows.flatMap(({ id, email, createDate }) =>
    taken.has(id) || createDate === null
      ? []
      : usableAddresses(email).map((address) => ({
          partnerId: id,
          createdAt: createDate,
          address,
          channels: (membershipsOf.get(id) ?? []).map(({ channel }) => channel),
        })),
  )
}
