import { cancellationSignal } from '@temporalio/activity'
import { concurrently } from '../../src/concurrently.js'
import type { Application } from '../../src/contracts/application.js'
import type { ApplicationRecord } from '../../src/contracts/enrollment.js'
import type { CenterTime } from '../../src/domain/calendar.js'
import { couldDecide } from '../../src/domain/could-decide.js'
import { reasonsAgainst } from '../../src/domain/eligibility.js'
import { maySelfApply, programsOf } from '../../src/domain/applicants.js'
import { takes } from '../../src/domain/intake.js'
import { DEFAULT_POLICY, enrollmentPolicy, type ProgramPolicy } from '../../src/domain/policy.js'
import type { Person } from '../../src/domain/same-person.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
import type { RegisteredRun } from '../../src/store/application-runs.js'
import type { IntakeOf } from '../../src/store/intakes.js'
import type { Learner } from '../../src/store/learners.js'
import type { LastNotified } from '../../src/store/last-notified.js'
import { applicationFacts, factsVersion, studentFacts, type FactRows } from '../enrollment/facts.js'
import type { ComparedContact } from './contact-fields.js'
import type { Configuration, ProgramConfiguration } from './configuration.js'
import type { StudentProgress } from './course-progress.js'
import type { PolicyOf } from './run-policies.js'
import { programSnapshot, snapshotOfDeleted, snapshotOfReplaced } from './snapshot.js'
import type { StudentRecords } from './student-records.js'
import { signalFactsChanged, signalProgress, startNewcomer, type Workflows } from './workflow-signals.js'

/** What the workflows of one application are to be notified of. */
export interface Notification {
  readonly application: Application
  /** The latest run of the application; undefined: it never ran. */
  readonly latest: RegisteredRun | undefined
  /** Whom the student's record is about. */
  readonly person: Person
  /** Whether the latest run has ended, and was about another person. */
  readonly isNewcomer: boolean
  readonly programName: string
  readonly snapshot: ProgramSnapshot
  /** For the enrollment workflow; null: nothing new. */
  readonly facts: {
    readonly version: string
    readonly contactId: number | null
    readonly startMissing: boolean
    /** For the start of a first run: what a decision about it is based on. */
    readonly record: ApplicationRecord | null
  } | null
  /** Whether the progress workflow needs the snapshot. */
  readonly snapshotNeeded: boolean
}

/** What our registers know about an application and its student. */
export interface Known {
  readonly last: LastNotified | undefined
  readonly latest: RegisteredRun | undefined
  /** How the student's contact compares with them. */
  readonly contact: ComparedContact | undefined
  /** Set where the learner wants no reminders. */
  readonly learner: Learner | undefined
  /** Whether any application of the student has ended. */
  readonly hadApplication: boolean
  /** Whom the student's record is about. */
  readonly person: Person
  /** Whether the latest run is about another person. */
  readonly isAnother: boolean
  /** Whether the student's record says that they apply to the program. */
  readonly appliesTo: boolean
}

/** What is the same for all applications of a page. */
export interface PageContext {
  readonly policyOf: PolicyOf
  readonly intakeOf: IntakeOf
  readonly now: CenterTime
}

/**
 * The programs that a student has anything to do with: they apply, have a tracker, or we know of an
 * application. About the others there is nothing to compute, and a center may have dozens.
 */
export function programsConcerning(
  { records }: StudentProgress,
  { configuration, policyOf }: { readonly configuration: Configuration; readonly policyOf: PolicyOf },
  isKnown: (programId: number) => boolean,
): { readonly program: ProgramConfiguration; readonly appliesTo: boolean }[] {
  const appliedTo = new Set(programsAppliedTo(records, configuration, policyOf))
  const tracked = new Set(
    records.trackers.map(
      ({ courseIntegration }) => configuration.integrations.get(courseIntegration)?.trainingProgram,
    ),
  )
  return configuration.programs.flatMap((program) => {
    const { id } = program.program
    const appliesTo = appliedTo.has(id)
    return appliesTo || tracked.has(id) || isKnown(id) ? [{ program, appliesTo }] : []
  })
}

/** Compares what was read with what the workflows were last notified of. */
export function notificationFor(
  student: StudentProgress,
  programConfiguration: ProgramConfiguration,
  known: Known,
  { policyOf, intakeOf, now }: PageContext,
): Notification {
  const { records } = student
  const { latest, hadApplication, person } = known
  const { program, courses } = programConfiguration
  const application = { programId: program.id, studentId: records.student.id }
  const policy = policyOf(application)
  const version = factsVersion(
    { student: records.student, documents: records.documents, program, courses },
    policy,
    now,
  )
  const isOpen = latest !== undefined && latest.endedStage === null
  const about = { application, latest, person, programName: program.name }
  if (isOpen && known.isAnother) return notificationOfReplaced(about, known, version, policy, now)
  const isNewcomer = latest !== undefined && known.isAnother
  // Nothing that another person's workflows were notified of counts.
  const last = isNewcomer ? undefined : known.last
  const snapshot = programSnapshot(student, programConfiguration, now.instant.toISOString(), {
    written: last?.statuses ?? null,
    contact: known.contact,
    learner: known.learner,
  })
  const applies =
    known.appliesTo &&
    (isOpen ||
      (takes(intakeOf(program.id), records.student.createDate) &&
        mayApply(student, policy, hadApplication, now)))
  // What has ended stays closed, whatever changes, until a person reopens it.
  const ended = latest !== undefined && !isOpen && !isNewcomer
  // The workflow of an application that came through the API is notified too, but never started
  // here.
  const concerned = !ended && (applies || typeof last?.factsVersion === 'string')
  const contactId = records.student.partner
  // The contact is not among the facts, but it may have been chosen in another application.
  const isNew = last?.factsVersion !== version || (contactId !== null && last.contactId !== contactId)
  // A student in training, or who was notified before, may have lost the contact or the trackers.
  const isTracked = snapshot.courses.some(({ trackerId }) => trackerId !== null)
  const enrolled =
    (records.student.partner !== null && isTracked) || hadTrackers(last) || latest?.trainingStarted === true
  const record =
    applies && latest === undefined
      ? recordFor({ student: records.student, documents: records.documents, program, courses }, policy, now)
      : null
  return {
    ...about,
    isNewcomer,
    snapshot,
    facts: concerned && isNew ? { version, contactId, startMissing: applies, record } : null,
    snapshotNeeded:
      !isNewcomer &&
      enrolled &&
      (snapshot.movedBack === true || couldDecide(last?.snapshot ?? null, snapshot, policy)),
  }
}

/** The workflows of another person only learn that the record is not theirs any more. */
function notificationOfReplaced(
  about: Pick<Notification, 'application' | 'latest' | 'person' | 'programName'>,
  { last, latest }: Known,
  version: string,
  policy: ProgramPolicy,
  now: CenterTime,
): Notification {
  const snapshot = snapshotOfReplaced(now.instant.toISOString())
  const isNew = last?.factsVersion !== version
  return {
    ...about,
    isNewcomer: false,
    snapshot,
    facts: isNew ? { version, contactId: null, startMissing: true, record: null } : null,
    snapshotNeeded: latest?.trainingStarted === true && couldDecide(last?.snapshot ?? null, snapshot, policy),
  }
}

/** Whether the notification would begin an application that never ran. */
export const isNewApplication = ({ facts, latest, isNewcomer }: Notification): boolean =>
  facts?.startMissing === true && (latest === undefined || isNewcomer)

/** The certificates that Odoo already has are added by `withExistingCertificates`. */
const recordFor = (
  rows: FactRows & Pick<StudentRecords, 'student'>,
  policy: ProgramPolicy,
  now: CenterTime,
): ApplicationRecord => ({
  facts: applicationFacts(rows, { state: rows.student.state, existingCertificateId: null }, policy, now),
  policy: enrollmentPolicy(policy),
})

/** What to call the facts of a student who no longer exists. */
const DELETED = 'deleted'

/**
 * The student of an open application no longer exists. Its workflows cannot go on, so each of them
 * asks a person.
 */
export function notificationOfDeleted(
  latest: RegisteredRun,
  last: LastNotified | undefined,
  policy: ProgramPolicy,
  now: CenterTime,
): Notification {
  const { programId, studentId, person, trainingStarted } = latest
  const snapshot = snapshotOfDeleted('student', now.instant.toISOString())
  const isNew = last?.factsVersion !== DELETED
  return {
    application: { programId, studentId },
    latest,
    person,
    isNewcomer: false,
    programName: '',
    snapshot,
    facts: isNew ? { version: DELETED, contactId: null, startMissing: false, record: null } : null,
    snapshotNeeded: trainingStarted && couldDecide(last?.snapshot ?? null, snapshot, policy),
  }
}

/** Whether the student's state lets them apply automatically. */
export function mayApply(
  { records: { student } }: Pick<StudentProgress, 'records'>,
  policy: ProgramPolicy,
  hadApplication: boolean,
  now: CenterTime,
): boolean {
  const state = student.state ?? 'draft'
  const facts = { student: studentFacts({ student, documents: [] }, state, now) }
  const passesSuiteRules = reasonsAgainst(facts, SUITE_RULES).length === 0
  return maySelfApply({ state, passesSuiteRules, hadApplication }, policy.applicantStates)
}

const SUITE_RULES: ProgramPolicy = DEFAULT_POLICY

const hadTrackers = (last: LastNotified | undefined) =>
  last?.snapshot?.courses.some(({ trackerId }) => trackerId !== null) ?? false

/** The active programs that the student applies to. */
export function programsAppliedTo(
  { student }: StudentRecords,
  { integrations, programs }: Configuration,
  policyOf: PolicyOf,
): number[] {
  const preferred = student.preferredCourseIntegration
  return programsOf(
    preferred === null ? null : { programId: integrations.get(preferred)?.trainingProgram ?? null },
    programs.map(({ program }) => ({
      programId: program.id,
      status: program.status ?? 'draft',
      applicants: policyOf({ programId: program.id, studentId: student.id }).applicants,
    })),
  )
}

export interface SentNotification extends Notification {
  /** Whether the progress workflow got the snapshot. */
  readonly snapshotSent: boolean
}

/** Signals in flight at once. */
const CONCURRENCY = 10

/** Signals the workflows. Returns the notifications in the same order. */
export async function sendNotifications(
  workflows: Workflows,
  notifications: readonly Notification[],
): Promise<SentNotification[]> {
  const sent: SentNotification[] = []
  await concurrently(notifications.entries(), CONCURRENCY, async ([index, notification]) => {
    sent[index] = await send(workflows, notification)
  })
  return sent
}

async function send(workflows: Workflows, notification: Notification): Promise<SentNotification> {
  const { application, latest, person, programName, facts, snapshot, snapshotNeeded } = notification
  cancellationSignal().throwIfAborted()
  if (facts) {
    const { startMissing, record, ...changed } = facts
    if (notification.isNewcomer)
      await startNewcomer(workflows, application, { programName, person, facts: changed })
    else
      await signalFactsChanged(workflows, application, latest, {
        ...changed,
        programName,
        startMissing,
        person,
        record,
      })
  }
  const snapshotSent =
    snapshotNeeded && (await signalProgress(workflows, application, latest, snapshot, programName))
  return { ...notification, snapshotSent }
}
