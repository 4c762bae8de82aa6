import type { Generated } from 'kysely'
import type { GeneratedInstant, Instant } from '../columns.js'

export interface ApplicationTables {
  application: {
    program_id: number
    student_id: number
    run: number
    started_at: GeneratedInstant
    origin: 'sweep' | 'api' | 'adoption' | null
    policy_version: number
    training_started_at: Instant | null
    ended_at: Instant | null
    ended_stage: string | null
    student_created_at: Instant | null
    mailbox_hash: string | null
    database_uuid: string | null
    person: Generated<number>
    another_person_since: Instant | null
    adopted: Generated<boolean>
    course_rules_version: Generated<number | null>
  }
}
