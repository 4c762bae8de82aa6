import type { PolicyDocument } from '../../domain/policy.js'
import type { GeneratedInstant, Json } from '../columns.js'

export interface PolicyTables {
  policy: {
    program_id: number
    version: number
    document: Json<PolicyDocument>
    author: string
    created_at: GeneratedInstant
  }
}
