import type { ApplicationFacts } from '../domain/facts.js'
import type { ProgramPolicy } from '../domain/policy.js'
import type { Evidence, RequirementCheck } from '../domain/requirements.js'
import type { ProgramSnapshot } from '../domain/snapshot.js'
import type { Application } from './application.js'
import type { CommentId } from './enrollment.js'
import type { Task } from './tasks.js'
import type { Transition } from './transitions.js'

/**
 * The side effects of the workflows, one thing each. All are idempotent: every write is find-or-create or absolute, keyed by a
 * business key and read back, because a time-out means *outcome unknown*. Failures: `failures.ts`.
 */
export interface StudentActivities {
  /** Chart 1, A: the facts a decision needs and the policy in force. */
  readApplication(application: Application): Promise<{ facts: ApplicationFacts; policy: ProgramPolicy }>
  /** The contact that stands for the student: found by normalised e-mail or created, claimed for her and linked on the student. */
  linkContact(request: Application & { choice?: ContactChoice }): Promise<ContactLink>
}

/** What a person decided about the contact. */
export type ContactChoice = { use: number } | { create: true }

export type ContactLink =
  | { kind: 'linked'; partnerId: number; how: 'already' | 'found' | 'created' | 'chosen' }
  /** A person must decide. `choices` are contact ids, `todo` says what to do. */
  | { kind: 'undecided'; choices: number[]; instructions: string }

export interface ElearningActivities {
  /** Chart 1, E: access to each course granted and read back. */
  grantAccess(
    request: Application & { partnerId: number; courseIntegrationIds: readonly number[] },
  ): Promise<AccessGrant[]>
  /** Chart 1, G: one tracker per course, linked to the membership. */
  ensureTrackers(
    request: Application & { memberships: readonly { courseIntegrationId: number; membershipId: number }[] },
  ): Promise<{ courseIntegrationId: number; trackerId: number }[]>
  /** The plan's update_progress: marks content as completed in eLearning on behalf of a learner. */
  markContentCompleted(
    request: Application & { courseIntegrationId: number; slideIds: readonly number[] | 'all' },
  ): Promise<{ marked: number }>
}

export type AccessGrant =
  | { courseIntegrationId: number; granted: true; membershipId: number }
  /** Odoo did not grant: archived course, course for sale, missing right. `todo` says what to do. */
  | { courseIntegrationId: number; granted: false; instructions: string }

export interface StatusActivities {
  /**
   * The student's workflow is the one writer of statuses: tracker status and dates, the student's `integration_status` and `state`.
   * A student's state is the furthest point of any of her applications: written only forward (`domain/student-state.ts`).
   */
  writeStatuses(request: Application & { point: StatusPoint; at: string }): Promise<void>
}

export type StatusPoint =
  | { kind: 'rejected' }
  | { kind: 'enrolled' }
  /** Course integrations in which she has begun, and those she has completed. */
  | { kind: 'training'; begun: readonly number[]; completed: readonly number[]; programCompleted: boolean }
  | { kind: 'certified' }

export interface SyncActivities {
  /**
   * One tick of the cursor sweep: which students have changed in Odoo since the cursor, in pages; and the cursor to keep when all
   * pages are done. Reads only what is inside the window. `settings`: programs or courses have changed, so that all counters are to be
   * looked at.
   */
  findChanges(request: {
    pageSize: number
  }): Promise<{ pages: number[][]; cursor: string; settings?: boolean }>
  /**
   * The page activity: re-read, compute, write numbers, remember versions, tell the workflows concerned (new applications are
   * started, running ones signalled). `only`: just this application, and answer with its snapshot instead of signalling it.
   */
  syncPage(request: { studentIds: readonly number[] }): Promise<PageResult>
  syncApplication(application: Application): Promise<ProgramSnapshot>
  /** The counters of these courses and of their programs, in Odoo. Once after the pages of a tick, not beside them. */
  writeCounters(request: { courseIntegrationIds: readonly number[] | 'all' }): Promise<{ written: number }>
  keepCursor(request: { cursor: string }): Promise<void>
}

export interface PageResult {
  readonly students: number
  readonly written: number
  readonly notified: number
  /** In which anybody of the page has a tracker: their counters may have changed. */
  readonly courseIntegrationIds?: readonly number[]
}

export interface CertificateActivities {
  /** Chart 3, B: everything the requirement check needs, read now. */
  collectEvidence(request: Application & { overridden: readonly number[] }): Promise<Evidence>
  /**
   * Chart 3, D: number reserved in one transaction with the register row, PDF rendered from facts frozen at issue, bytes and hash
   * stored. Called again it answers with the same certificate.
   */
  issueCertificate(
    request: Application & {
      version: number
      validMonths: number | null
      check: RequirementCheck
      decision?: { by: string; comment?: CommentId }
    },
  ): Promise<{ certificateNumber: string }>
  /** `gr.certificate` with the PDF, moved draft → issued → delivered in lawful order. */
  recordCertificate(request: Application & { version: number }): Promise<{ odooCertificateId: number }>
}

export type MailRequest = Application &
  MailDetails & {
    /** Tells one email of this kind from the next: `1`, `50` (milestone), `2026-11-01.2` (reminder). */
    readonly version: string
  }

/** What each kind of email needs besides people. */
export type MailDetails =
  | { readonly kind: 'welcome'; readonly courseIntegrationIds: readonly number[] }
  | {
      readonly kind: 'review_request'
      readonly task: Pick<Task, 'kind' | 'instructions' | 'reminders' | 'escalated'> & {
        /** ISO instant; null: none. */
        readonly deadline: string | null
      }
    }
  /** Percent of overall progress. */
  | { readonly kind: 'milestone'; readonly percent: number }
  /** Reminder `number` of at most `of`. */
  | { readonly kind: 'reminder'; readonly number: number; readonly of: number; readonly daysIdle: number }
  | { readonly kind: 'completion'; readonly courseIntegrationId: number }
  | {
      readonly kind: 'certificate'
      readonly certificateVersion: number
      readonly certificateNumber: string
    }

export type MailKind = MailDetails['kind']

export type MailOutcome =
  /** The server took it. */
  | 'accepted'
  /** Sent again after an unknown outcome: the server may have it twice, and the ledger says so. */
  | 'possibly_twice'
  /** Connection lost after the text was handed over, and this kind is sent at most once. */
  | 'unknown'
  /** 5xx for this address: a person must correct it. */
  | 'rejected'
  /** Nobody to write to (no usable address, no agent). */
  | 'no_recipient'

export interface MailActivities {
  sendMail(request: MailRequest): Promise<{ outcome: MailOutcome }>
  /** Several that nothing waits for, one after the other. Tried again as a whole: what is in the ledger is not sent twice. */
  sendMails(requests: readonly MailRequest[]): Promise<void>
}

export interface ReadModelActivities {
  /** Idempotent by (workflowId, era, seq); order does not matter. */
  recordTransitions(transitions: readonly Transition[]): Promise<void>
}

export type Activities = StudentActivities &
  ElearningActivities &
  StatusActivities &
  SyncActivities &
  CertificateActivities &
  MailActivities &
  ReadModelActivities
