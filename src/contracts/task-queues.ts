/**
 * One queue per outside system, so that a slow Odoo cannot delay emails and each has its own
 * limits.
 */
export const TaskQueue = {
  /** Workflow tasks, and activities that touch only our own database. */
  orchestrator: 'orchestrator',
  odoo: 'odoo',
  /**
   * Pages of the sync: many students a call. A queue of their own, so that no student waits for
   * them.
   */
  odooBulk: 'odoo-bulk',
  documents: 'documents',
  mail: 'mail',
} as const
export type TaskQueue = (typeof TaskQueue)[keyof typeof TaskQueue]
