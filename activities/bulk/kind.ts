import type { Channel } from '../../src/contracts/outbox.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { BulkItem, ItemChange, PreviewedItem } from '../../src/store/bulk-items.js'
import type { BulkOperation } from '../../src/store/bulk-operations.js'
import type { ActivityContext } from '../dependencies.js'

/** What a kind of operation works with. */
export interface BulkWork {
  readonly context: ActivityContext
  /** Stops with the activity. */
  readonly odoo: Odoo
  readonly operation: BulkOperation
  /** More was put into the outbox. */
  readonly filled: (channel: Channel) => void
}

/** What one item has become, without the student it is about. */
export type ItemResult = Pick<ItemChange, 'outcome' | 'reasons' | 'result'>

/**
 * A kind of bulk operation. Everything may be repeated after a crash, so `apply` and `undo` look at
 * what is there first. What they throw concerns one student: where no retry can help, or several
 * have not, that item fails and the others go on (`item-failure.ts`). An outage is waited out.
 */
export interface BulkKind {
  /** The students whom the filter names, by rising id. */
  candidates(work: BulkWork): Promise<readonly number[]>
  /** What would happen to them. In as few calls as possible, and without a change. */
  preview(work: BulkWork, studentIds: readonly number[]): Promise<PreviewedItem[]>
  /**
   * Does it for one student, as the command for one student does. `item.before` is what was there
   * right before, `item.outcome` the outcome before this attempt: after `applying`, an earlier one
   * may have done it.
   */
  apply(work: BulkWork, item: BulkItem): Promise<ItemResult>
  /** Takes back what was done for a page of students, except what people or learners did since. */
  undo(work: BulkWork, items: readonly BulkItem[]): Promise<ItemChange[]>
  /**
   * How many students there are of those whom such an operation may concern, for the guard. Without
   * it, the guard compares students in training.
   */
  known?(work: BulkWork): Promise<number>
}
