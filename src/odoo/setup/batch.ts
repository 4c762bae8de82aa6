import type { Resource } from './resource.js'

/** Resources of one model, sent to Odoo in one call. They refer only to earlier batches. */
export interface Batch {
  /** Heading in the plan. */
  readonly title: string
  readonly resources: readonly Resource[]
}
