import { hasUnknown, UnknownRecords, unknownRecordsMessage } from '../../adoption/unknown-records.js'
import type { Application } from '../../contracts/application.js'
import { UNKNOWN_PERSON, type Person } from '../../domain/same-person.js'
import type { DatabaseUuid } from '../../odoo/database-uuid.js'
import { Partner, Student, TrainingProgram } from '../../odoo/schema/index.js'
import { personOf } from '../../store/remembered-people.js'
import type { ApiDeps } from '../deps.js'
import { requireAvailableOdoo } from './available-odoo.js'
import { notFound, Problem } from '../problems/problem.js'

/** Without Odoo, nothing is checked. */
interface OdooDeps {
  readonly odoo?: ApiDeps['odoo'] | undefined
  readonly store: ApiDeps['store']
}

/**
 * Throws `not-found` unless both exist in Odoo, and `odoo-unavailable` if Odoo is down. Returns
 * whom the student's record is about.
 */
export async function requireApplicant(
  { odoo, store }: OdooDeps,
  { programId, studentId }: Application,
  databaseUuid: DatabaseUuid,
): Promise<Person> {
  if (!odoo) return UNKNOWN_PERSON
  await requireProgram({ odoo, store }, programId)
  const [student] = await odoo.read(Student, [studentId], ['createDate', 'email'])
  if (!student) throw notFound(`Student ${studentId}`)
  return personOf(student, await databaseUuid())
}

export async function requireProgram({ odoo, store }: OdooDeps, programId: number): Promise<void> {
  if (!odoo) return
  await requireAvailableOdoo({ store })
  if ((await odoo.read(TrainingProgram, [programId], ['name'])).length === 0)
    throw notFound(`Program ${programId}`)
}

/**
 * Throws `records-unknown` if Odoo has trackers or certificates of ours that the register does not
 * know: an application that is started now may have been started before.
 */
export async function requireKnownRecords({ odoo, store }: OdooDeps): Promise<void> {
  if (!odoo) return
  const counts = await new UnknownRecords(odoo, store).count()
  if (hasUnknown(counts)) throw new Problem('records-unknown', unknownRecordsMessage(counts))
}

/**
 * Throws `invalid-content` unless the contact exists, is active and is no other student's: a choice
 * that cannot be carried out must not reach the task.
 */
export async function requireUsableContact(
  { odoo, store }: OdooDeps,
  { studentId }: Application,
  partnerId: number,
): Promise<void> {
  if (!odoo) return
  await requireAvailableOdoo({ store })
  const [contact] = await odoo.read(Partner, [partnerId], ['active'])
  const unusable = (detail: string) =>
    new Problem('invalid-content', `Contact ${partnerId} ${detail}. Choose another contact, or create one.`, {
      errors: [{ pointer: '/partnerId', detail }],
    })
  if (!contact) throw unusable('does not exist in Odoo')
  if (!contact.active) throw unusable('is archived in Odoo')
  const [other] = await odoo.searchRead(
    Student,
    [
      ['partner', '=', partnerId],
      ['id', '!=', studentId],
    ],
    ['partner'],
    { order: 'id', limit: 1 },
  )
  if (other) throw unusable(`is the contact of student ${other.id}`)
}
