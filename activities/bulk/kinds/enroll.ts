import { applicationRef } from '../../../src/contracts/application.js'
import type { BulkEffect } from '../../../src/contracts/bulk-operation.js'
import { FailureType } from '../../../src/contracts/failures.js'
import type { BeforeEnrollment } from '../../../src/domain/undo-enrollment.js'
import { previewApplicant } from '../../../src/domain/applicant-preview.js'
import { isAutomatic } from '../../../src/domain/auto-enroll.js'
import { say, textOf, type Sentence } from '../../../src/domain/sentences/sentence.js'
import { Channel, Membership, Partner, ProgressTracker, Student } from '../../../src/odoo/schema/index.js'
import { groupBy } from '../../../src/group-by.js'
import { fingerprint } from '../../../src/hash.js'
import { latestRunsOf, type RegisteredRun } from '../../../src/store/application-runs.js'
import type { PreviewedItem } from '../../../src/store/bulk-items.js'
import { personOf } from '../../../src/store/remembered-people.js'
import { MAY_REOPEN, startEnrollment } from '../../../src/temporal/start-workflows.js'
import type { Odoo } from '../../../src/odoo/client/client.js'
import { usableAddresses } from '../../../src/domain/email.js'
import { failure } from '../../failures.js'
import { planStudents } from '../../migration/migration-plan.js'
import { type Applicant, readApplicants } from '../../migration/read-applicants.js'
import { readConfiguration, type ProgramConfiguration } from '../../sync/configuration.js'
import { newestId } from '../../sync/newest-id.js'
import { programsAppliedTo } from '../../sync/notifications.js'
import { readRunPolicies } from '../../sync/run-policies.js'
import type { BulkKind, BulkWork } from '../kind.js'
import { stopRuns } from '../stop-runs.js'
import { restoreEnrollments } from './restore-enrollments.js'
import { studentsMatching } from './students-matching.js'

/**
 * Enrolls students in a program: the chart decides about each as always. With `adopt`, those who
 * are in training already are taken over as they are, and those about whom a person must decide
 * first are left out (decisions 72 and 73).
 */
export const enroll: BulkKind = {
  candidates: ({ odoo, operation: { filter } }) => studentsMatching(odoo, filter),

  preview: (work, studentIds) => previewEnrollments(work, studentIds),

  known: ({ odoo }) => odoo.count(Student, []),

  async apply({ context, odoo, operation }, { student_id: studentId, before, outcome }) {
    const { programId } = operation.filter
    const [student] = await odoo.read(Student, [studentId], ['createDate', 'email'])
    if (!student) return { outcome: 'failed', reasons: [say('student_gone')] }
    const person = personOf(student, await context.people.databaseUuid())
    const application = { programId, studentId }
    const { run: runBefore, isAdopted } = before as BeforeEnrollment
    const request = { origin: 'sweep', person, programName: null, adopted: isAdopted } as const
    const { kind, run } = await startEnrollment(context.temporal, context.store, application, request)
    if (kind === 'previous_closing')
      throw failure(FailureType.WrongState, 'The previous run is still being closed.', { studentId })
    if (kind === 'another_person') return { outcome: 'failed', reasons: [say('application_of_other_person')] }
    // `present` after a crash: the attempt before this one has started it.
    if (run <= runBefore || (kind === 'present' && outcome === 'pending'))
      return { outcome: 'changed', reasons: [say('application_begun_or_ended')] }
    return { outcome: 'done', result: { run } }
  },

  async undo(work, items) {
    const stopped = await stopRuns(work, items)
    return restoreEnrollments(work, items, stopped)
  },
}

/** About twenty calls, however many students. */
async function previewEnrollments(
  { context, odoo, operation }: BulkWork,
  studentIds: readonly number[],
): Promise<PreviewedItem[]> {
  const { store, clock, timeZone } = context
  const { programId, studentIds: named } = operation.filter
  const now = { instant: clock(), timeZone: await timeZone() }
  const configuration = await readConfiguration(odoo, store)
  const of = requireReadable(configuration.programs, programId)
  const channels = of.courses.map(({ elearningCourse }) => elearningCourse)
  // A run that starts now is under the newest policy.
  const policyOf = await readRunPolicies(store, [], configuration)
  const [candidates, runs, trackers, newest, followersOf, { uid: user }] = await Promise.all([
    readApplicants({ odoo, store, now, configuration, program: of, policyOf }, studentIds),
    latestRunsOf(store, studentIds),
    odoo.searchRead(
      ProgressTracker,
      [['student', 'in', [...studentIds]]],
      ['student', 'elearningEnrollment', 'status', 'startDate', 'completionDate'],
      { order: 'id' },
    ),
    newestRecords(odoo),
    followersBy(odoo, channels),
    odoo.connection(),
  ])
  const latest = new Map(runs.map((run) => [applicationRef(run), run]))
  const hasAccess = addressesWithAccess(candidates, of.courses)
  const live = { now, configuration, program: of, hasAccess }
  const planned =
    operation.parameters.adopt === true ? planStudents(live, { applicants: candidates, runs, policyOf }) : []
  const plans = new Map(planned.map((student) => [student.studentId, student]))
  const trackersOf = groupBy(trackers, ({ student }) => student)
  return candidates.map(({ records, application, policy, facts, contactQuestion, found }): PreviewedItem => {
    const { student } = records
    const run = latest.get(applicationRef(application))
    const { outcome, reasons } = previewApplicant(facts, policy, true)
    const isElsewhere =
      named === undefined && !programsAppliedTo(records, configuration, policyOf).includes(programId)
    const { contacts, memberships } = found
    const plan = plans.get(student.id)
    const isAdopted = plan?.outcome === 'adopt'
    const before: BeforeEnrollment = {
      run: run?.run ?? 0,
      isAdopted,
      partner: student.partner,
      state: student.state,
      integrationStatus: student.integrationStatus,
      contacts,
      memberships,
      trackers: (trackersOf.get(student.id) ?? []).map((tracker) => ({
        id: tracker.id,
        membership: tracker.elearningEnrollment,
        status: tracker.status,
        startDate: tracker.startDate,
        completionDate: tracker.completionDate,
      })),
      following: contacts.flatMap((partner) =>
        channels.flatMap((channel) => (followersOf(channel).has(partner) ? [{ partner, channel }] : [])),
      ),
      newest,
      user,
    }
    const automatic = of.courses.filter((course) =>
      isAutomatic(facts.student, { autoEnroll: course.autoEnrollEligible }),
    )
    const obstacles = [
      ...obstaclesIn(run),
      ...(plan ? plan.reasons : outcome === 'cannot_apply' ? reasons : []),
      ...(isElsewhere && !isAdopted ? [say('applies_to_other_program')] : []),
    ]
    const begins = outcome === 'enroll' || isAdopted
    const effects = effectsOf(
      begins ? automatic : [],
      { ...before, question: contactQuestion },
      records.trackers,
    )
    return {
      ...application,
      effects,
      warnings: [
        ...(contactQuestion !== null && begins && (isAdopted || automatic.length > 0)
          ? [contactQuestion]
          : []),
        ...(isAdopted
          ? [say('taken_over')]
          : outcome === 'cannot_apply'
            ? []
            : [...reasons, ...(run ? [say('starts_again')] : [])]),
      ],
      obstacles,
      inTraining: run?.endedStage === null && run.trainingStarted,
      fingerprint: fingerprint([
        ...[decisive(before), obstacles.map(textOf), effects],
        ...[facts.version, run?.endedStage ?? null],
      ]),
      before,
    }
  })
}

/** What the preview depends on. A learner may go on learning, and others may join courses. */
const decisive = ({ trackers, memberships, ...before }: BeforeEnrollment) => [
  [before.run, before.isAdopted, before.partner, before.state, before.integrationStatus, before.contacts],
  memberships.map(({ id, channel, active }) => [id, channel, active]),
  trackers.map(({ id, membership, status }) => [id, membership, status]),
]

/** The newest records of all. Three calls. */
async function newestRecords(odoo: Odoo): Promise<BeforeEnrollment['newest']> {
  const [membership, tracker, contact] = await Promise.all([
    newestId(odoo, Membership),
    newestId(odoo, ProgressTracker),
    newestId(odoo, Partner),
  ])
  return { membership, tracker, contact }
}

/** The contacts who follow each of these courses. One call. */
async function followersBy(odoo: Odoo, channels: readonly number[]) {
  const courses = channels.length === 0 ? [] : await odoo.read(Channel, channels, ['followers'])
  const followers = new Map(courses.map((course) => [course.id, new Set(course.followers)]))
  return (channel: number): ReadonlySet<number> => followers.get(channel) ?? new Set<number>()
}

function requireReadable(programs: readonly ProgramConfiguration[], programId: number) {
  const found = programs.find(({ program }) => program.id === programId)
  if (!found) throw failure(FailureType.OdooMissing, 'The program cannot be read in Odoo.', { programId })
  return found
}

/** Addresses of students without a contact for whom some contact is a member of a course. */
function addressesWithAccess(
  candidates: readonly Pick<Applicant, 'records' | 'found'>[],
  courses: readonly Course[],
): (address: string) => boolean {
  const channels = new Set(courses.map(({ elearningCourse }) => elearningCourse))
  const addresses = new Set(
    candidates.flatMap(({ records, found }) =>
      found.memberships.some(({ channel, active }) => active && channels.has(channel))
        ? usableAddresses(records.student.email)
        : [],
    ),
  )
  return (address) => addresses.has(address)
}

function obstaclesIn(run: RegisteredRun | undefined): Sentence[] {
  if (run === undefined) return []
  if (run.endedStage === null) return [say('application_in_progress')]
  return MAY_REOPEN.includes(run.endedStage) ? [] : [say('application_ended', { stage: run.endedStage })]
}

interface Course {
  readonly id: number
  readonly elearningCourse: number
}

export function effectsOf(
  automatic: readonly Course[],
  {
    partner,
    contacts,
    memberships,
    isAdopted,
    question,
  }: Pick<BeforeEnrollment, 'partner' | 'contacts' | 'memberships' | 'isAdopted'> & {
    /** Why a person will be asked for the contact; null: nobody will. */
    readonly question: Sentence | null
  },
  trackers: readonly { readonly courseIntegration: number }[],
): BulkEffect[] {
  const effect = (name: BulkEffect['effect'], count: number, undoable = true): BulkEffect[] =>
    count === 0 ? [] : [{ effect: name, count, undoable }]
  if (question !== null || (automatic.length === 0 && !isAdopted))
    return [...effect('application', 1), ...effect('task', 1), ...effect('email', 1, false)]
  const open = new Set(memberships.filter(({ active }) => active).map(({ channel }) => channel))
  const tracked = new Set(trackers.map(({ courseIntegration }) => courseIntegration))
  return [
    ...effect('application', 1),
    ...effect('contact_created', partner === null && contacts.length === 0 ? 1 : 0),
    ...effect('contact_linked', partner === null && contacts.length > 0 ? 1 : 0),
    ...effect(
      'membership',
      new Set(automatic.map(({ elearningCourse }) => elearningCourse).filter((channel) => !open.has(channel)))
        .size,
    ),
    ...effect('tracker', automatic.filter(({ id }) => !tracked.has(id)).length),
    ...effect('status', 1),
    ...effect('email', isAdopted ? 0 : 1, false),
  ]
}
