import type { Instant, Json } from '../columns.js'

/** What is changed. */
export const AUDIT_ENTITIES = [
  'application',
  'policy',
  'course_rules',
  'intake',
  'outside_system',
  'reconciliation',
  'bulk_operation',
  'api_key',
  'session',
  'learner',
  'report_schedule',
] as const
export type AuditEntity = (typeof AUDIT_ENTITIES)[number]

/** `done`: by this row's transaction. The others are about a workflow's command. */
export const AUDIT_OUTCOMES = ['done', 'requested', 'accepted', 'refused', 'failed'] as const
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number]

/** The fields that a change concerns, without personal data. */
export type AuditFields = Readonly<Record<string, unknown>>

export interface AuditTables {
  audit: {
    id: number
    at: Instant
    actor: string
    action: string
    entity: AuditEntity
    entity_id: string
    program_id: number | null
    student_id: number | null
    outcome: AuditOutcome
    command_id: string | null
    request_id: string | null
    before: Json<AuditFields> | null
    after: Json<AuditFields> | null
    hash: Buffer
  }
  audit_head: {
    is_only: boolean
    id: number
    hash: Buffer
  }
}
