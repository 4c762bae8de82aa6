import type { MailLanguage } from '../../contracts/mail.js'
import type { GeneratedInstant, Instant } from '../columns.js'

export interface LearnerTables {
  learner: {
    student_id: number
    link: Buffer
    mailbox_hash: string
    student_created_at: Instant | null
    /** What they have chosen; null: nothing. */
    language: MailLanguage | null
    reminders_off_at: Instant | null
    linked_at: GeneratedInstant
  }
  learner_page_key: {
    is_only: boolean
    key: Buffer
  }
}
