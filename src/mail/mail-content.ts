import type { MailLanguage } from '../store/tables/mail.js'

/** All that a mail says, read at the moment of sending. */
export interface MailContent {
  readonly language: MailLanguage
  /** Name of the recipient in her language; null: not known (a review mailbox). */
  readonly recipient: string | null
  readonly program: string
  /** Name of the training centre in the letter's language. */
  readonly organization: string
  readonly content: MailContentData
}

export type MailContentData =
  | { readonly kind: 'welcome'; readonly courses: readonly string[]; readonly coursesUrl: string }
  | { readonly kind: 'milestone'; readonly percent: number; readonly coursesUrl: string }
  | {
      readonly kind: 'reminder'
      /** This is reminder `number` of at most `of`. */
      readonly number: number
      readonly of: number
      readonly daysIdle: number
      readonly coursesUrl: string
    }
  | { readonly kind: 'completion'; readonly course: string; readonly coursesUrl: string }
  | { readonly kind: 'certificate'; readonly certificateNumber: string; readonly verifyUrl: string }
  | {
      readonly kind: 'review_request'
      /** `TaskKind`; an unknown one gets general words. */
      readonly task: string
      readonly student: string
      /** `applicationRef`. */
      readonly reference: string
      readonly instructions: string
      /** ISO instant. */
      readonly deadline: string | null
      /** 0: the first request. */
      readonly reminder: number
      readonly escalated: boolean
      readonly reviewsUrl: string
    }
