import type { Instructions } from '../domain/sentences/sentence.js'
import type { CertificatePolicy, Evidence, RequirementCheck } from '../domain/requirements.js'
import type { SecondContactAnswer } from '../domain/second-contact.js'
import type { ProgramSnapshot } from '../domain/snapshot.js'
import type { StatusCorrection } from '../domain/status-corrections.js'
import type { Application, ApplicationRun } from './application.js'
import type { MigrationPlanInput } from './migration-plan.js'
import type { BulkOperationInput, BulkProgress } from './bulk-operation.js'
import type { DryRunInput } from './dry-run.js'
import type { ApplicationRecord, CommentId } from './enrollment.js'
import type { ReconciliationState } from './reconciliation.js'
import type { ChangeSource } from './sync-sources.js'
import type { MailOutcome, MailRequest } from './mail.js'
import type { StatusRequest } from './outbox.js'
import type { Transition } from './transitions.js'

/**
 * The side effects of the workflows, one thing each. All are idempotent: every write is
 * find-or-create or absolute, keyed by a business key and read back, because a timeout means
 * *outcome unknown*. Those that read or write a student's records throw `AnotherPerson` where the
 * student's id has become somebody else's. Failures: `failures.ts`.
 */
export interface StudentActivities {
  /** Chart 1, A: the facts a decision needs and the policy in force. */
  readApplication(application: ApplicationRun): Promise<ApplicationRecord>
  /**
   * Chart 1, E and G: the student's contact (found by normalized email or created, and linked on
   * the student), access to each course granted and read back, one tracker per course linked to the
   * membership, and the student's status. Without a clear contact nothing else is done.
   */
  enroll(request: EnrollRequest): Promise<EnrollResult>
  /** A person has confirmed that the student's record is about the person of this run. */
  rememberPerson(application: ApplicationRun): Promise<void>
  /** Keeps what a person has said about a contact that may be the student. */
  answerSecondContact(
    answer: ApplicationRun & { readonly partnerId: number; readonly answer: SecondContactAnswer },
  ): Promise<void>
}

export interface EnrollRequest extends ApplicationRun {
  readonly courseIntegrationIds: readonly number[]
  readonly choice?: ContactChoice
  /** Archived memberships stay archived: the student left, or failed. Absent: they are restored. */
  readonly keepArchived?: true
  /** ISO instant of the enrollment. */
  readonly at: string
}

export type EnrollResult =
  { kind: 'linked'; grants: AccessGrant[] } | Extract<ContactLink, { kind: 'ambiguous' }>

/** What a person decided about the contact. */
export type ContactChoice = { use: number } | { create: true }

export type ContactLink =
  | { kind: 'linked'; partnerId: number; how: 'already' | 'found' | 'created' | 'chosen' }
  /** A person must decide. `choices` are contact ids. */
  | ({ kind: 'ambiguous'; choices: number[] } & Instructions)

export interface ElearningActivities {
  /** The plan's update_progress: marks content as completed in eLearning on behalf of a learner. */
  markContentCompleted(
    request: Application & { courseIntegrationId: number; slideIds: readonly number[] | 'all' },
  ): Promise<{ marked: number }>
}

export type AccessGrant =
  | { courseIntegrationId: number; granted: true; membershipId: number }
  /** Odoo did not grant it: archived course, course for sale, missing right. */
  | ({ courseIntegrationId: number; granted: false } & Instructions)

export interface StatusActivities {
  /**
   * The student's workflow is the one writer of statuses: tracker status and dates, the student's
   * `integration_status` and `state`. A student's state is the furthest point of any of their
   * applications, so it is written only forward (`domain/student-state.ts`).
   */
  writeStatuses(request: StatusRequest): Promise<void>
  /**
   * Sets back what somebody has moved behind a point that the workflow has written before. Returns
   * what it has corrected.
   */
  restoreStatuses(request: StatusRequest): Promise<StatusCorrection[]>
}

export type StatusPoint =
  | { kind: 'rejected' }
  | { kind: 'enrolled' }
  /** Course integrations that the student has started, and those they have completed. */
  | { kind: 'training'; started: readonly number[]; completed: readonly number[]; programCompleted: boolean }
  | { kind: 'certified' }

export interface SyncActivities {
  /**
   * One tick of the sweep: puts the students that have changed in Odoo since the cursors into the
   * queue, and moves the cursors. Reads only what is inside the window.
   */
  findChanges(): Promise<FoundChanges>
  /** Puts the students that webhooks have named into the queue. */
  resolveHints(): Promise<ResolvedHints>
  /**
   * Claims a page of students from the queue, re-reads them, computes and writes their numbers,
   * saves row versions, and notifies the workflows concerned. New applications are started, running
   * ones signalled.
   */
  syncPage(request: PageRequest): Promise<PageResult>
  /** The same for one application: returns its snapshot instead of signalling it. */
  syncApplication(application: ApplicationRun): Promise<ProgramSnapshot>
  /** Records certificates that Odoo has lost, some at a time. Returns how many are left for now. */
  recordLostCertificates(): Promise<{ left: number }>
  /** Writes the counters that are due. Once after the pages of a tick, not beside them. */
  writeCounters(): Promise<{ written: number }>
}

export interface ReconciliationActivities {
  /** Registers the run, unless its caller has. Returns the models to be compared. */
  beginReconciliation(request: {
    readonly runId?: number
    readonly dryRun: boolean
  }): Promise<{ readonly runId: number; readonly models: readonly string[] }>
  /** Compares all rows of a model in Odoo with what we remember. Records drift and accuracy. */
  compareModel(request: ComparisonRequest & { readonly model: string }): Promise<{ drift: number }>
  /** Compares our registers with each other and with Temporal. */
  compareRegisters(request: ComparisonRequest): Promise<{ drift: number }>
  /** Whether what was found may be repaired without asking. If not, a person is notified once. */
  judgeDrift(request: { readonly runId: number }): Promise<{ readonly isTooMuch: boolean }>
  /** Puts the students of a page of drift into the queue. */
  repairDrift(request: { readonly runId: number }): Promise<{
    /** Whether there are more pages. */
    readonly more: boolean
    /** Students in the queue that reconciliation has noticed. */
    readonly waiting: number
  }>
  /** Records what is repaired by now. Returns how much still waits for a page. */
  settleDrift(request: { readonly runId: number }): Promise<{ readonly waiting: number }>
  endReconciliation(request: {
    readonly runId: number
    readonly state: Exclude<ReconciliationState, 'running'>
    readonly failureType?: string
  }): Promise<void>
}

export interface RuleActivities {
  /** Compares the rules of a dry run with the present ones. Stores the consequences. */
  compareRules(request: DryRunInput): Promise<{ readonly students: number }>
  recordDryRunFailure(request: DryRunInput & { readonly failureType: string }): Promise<void>
}

interface ComparisonRequest {
  readonly runId: number
  readonly dryRun: boolean
}

export interface FoundChanges {
  /** Students in the queue that no page works on. */
  readonly waiting: number
  /** Whether the search came to its end. The first one, of all students, takes several ticks. */
  readonly complete: boolean
  /** Whether counters must be written even if no student is read. */
  readonly countersDue: boolean
  /** Rows that cannot be read. */
  readonly setAside: number
  /** Certificates that Odoo has lost and that are to be recorded again. */
  readonly certificatesLost: number
}

export interface ResolvedHints {
  /** Students in the queue that webhooks have named and no page works on. */
  readonly waiting: number
  /** Whether another round will resolve more. */
  readonly more: boolean
}

export interface PageRequest {
  /** Students at most. */
  readonly pageSize: number
  /** Only students that this source noticed. */
  readonly source?: ChangeSource
}

export interface PageResult {
  /** Students taken from the queue. */
  readonly claimed: number
  /** Students that were read: those claimed, and others who share a contact with one of them. */
  readonly students: number
  readonly written: number
  readonly notified: number
  /** Rows that cannot be read. The worker's log names them. */
  readonly setAside: number
  /** Students still in the queue, also those that other pages work on. */
  readonly remaining: number
}

export interface CertificateActivities {
  /**
   * Chart 3, B: everything the requirement check needs, read now, and the policy of the run. Writes
   * the statuses first that wait in the outbox, because they count.
   */
  collectEvidence(
    request: ApplicationRun & { overridden: readonly number[] },
  ): Promise<{ evidence: Evidence; policy: CertificatePolicy }>
  /**
   * Chart 3, D: reserves the number in one transaction with the register row, renders the PDF from
   * facts frozen at issue, and stores bytes and hash; then `gr.certificate` with the PDF, moved
   * draft → issued → delivered in this order. Called again it returns the same certificate.
   */
  generateCertificate(
    request: ApplicationRun & {
      version: number
      validMonths: number | null
      check: RequirementCheck
      decision?: { by: string; comment?: CommentId }
    },
  ): Promise<{ certificateNumber: string }>
  /** Records a certificate again whose record was deleted in Odoo: a person wants it back. */
  recordCertificateAgain(
    request: ApplicationRun & { version: number },
  ): Promise<{ odooCertificateId: number }>
}

export interface MailActivities {
  sendMail(request: MailRequest): Promise<{ outcome: MailOutcome }>
}

/** What steps have put into the outbox, of all students. One failed delivery holds up no other. */
export interface OutboxActivities {
  sendDueEmails(): Promise<DeliveryResult>
  writeDueStatuses(): Promise<DeliveryResult>
}

export interface DigestActivities {
  /** Sends the daily digests to staff, if it is time for them. */
  sendDueDigests(): Promise<DeliveryResult>
}

export interface ReportActivities {
  /** Sends the reports that are due on their schedules. */
  sendDueReports(): Promise<DeliveryResult>
}

export interface TodoActivities {
  /** Makes the to-dos in Odoo agree with the open tasks. */
  writeDueTodos(): Promise<DeliveryResult>
}

export interface DeliveryResult {
  readonly delivered: number
  /** Still in the outbox. */
  readonly waiting: number
  /** Milliseconds until the next one is due; null: none waits. */
  readonly nextInMs: number | null
}

export interface ReadModelActivities {
  /**
   * Saves steps, and puts what follows from them into the outbox. Idempotent by (workflowId,
   * runEpoch, seq); order does not matter.
   */
  recordTransitions(transitions: readonly Transition[]): Promise<void>
}

export interface BulkActivities {
  /** Finds whom the operation concerns and what would happen to each. Writes nothing to Odoo. */
  previewBulkOperation(operation: BulkOperationInput): Promise<void>
  /** Does, or undoes, the next page of items, or says what to wait for. */
  advanceBulkOperation(operation: BulkOperationInput): Promise<{ readonly next: BulkProgress }>
  recordBulkFailure(operation: BulkOperationInput & { readonly failureType: string }): Promise<void>
}

export interface BulkCheckActivities {
  /**
   * Compares Odoo with what it had before the run and with what the preview said. Only reads. In
   * the last comparison, what is missing counts as a difference. Returns for how many students
   * something is still to come.
   */
  checkBulkOperation(
    request: BulkOperationInput & { readonly isLast: boolean },
  ): Promise<{ readonly waiting: number }>
  recordCheckFailure(operation: BulkOperationInput & { readonly failureType: string }): Promise<void>
}

export interface MigrationActivities {
  /** Sorts the students of the plan's program by what would happen to them. Only reads Odoo. */
  planProgram(plan: MigrationPlanInput): Promise<void>
  recordPlanFailure(plan: MigrationPlanInput & { readonly failureType: string }): Promise<void>
}

export type Activities = StudentActivities &
  ElearningActivities &
  StatusActivities &
  SyncActivities &
  ReconciliationActivities &
  RuleActivities &
  BulkActivities &
  BulkCheckActivities &
  MigrationActivities &
  CertificateActivities &
  MailActivities &
  OutboxActivities &
  TodoActivities &
  DigestActivities &
  ReportActivities &
  ReadModelActivities
