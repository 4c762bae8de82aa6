import type { StoredSentence } from '../../domain/sentences/sentence.js'
import type { Generated } from 'kysely'
import type { ApplicantOutcome } from '../../domain/applicant-preview.js'
import type { IntakeMode, IntakeRules } from '../../domain/intake.js'
import type { GeneratedInstant, Instant, Json } from '../columns.js'

export interface IntakeTables {
  intake: {
    program_id: number
    version: number
    mode: IntakeMode
    since: Instant | null
    accepted: number
    stopped_at_count: number | null
    author: string
    reason: string
    created_at: GeneratedInstant
  }
  intake_state: {
    program_id: number
    noticed_rules: Json<IntakeRules> | null
    counted_version: Generated<number>
    counted: Generated<number>
  }
  found_application: {
    program_id: number
    student_id: number
    found_at: GeneratedInstant
    admitted_at: Instant | null
    was_accepted: Generated<boolean>
  }
  applicant: {
    program_id: number
    student_id: number
    intake_version: number
    outcome: ApplicantOutcome
    reasons: Json<readonly StoredSentence[]>
    assessed_at: GeneratedInstant
  }
}
