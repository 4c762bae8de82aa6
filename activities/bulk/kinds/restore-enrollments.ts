import { FailureType } from '../../../src/contracts/failures.js'
import { groupBy } from '../../../src/group-by.js'
import type { Odoo } from '../../../src/odoo/client/client.js'
import { OdooError } from '../../../src/odoo/client/errors.js'
import type { Model } from '../../../src/odoo/schema/model.js'
import {
  Channel,
  CourseIntegration,
  Membership,
  Partner,
  ProgressTracker,
  SlideProgress,
  Student,
  User,
} from '../../../src/odoo/schema/index.js'
import { latestRunsOf } from '../../../src/store/application-runs.js'
import type { BulkItem, ItemChange } from '../../../src/store/bulk-items.js'
import { noticeCounters } from '../../../src/store/due-counters.js'
import type { BulkWork } from '../kind.js'
import type { Ended } from '../stop-runs.js'
import type { BeforeEnrollment } from './before-enrollment.js'

/** Ends after which nothing is taken back: the student has finished. */
const FINISHED: readonly string[] = ['certified', 'already_certified', 'already_finished']

/** Statuses that an enrollment or a training writes; any other one is somebody else's. */
const WRITTEN: readonly (string | null)[] = ['enrolled', 'in_progress', 'rejected']

/**
 * Takes back what the enrollments of these items have made in Odoo, whose workflows have ended.
 * What a learner has worked on stays, with everything that it depends on. Looks at what is there
 * now, so it may be repeated.
 */
export async function restoreEnrollments(
  { context: { store }, odoo, operation }: BulkWork,
  items: readonly BulkItem[],
  ended: Ended,
): Promise<ItemChange[]> {
  const { programId } = operation.filter
  const ids = items.map((item) => item.student_id)
  const now = await readPresent(odoo, programId, ids)
  const runs = await latestRunsOf(store, ids)
  const busyElsewhere = new Set(
    runs.filter((run) => run.programId !== programId && run.endedStage === null).map((run) => run.studentId),
  )
  const plan = new Plan()
  const changes = items.map((item): ItemChange => {
    const application = { programId, studentId: item.student_id }
    const before = item.before as BeforeEnrollment
    const end = ended.get(item.student_id) ?? null
    if (end === null) return { ...application, outcome: 'undone', reasons: ['It had not begun.'] }
    if (FINISHED.includes(end)) return { ...application, outcome: 'kept', reasons: [`It has ended: ${end}.`] }
    const kept = plan.restore(before, now.of(item.student_id), busyElsewhere.has(item.student_id))
    return { ...application, outcome: kept.length === 0 ? 'undone' : 'kept', reasons: kept }
  })
  await plan.carryOut(odoo)
  await noticeCounters(store.db, now.courses)
  return changes
}

type Present = Awaited<ReturnType<typeof readPresent>>
type PresentStudent = ReturnType<Present['of']>

/** Eight calls, however many students. */
async function readPresent(odoo: Odoo, programId: number, ids: readonly number[]) {
  const all = { order: 'id', archived: true } as const
  const [students, integrations, trackers] = await Promise.all([
    odoo.read(Student, ids, ['state', 'integrationStatus', 'partner']),
    odoo.searchRead(CourseIntegration, [['trainingProgram', '=', programId]], ['elearningCourse'], {
      order: 'id',
    }),
    odoo.searchRead(
      ProgressTracker,
      [['student', 'in', [...ids]]],
      ['student', 'courseIntegration', 'elearningEnrollment'],
      { order: 'id' },
    ),
  ])
  const partners = [...new Set(students.flatMap(({ partner }) => partner ?? []))]
  const [memberships, lessons, users, externalIds] =
    partners.length === 0
      ? [[], [], [], new Map<number, string[]>()]
      : await Promise.all([
          odoo.searchRead(
            Membership,
            [['partner', 'in', partners]],
            ['partner', 'channel', 'active', 'completion', 'memberStatus'],
            all,
          ),
          odoo.searchRead(SlideProgress, [['partner', 'in', partners]], ['partner', 'channel'], {
            order: 'id',
          }),
          odoo.searchRead(User, [['partner', 'in', partners]], ['partner'], all),
          odoo.externalIds(Partner, partners),
        ])
  const byStudent = new Map(students.map((student) => [student.id, student]))
  const trackersOf = groupBy(trackers, ({ student }) => student)
  const membershipsOf = groupBy(memberships, ({ partner }) => partner)
  const worked = new Set(lessons.map(({ partner, channel }) => `${partner} ${channel ?? 0}`))
  const withUser = new Set(users.map(({ partner }) => partner))
  const channels = new Set(integrations.map(({ elearningCourse }) => elearningCourse))
  const courses = integrations.map(({ id }) => id)
  return {
    courses,
    of: (studentId: number) => {
      const student = byStudent.get(studentId)
      const partner = student?.partner ?? null
      return {
        student,
        hasUser: partner !== null && withUser.has(partner),
        isOurContact:
          partner !== null &&
          (externalIds.get(partner) ?? []).some((name) => name.includes(`contact_student_${studentId}`)),
        trackers: (trackersOf.get(studentId) ?? []).filter(({ courseIntegration }) =>
          courses.includes(courseIntegration),
        ),
        memberships: partner === null ? [] : (membershipsOf.get(partner) ?? []),
        isOfProgram: (channel: number) => channels.has(channel),
        hasWorked: (channel: number) => partner !== null && worked.has(`${partner} ${channel}`),
      }
    },
  }
}

/** What is to be written for a page of students, in few calls. */
class Plan {
  readonly #trackers: number[] = []
  readonly #memberships: number[] = []
  readonly #archived: number[] = []
  readonly #followers = new Map<number, number[]>()
  readonly #relinked: { id: number; elearningEnrollment: number | null }[] = []
  readonly #students = new Map<string, { ids: number[]; values: Parameters<typeof writeStudents>[2] }>()
  readonly #contacts: number[] = []

  /** Notes what to do for one student. Returns why something stays. */
  restore(before: BeforeEnrollment, now: PresentStudent, isBusyElsewhere: boolean): string[] {
    const { student } = now
    if (!student) return ['The student no longer exists in Odoo.']
    const kept: string[] = []
    const keptMemberships = this.#restoreMemberships(before, now)
    if (keptMemberships.size > 0) kept.push('The learner has begun with a course: access and progress stay.')
    this.#restoreTrackers(before, now, keptMemberships)
    if (isBusyElsewhere) return [...kept, 'Another application is in progress: contact and status stay.']
    if (kept.length > 0) return kept
    const isStatusOurs = WRITTEN.includes(student.state) || student.state === before.state
    if (!isStatusOurs) kept.push('Somebody has changed the status of the student since.')
    const made = before.partner === null && now.isOurContact ? student.partner : null
    const newContact = made !== null && !before.contacts.includes(made) ? made : null
    if (newContact !== null && now.hasUser) kept.push('The contact has a user by now: it stays linked.')
    else if (newContact !== null) this.#contacts.push(newContact)
    const values = {
      state: isStatusOurs ? before.state : student.state,
      integrationStatus: isStatusOurs ? before.integrationStatus : student.integrationStatus,
      partner: newContact !== null && now.hasUser ? newContact : before.partner,
    }
    const key = JSON.stringify(values)
    if (key !== JSON.stringify({ ...values, ...pick(student) })) {
      const group = this.#students.get(key) ?? { ids: [], values }
      group.ids.push(student.id)
      this.#students.set(key, group)
    }
    return kept
  }

  #restoreMemberships(before: BeforeEnrollment, now: PresentStudent): Set<number> {
    const kept = new Set<number>()
    for (const membership of now.memberships) {
      const { id, partner, channel, active, completion, memberStatus } = membership
      if (!now.isOfProgram(channel)) continue
      const earlier = before.memberships.find((one) => one.id === id)
      if (earlier) {
        if (!earlier.active && active) this.#archived.push(id)
        continue
      }
      if (id <= before.newestMembership) continue
      if (completion > 0 || memberStatus !== 'joined' || now.hasWorked(channel)) {
        kept.add(id)
        continue
      }
      this.#memberships.push(id)
      this.#followers.set(channel, [...(this.#followers.get(channel) ?? []), partner])
    }
    return kept
  }

  #restoreTrackers(before: BeforeEnrollment, now: PresentStudent, kept: ReadonlySet<number>): void {
    for (const { id, elearningEnrollment } of now.trackers) {
      const earlier = before.trackers.find((one) => one.id === id)
      if (elearningEnrollment !== null && kept.has(elearningEnrollment)) continue
      if (!earlier) this.#trackers.push(id)
      else if (earlier.membership !== elearningEnrollment)
        this.#relinked.push({ id, elearningEnrollment: earlier.membership })
    }
  }

  /** What depends on another record goes first. */
  async carryOut(odoo: Odoo): Promise<void> {
    if (this.#relinked.length > 0) await odoo.load(ProgressTracker, this.#relinked)
    await remove(odoo, ProgressTracker, this.#trackers)
    await remove(odoo, Membership, this.#memberships)
    if (this.#archived.length > 0) await odoo.write(Membership, this.#archived, { active: false })
    for (const [channel, partners] of this.#followers)
      await odoo.call(Channel, 'message_unsubscribe', [channel], { partner_ids: partners })
    for (const { ids, values } of this.#students.values()) await writeStudents(odoo, ids, values)
    await removeContacts(odoo, this.#contacts)
  }
}

const pick = ({ state, integrationStatus, partner }: NonNullable<PresentStudent['student']>) => ({
  state,
  integrationStatus,
  partner,
})

type Statuses = ReturnType<typeof pick>

async function writeStudents(
  odoo: Odoo,
  ids: readonly number[],
  { state, integrationStatus, partner }: { readonly [F in keyof Statuses]: Statuses[F] | string | null },
): Promise<void> {
  await odoo.write(Student, ids, {
    state: state as Statuses['state'],
    integrationStatus: integrationStatus as Statuses['integrationStatus'],
    partner: partner as number | null,
  })
}

/** Odoo ignores ids that no longer exist. */
async function remove(odoo: Odoo, model: Model, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await odoo.call(model, 'unlink', ids)
}

/** A contact that other records refer to by now is archived instead. */
async function removeContacts(odoo: Odoo, ids: readonly number[]): Promise<void> {
  try {
    await remove(odoo, Partner, ids)
  } catch (error) {
    if (!(error instanceof OdooError) || error.type !== FailureType.OdooRejected) throw error
    for (const id of ids) {
      try {
        await remove(odoo, Partner, [id])
      } catch (again) {
        if (!(again instanceof OdooError) || again.type !== FailureType.OdooRejected) throw again
        await odoo.write(Partner, [id], { active: false })
      }
    }
  }
}
