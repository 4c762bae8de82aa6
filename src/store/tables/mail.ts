import type { Generated } from 'kysely'
import type { MailKind, MailLanguage, MailState } from '../../contracts/mail.js'
import type { GeneratedInstant, Instant } from '../columns.js'

export interface MailTables {
  email: {
    id: Generated<number>
    kind: MailKind
    program_id: number
    student_id: number
    run: number
    version: string
    message_id: string
    state: Generated<MailState>
    recipient: string | null
    language: MailLanguage
    attempts: Generated<number>
    unknown_attempts: Generated<number>
    created_at: GeneratedInstant
    first_attempt_at: Instant | null
    last_attempt_at: Instant | null
    lease_until: Instant | null
    response_code: number | null
    response: string | null
  }
}
