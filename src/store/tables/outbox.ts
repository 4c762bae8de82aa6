import type { Generated } from 'kysely'
import type { Channel } from '../../contracts/outbox.js'
import type { GeneratedInstant, Instant, Json } from '../columns.js'

export interface OutboxTables {
  outbox: {
    id: Generated<number>
    channel: Channel
    program_id: number
    student_id: number
    run: number
    key: string
    request: Json<object>
    workflow_id: string
    run_epoch: number
    seq: number
    step_at: Instant
    created_at: GeneratedInstant
    due_at: GeneratedInstant
    attempts: Generated<number>
  }
}
