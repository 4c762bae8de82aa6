import { groupBy } from '../../../src/group-by.js'
import { normaliseEmail } from '../../../src/domain/email.js'
import type { PresentEnrollment } from '../../../src/domain/undo-enrollment.js'
import {
  CourseIntegration,
  Membership,
  Partner,
  ProgressTracker,
  SlideProgress,
  Student,
  User,
} from '../../../src/odoo/schema/index.js'
import { NAMESPACE } from '../../../src/odoo/client/load.js'
import { ExternalId } from '../../../src/odoo/schema/administration.js'
import type { Odoo } from '../../../src/odoo/client/client.js'
import { latestRunsOf } from '../../../src/store/application-runs.js'
import { readLastNotified } from '../../../src/store/last-notified.js'
import { contactExternalIds } from '../../enrollment/contact-external-ids.js'
import type { BulkWork } from '../kind.js'

export interface PresentEnrollments {
  /** Course integrations of the program. */
  readonly courses: readonly number[]
  /** undefined: the student no longer exists. */
  of(studentId: number): PresentEnrollment | undefined
}

/**
 * Reads what Odoo has about these students and a program, and what our workflows wrote. About ten
 * calls, however many students.
 */
export async function readPresentEnrollments(
  { context: { store }, odoo, operation: { filter } }: BulkWork,
  ids: readonly number[],
): Promise<PresentEnrollments> {
  const { programId } = filter
  const [students, contacts, runs, notified] = await Promise.all([
    odoo.read(Student, ids, ['state', 'integrationStatus', 'partner', 'email']),
    contactsMadeFor(odoo, ids),
    latestRunsOf(store, ids),
    readLastNotified(store, ids),
  ])
  const busy = runs.filter((run) => run.programId !== programId && run.endedStage === null)
  const partners = [...new Set([...students.flatMap(({ partner }) => partner ?? []), ...contacts.keys()])]
  const [integrations, trackers, [memberships, lessons, users, found]] = await Promise.all([
    odoo.searchRead(
      CourseIntegration,
      [['trainingProgram', 'in', [programId, ...busy.map((run) => run.programId)]]],
      ['trainingProgram', 'elearningCourse'],
      { order: 'id' },
    ),
    odoo.searchRead(
      ProgressTracker,
      [['student', 'in', [...ids]]],
      [
        ...(['student', 'courseIntegration', 'elearningEnrollment', 'status'] as const),
        ...(['startDate', 'completionDate', 'createdBy', 'writtenBy'] as const),
      ],
      { order: 'id' },
    ),
    readOfContacts(odoo, partners),
  ])
  const ownContacts = groupBy([...contacts], ([, studentId]) => studentId)
  const trackersOf = groupBy(trackers, ({ student }) => student)
  const membershipsOf = groupBy(memberships, ({ partner }) => partner)
  const worked = new Set(lessons.map(({ partner, channel }) => `${partner} ${channel ?? 0}`))
  const withUser = new Set(users.map(({ partner }) => partner))
  const contactOf = new Map(found.map((contact) => [contact.id, contact]))
  const channelsOf = (program: number) =>
    integrations.flatMap((one) => (one.trainingProgram === program ? [one.elearningCourse] : []))
  const channels = new Set(channelsOf(programId))
  const courses = integrations.flatMap((one) => (one.trainingProgram === programId ? [one.id] : []))
  const of = (studentId: number): PresentEnrollment | undefined => {
    const student = students.find(({ id }) => id === studentId)
    if (!student) return undefined
    const elsewhere = busy.filter((run) => run.studentId === studentId)
    const needed = new Set(elsewhere.flatMap((run) => channelsOf(run.programId)))
    const own = (ownContacts.get(studentId) ?? []).flatMap(([id]) => contactOf.get(id) ?? [])
    const concerned = new Set([
      ...(student.partner === null ? [] : [student.partner]),
      ...own.map(({ id }) => id),
    ])
    const last = notified.find((one) => one.programId === programId && one.studentId === studentId)
    return {
      student: {
        state: student.state,
        integrationStatus: student.integrationStatus,
        partner: student.partner,
      },
      isLinkedByAddress:
        student.partner !== null &&
        isSameMailbox(student.email, contactOf.get(student.partner)?.email ?? null),
      written: last?.statuses ?? null,
      contacts: own.map(({ id, createdBy, writtenBy }) => ({
        ...{ id, createdBy, writtenBy },
        hasUser: withUser.has(id),
      })),
      memberships: [...concerned]
        .flatMap((id) => membershipsOf.get(id) ?? [])
        .map((membership) => ({
          ...membership,
          hasWorked: worked.has(`${membership.partner} ${membership.channel}`),
          isOfProgram: channels.has(membership.channel),
          isNeededElsewhere: needed.has(membership.channel),
        })),
      trackers: (trackersOf.get(studentId) ?? [])
        .filter(({ courseIntegration }) => courses.includes(courseIntegration))
        .map(({ elearningEnrollment, ...tracker }) => ({ ...tracker, membership: elearningEnrollment })),
      isBusyElsewhere: elsewhere.length > 0,
    }
  }
  return { courses, of }
}

/**
 * Returns the contacts that the product has made, each with its student. Found by their external
 * ids: a student need not be linked to theirs, if a process died in between.
 */
async function contactsMadeFor(odoo: Odoo, studentIds: readonly number[]): Promise<Map<number, number>> {
  const studentOf = new Map(
    studentIds.flatMap((id) => contactExternalIds(id).map((name) => [name, id] as const)),
  )
  const { name: model } = await odoo.resolve(Partner)
  const entries = await odoo.searchRead(
    ExternalId,
    [
      ['name', 'in', [...studentOf.keys()]],
      ['module', '=', NAMESPACE],
      ['model', '=', model],
    ],
    ['name', 'record'],
    { order: 'id' },
  )
  return new Map(entries.map(({ name, record }) => [record, studentOf.get(name) ?? 0]))
}

function isSameMailbox(one: string | null, other: string | null): boolean {
  const [a, b] = [normaliseEmail(one), normaliseEmail(other)]
  return a.kind === 'usable' && b.kind === 'usable' && a.address === b.address
}

/** Memberships, lessons and users of contacts, and the contacts themselves. */
async function readOfContacts(odoo: Odoo, partners: readonly number[]) {
  const all = { order: 'id', archived: true } as const
  if (partners.length === 0) return [[], [], [], []] as const
  return Promise.all([
    odoo.searchRead(
      Membership,
      [['partner', 'in', [...partners]]],
      ['partner', 'channel', 'active', 'completion', 'memberStatus', 'createdBy'],
      all,
    ),
    odoo.searchRead(SlideProgress, [['partner', 'in', [...partners]]], ['partner', 'channel'], {
      order: 'id',
    }),
    odoo.searchRead(User, [['partner', 'in', [...partners]]], ['partner'], all),
    odoo.read(Partner, partners, ['email', 'createdBy', 'writtenBy']),
  ])
}
