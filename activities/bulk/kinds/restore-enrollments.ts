import { FailureType } from '../../../src/contracts/failures.js'
import { say } from '../../../src/domain/sentences/sentence.js'
import {
  planEnrollmentUndo,
  type BeforeEnrollment,
  type EnrollmentUndo,
  type Statuses,
} from '../../../src/domain/undo-enrollment.js'
import { groupBy } from '../../../src/group-by.js'
import type { Odoo } from '../../../src/odoo/client/client.js'
import { OdooError } from '../../../src/odoo/client/errors.js'
import type { Changes, Model } from '../../../src/odoo/schema/model.js'
import { Channel, Membership, Partner, ProgressTracker, Student } from '../../../src/odoo/schema/index.js'
import type { BulkItem, ItemChange } from '../../../src/store/bulk-items.js'
import { noticeCounters } from '../../../src/store/due-counters.js'
import type { BulkWork } from '../kind.js'
import type { Ended } from '../stop-runs.js'
import { readPresentEnrollments } from './present-enrollments.js'

/** Ends after which nothing is taken back: the student has finished. */
const FINISHED: readonly string[] = ['certified', 'already_certified', 'already_finished']

/**
 * Takes back what the enrollments of these items have made in Odoo, whose workflows have ended.
 * Decides by what is there now, so it may be repeated after any of its calls.
 */
export async function restoreEnrollments(
  work: BulkWork,
  items: readonly BulkItem[],
  ended: Ended,
): Promise<ItemChange[]> {
  const { context, odoo, operation } = work
  const { programId } = operation.filter
  const now = await readPresentEnrollments(
    work,
    items.map((item) => item.student_id),
  )
  const undos: { readonly studentId: number; readonly undo: EnrollmentUndo }[] = []
  const changes = items.map((item): ItemChange => {
    const studentId = item.student_id
    const application = { programId, studentId }
    const end = ended.get(studentId) ?? null
    if (end === null) return { ...application, outcome: 'undone', reasons: [say('had_not_begun')] }
    if (FINISHED.includes(end))
      return { ...application, outcome: 'kept', reasons: [say('has_ended', { stage: end })] }
    const present = now.of(studentId)
    if (!present) return { ...application, outcome: 'kept', reasons: [say('student_gone')] }
    const undo = planEnrollmentUndo(item.before as BeforeEnrollment, present)
    undos.push({ studentId, undo })
    return { ...application, outcome: undo.kept.length === 0 ? 'undone' : 'kept', reasons: undo.kept }
  })
  await carryOut(odoo, undos)
  await noticeCounters(context.store.db, now.courses)
  return changes
}

/**
 * In few calls for all of them. What depends on another record goes first; what tells which records
 * are to go, goes last: a follower before the membership, the link to a contact after the contact.
 */
async function carryOut(
  odoo: Odoo,
  undos: readonly { readonly studentId: number; readonly undo: EnrollmentUndo }[],
): Promise<void> {
  const all = <K extends keyof EnrollmentUndo>(key: K) => undos.map(({ undo }) => undo[key])
  const restored = all('trackersRestored').flat()
  if (restored.length > 0)
    await odoo.load(
      ProgressTracker,
      restored.map(({ membership, status, ...tracker }) => ({
        ...tracker,
        elearningEnrollment: membership,
        status: status as Changes<typeof ProgressTracker>['status'] & string,
      })),
    )
  await remove(odoo, ProgressTracker, all('trackersRemoved').flat())
  for (const [channel, followers] of groupBy(all('unfollowed').flat(), ({ channel }) => channel))
    await odoo.call(Channel, 'message_unsubscribe', [channel], {
      partner_ids: followers.map(({ partner }) => partner),
    })
  await remove(odoo, Membership, all('membershipsRemoved').flat())
  const archived = all('membershipsArchived').flat()
  if (archived.length > 0) await odoo.write(Membership, archived, { active: false })
  await removeContacts(odoo, all('contactsRemoved').flat())
  const students = undos.flatMap(({ studentId, undo: { student } }) =>
    student ? [{ studentId, student }] : [],
  )
  for (const group of groupBy(students, ({ student }) => JSON.stringify(student)).values()) {
    const [first] = group
    if (first)
      await writeStudents(
        odoo,
        group.map(({ studentId }) => studentId),
        first.student,
      )
  }
}

async function writeStudents(
  odoo: Odoo,
  ids: readonly number[],
  { state, integrationStatus, partner }: Statuses,
): Promise<void> {
  type Values = Changes<typeof Student>
  await odoo.write(Student, ids, {
    state: state as NonNullable<Values['state']>,
    integrationStatus: integrationStatus as NonNullable<Values['integrationStatus']>,
    partner,
  })
}

/** Odoo ignores ids that no longer exist. */
async function remove(odoo: Odoo, model: Model, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await odoo.call(model, 'unlink', ids)
}

/** A contact that other records refer to by now is archived instead. */
async function removeContacts(odoo: Odoo, ids: readonly number[]): Promise<void> {
  if (ids.length === 0 || (await isRemoved(odoo, ids))) return
  for (const id of ids) if (!(await isRemoved(odoo, [id]))) await odoo.write(Partner, [id], { active: false })
}

async function isRemoved(odoo: Odoo, ids: readonly number[]): Promise<boolean> {
  try {
    await remove(odoo, Partner, ids)
    return true
  } catch (error) {
    if (error instanceof OdooError && error.type === FailureType.OdooRejected) return false
    throw error
  }
}
