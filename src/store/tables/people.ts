import type { MailLanguage } from '../../contracts/mail.js'
import type { GeneratedInstant, Instant } from '../columns.js'

export interface PersonTables {
  /** What lists show of a student. */
  person: {
    student_id: number
    name: string
    name_arabic: string | null
    language: MailLanguage
    email: string | null
    /** Odoo's user. */
    agent_id: number | null
    sort_name: string
    sort_name_arabic: string
    /** `tsvector` */
    words: string
    updated_at: Instant
  }
  agent: {
    agent_id: number
    name: string
    email: string | null
    read_at: GeneratedInstant
  }
}
