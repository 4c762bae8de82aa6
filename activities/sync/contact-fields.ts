import {
  contactSteps,
  markOfValue,
  valuesOfContact,
  valuesOfStudent,
  type ContactField,
  type ContactStep,
} from '../../src/domain/contact-fields.js'
import { groupBy } from '../../src/group-by.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Update } from '../../src/odoo/client/load.js'
import { Partner } from '../../src/odoo/schema/index.js'
import { markFor, readContactFields, type RememberedContact } from '../../src/store/contact-fields.js'
import type { Store } from '../../src/store/store.js'
import { upsertSkippingRejected } from './bulk-upsert.js'
import type { WritableProgress } from './numbers.js'
import type { StudentRecords } from './student-records.js'

/** Keeps the contacts of students in step with corrections on the students (decision 76). */

/** A student with what is to be done about their contact. */
export interface ComparedContact {
  readonly studentId: number
  readonly partnerId: number
  readonly steps: readonly ContactStep[]
  /** What is remembered of this contact. */
  readonly marks: RememberedContact['marks']
}

/**
 * Compares the students with their contacts, by student. Leaves out contacts that are not only the
 * learner: companies, those of several students, and those of staff.
 */
export async function compareContacts(
  store: Store,
  records: readonly StudentRecords[],
  languages: readonly string[],
): Promise<ReadonlyMap<number, ComparedContact>> {
  const remembered = await readContactFields(
    store,
    records.map(({ student }) => student.id),
  )
  return new Map(
    records.flatMap(({ student, contact }): [number, ComparedContact][] => {
      if (student.partner === null || contact === null || !contact.active) return []
      if (contact.isCompany || contact.others.length > 0 || contact.user === 'staff') return []
      const known = remembered.get(student.id)
      const marks = known?.partnerId === student.partner ? known.marks : {}
      const steps = contactSteps(valuesOfStudent(student, languages), valuesOfContact(contact), marks, {
        hasUser: contact.user !== 'none',
        markOf: markFor(student.id),
      })
      return [[student.id, { studentId: student.id, partnerId: student.partner, steps, marks }]]
    }),
  )
}

/** Of students for whom nothing may be written to Odoo, the contacts are left alone, too. */
export const contactsToKeep = (
  students: readonly WritableProgress[],
  compared: ReadonlyMap<number, ComparedContact>,
): ComparedContact[] =>
  students.flatMap(({ writablePrograms, records }) => {
    const contact = compared.get(records.student.id)
    return contact !== undefined && writablePrograms.size > 0 ? [contact] : []
  })

/**
 * Writes the corrections, in one call for each set of fields (there is hardly ever more than one),
 * and reads them back. Returns what is to be remembered, and how many contacts were written.
 */
export async function writeContacts(
  odoo: Odoo,
  compared: readonly ComparedContact[],
): Promise<{ written: number; remembered: RememberedContact[] }> {
  const updates = compared.flatMap(({ partnerId, steps }) => {
    const written = steps.filter(({ action }) => action === 'write')
    return written.length === 0 ? [] : [updateOf(partnerId, written)]
  })
  let written = 0
  for (const rows of groupBy(updates, (row) => Object.keys(row).join()).values())
    written += await upsertSkippingRejected(odoo, Partner, rows)
  const present = await readBack(
    odoo,
    updates.map(({ id }) => id),
  )
  return {
    written,
    remembered: compared.flatMap((contact) => {
      const { studentId, partnerId, steps, marks } = contact
      const settled = steps.filter(
        (step) => step.action === 'remember' || (step.action === 'write' && present(partnerId, step)),
      )
      if (settled.length === 0) return []
      const changed = Object.fromEntries(
        settled.map((step) => [step.field, markOfValue(step, markFor(studentId))] as const),
      )
      return [{ studentId, partnerId, marks: { ...marks, ...changed } }]
    }),
  }
}

const COLUMNS = { name: 'name', email: 'email', phone: 'phone', language: 'lang' } as const satisfies Record<
  ContactField,
  string
>

function updateOf(id: number, steps: readonly ContactStep[]): Update<typeof Partner> {
  const changes = steps.map(({ field, value }) => [COLUMNS[field], value])
  return { id, ...Object.fromEntries(changes) } as Update<typeof Partner>
}

async function readBack(odoo: Odoo, partnerIds: readonly number[]) {
  const rows = partnerIds.length === 0 ? [] : await odoo.read(Partner, partnerIds, Object.values(COLUMNS))
  const values = new Map(rows.map((row) => [row.id, valuesOfContact(row)]))
  return (partnerId: number, { field, value }: ContactStep) => values.get(partnerId)?.[field] === value
}
