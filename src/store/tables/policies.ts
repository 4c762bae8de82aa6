import type { ProgramPolicy } from '../../domain/policy.js'
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

/** A policy without its version, which is the row's. */
export type PolicyDocument = Omit<ProgramPolicy, 'version'>
