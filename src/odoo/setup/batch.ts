import type { Resource } from './resource.js'

/** Resources of one model that go to Odoo in one call; what they refer to stands in batches before theirs. */
export interface Batch {
  /** Heading in the plan. */
  readonly title: string
  readonly resources: readonly Resource[]
}
