import type { Generated } from 'kysely'
import type { ChangeType } from '../events.js'
import type { GeneratedInstant } from '../columns.js'

export interface EventTables {
  event: {
    id: Generated<number>
    /** `xid8` */
    xid: Generated<string>
    type: ChangeType
    program_id: number | null
    student_id: number | null
    at: GeneratedInstant
  }
  event_horizon: {
    one: Generated<boolean>
    /** `xid8` */
    xid: string
  }
}
