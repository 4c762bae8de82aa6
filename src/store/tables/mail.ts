import type { Generated } from 'kysely'
import type { MailKind } from '../../contracts/activities.js'
import type { GeneratedInstant, Instant } from '../columns.js'

export type MailLanguage = 'en' | 'ar'

/**
 * State of an email. `pending`: to be sent, or deferred by the server. `sending`: an attempt is in
 * progress, or its process died. `accepted`, `possibly_twice`: the server has it. `unknown`: the server
 * may have it. `rejected`: the server does not have it and will not accept it. `no_recipient`: there
 * is no address to send to.
 */
export type MailState =
  'pending' | 'sending' | 'accepted' | 'possibly_twice' | 'unknown' | 'rejected' | 'no_recipient'

export interface MailTables {
  email: {
    id: Generated<number>
    kind: MailKind
    program_id: number
    student_id: number
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
