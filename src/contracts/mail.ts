import type { ApplicationRun } from './application.js'
import type { Task } from './tasks.js'

/**
 * Emails, from the request of a workflow to the state in the ledger.
 *
 * To add a kind of email:
 * 1. Add what it needs to `MailDetails`, and its name to `MAIL_KINDS`. The compiler then leads to
 *    steps 2 to 4.
 * 2. `src/mail/guarantees.ts`: choose what happens when an outcome is unknown.
 * 3. `src/mail/mail-content.ts`: declare what its text shows.
 *    `activities/mail/prepare-mail.ts`: read that from Odoo or the register.
 *    `src/mail/compose.ts`: pass it to the texts.
 * 4. `src/mail/messages.en.ts` and `messages.ar.ts`: write its texts.
 * 5. `templates/mail/`: add `<kind>.mjml`, `<kind>.en.txt` and `<kind>.ar.txt`, then run
 *    `npm run mail:compile`.
 * 6. `src/store/migrations/`: allow the kind in the table `email`.
 * 7. `test/mail/examples.ts`: add an example, then create its golden files (`compose.test.ts`).
 */
export type MailRequest = ApplicationRun &
  MailDetails & {
    /**
     * Tells one email of this kind from the next: `1`, `50` (milestone), `2026-11-01.2` (reminder).
     */
    readonly version: string
  }

/** What each kind of email needs besides people. */
export type MailDetails =
  | { readonly kind: 'welcome'; readonly courseIntegrationIds: readonly number[] }
  | {
      readonly kind: 'review_request'
      readonly task: Pick<Task, 'kind' | 'instructions' | 'sentences' | 'reminders' | 'escalated'> & {
        /** ISO instant; null: none. */
        readonly deadline: string | null
      }
    }
  /** Percent of overall progress. */
  | { readonly kind: 'milestone'; readonly percent: number }
  /** Reminder `number` of at most `of`. */
  | { readonly kind: 'reminder'; readonly number: number; readonly of: number; readonly daysIdle: number }
  /** To a learner who has never signed in: reminder `number` of at most `of`. */
  | { readonly kind: 'sign_in'; readonly number: number; readonly of: number }
  | { readonly kind: 'completion'; readonly courseIntegrationId: number }
  | {
      readonly kind: 'certificate'
      readonly certificateVersion: number
      readonly certificateNumber: string
    }

export const MAIL_KINDS = [
  'welcome',
  'review_request',
  'milestone',
  'reminder',
  'sign_in',
  'completion',
  'certificate',
] as const satisfies readonly MailDetails['kind'][]
export type MailKind = MailDetails['kind']

export type MailLanguage = 'en' | 'ar'

/** The language in which we write to somebody whose Odoo speaks a locale such as `ar_001`. */
export const mailLanguageOf = (locale: string | null): MailLanguage =>
  locale?.startsWith('ar') === true ? 'ar' : 'en'

/** How an email ended. */
export type MailOutcome =
  /** The mail server accepted it. */
  | 'accepted'
  /** Sent again after an unknown outcome, so the recipient may have it twice. */
  | 'possibly_twice'
  /**
   * The connection was lost after the message was handed over, and this kind is sent at most once.
   */
  | 'unknown'
  /** The mail server rejected it (5xx) for this address. A person must correct the address. */
  | 'rejected'
  /** No usable address. */
  | 'no_recipient'
  /** The learner has switched reminders off. */
  | 'switched_off'

/** The state of an email in the ledger. */
export const MAIL_STATES = [
  /** To be sent, or deferred by the mail server. */
  'pending',
  /** An attempt is in progress, or its process died. */
  'sending',
  'accepted',
  'possibly_twice',
  /** The mail server may have it. */
  'unknown',
  'rejected',
  'no_recipient',
  'switched_off',
] as const
export type MailState = (typeof MAIL_STATES)[number]

/** Emails to staff that belong to no application. They have a ledger of their own. */
export const STAFF_MAIL_KINDS = ['digest', 'report'] as const
export type StaffMailKind = (typeof STAFF_MAIL_KINDS)[number]

/** The state of such an email. */
export const STAFF_EMAIL_STATES = [
  'pending',
  'sending',
  'accepted',
  /** The mail server may have it. A digest is sent again, a report is not. */
  'unknown',
  'rejected',
  'no_recipient',
  /** No longer staff, or their role may not read the report. */
  'not_allowed',
  /** The report has more rows than its format holds. */
  'too_long',
  /** The next one was due before it could be sent. */
  'replaced',
] as const
export type StaffEmailState = (typeof STAFF_EMAIL_STATES)[number]
