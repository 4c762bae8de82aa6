import type { Generated } from 'kysely'
import type { MailLanguage } from '../../contracts/mail.js'
import type { GeneratedInstant, Instant } from '../columns.js'

export interface TodoTables {
  todo: {
    workflow_id: string
    since: Instant
    student_id: number
    generation: Generated<number>
    version: string | null
    nudges: Generated<number>
    language: Generated<MailLanguage>
    due_at: GeneratedInstant
  }
}
