import type { MailLanguage } from '../contracts/mail.js'
import type { TaskKind } from '../contracts/tasks.js'
import type { Instructions } from '../domain/sentences/sentence.js'

/**
 * Everything that an email shows, read at the moment of sending. To add a kind of email, follow the
 * steps in `src/contracts/mail.ts`.
 */
export interface MailContent {
  readonly language: MailLanguage
  /** Name of the recipient in their language; null: not known (a review mailbox). */
  readonly recipient: string | null
  /** null: it is about none in particular. */
  readonly program: string | null
  /** Name of the training centre in the language of the email. */
  readonly organization: string
  /** Address of the recipient's personal page; null: staff, or nobody who could open it. */
  readonly personalPage: string | null
  readonly body: MailBody
}

/** A course, with the recipient's personal way into it. */
interface CourseLink {
  readonly name: string
  readonly url: string
}

/** A task in a digest. */
interface DigestTask {
  readonly kind: TaskKind
  readonly student: string
  readonly url: string
  readonly isNew: boolean
  readonly isOverdue: boolean
}

/** What each kind of email shows beyond that. `courseUrl`: the recipient's way into a course. */
export type MailBody =
  | { readonly kind: 'welcome'; readonly courses: readonly CourseLink[] }
  | { readonly kind: 'milestone'; readonly percent: number; readonly courseUrl: string }
  | {
      readonly kind: 'sign_in'
      readonly number: number
      readonly of: number
      /** The personal link to the first course. */
      readonly courseUrl: string
    }
  | {
      readonly kind: 'reminder'
      /** This is reminder `number` of at most `of`. */
      readonly number: number
      readonly of: number
      readonly daysIdle: number
      readonly courseUrl: string
    }
  | { readonly kind: 'completion'; readonly course: string; readonly courseUrl: string }
  | { readonly kind: 'certificate'; readonly certificateNumber: string; readonly verifyUrl: string }
  | {
      /** Of a day, to an agent. */
      readonly kind: 'digest'
      readonly programs: readonly { readonly title: string; readonly tasks: readonly DigestTask[] }[]
      /** Where all tasks are. */
      readonly url: string
    }
  | {
      readonly kind: 'report'
      readonly title: string
      /** Local time in the center: `2026-06-01 07:00`. */
      readonly asOf: string
      /** Of `asOf`. ISO date. */
      readonly day: string
      /** ISO dates, both included; null: everything. */
      readonly period: { readonly from: string; readonly to: string } | null
      readonly isOfOwnStudents: boolean
      readonly url: string
    }
  | ({
      readonly kind: 'review_request'
      readonly task: TaskKind
      readonly student: string
      /** `applicationRef`. */
      readonly reference: string
      /** ISO date: the day at whose end the deadline is. */
      readonly lastDay: string | null
      /** 0: the first request. */
      readonly reminder: number
      readonly escalated: boolean
      readonly taskUrl: string
    } & Instructions)
