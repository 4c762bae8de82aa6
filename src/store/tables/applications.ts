import type { GeneratedInstant, Instant } from '../columns.js'

export interface ApplicationTables {
  application: {
    program_id: number
    student_id: number
    run: number
    started_at: GeneratedInstant
    origin: 'sweep' | 'api' | null
    policy_version: number
    training_started_at: Instant | null
    ended_at: Instant | null
    ended_stage: string | null
  }
}
