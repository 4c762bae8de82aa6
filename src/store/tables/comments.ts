import type { Generated } from 'kysely'
import type { GeneratedInstant } from '../columns.js'

export interface CommentTables {
  comment: {
    id: Generated<number>
    program_id: number
    student_id: number
    text: string
    author: string
    command_id: string
    created_at: GeneratedInstant
  }
}
