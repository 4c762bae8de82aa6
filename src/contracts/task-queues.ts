/** One queue per outside system, so that a slow Odoo cannot hold up the mail and each has its own brake. */
export const TaskQueue = {
  /** Workflow tasks, and activities that touch only our own database. */
  orchestrator: 'orchestrator',
  odoo: 'odoo',
  /** Pages of the sync: many students a call, so that they never stand in the way of one student. */
  odooBulk: 'odoo-bulk',
  documents: 'documents',
  mail: 'mail',
} as const
export type TaskQueue = (typeof TaskQueue)[keyof typeof TaskQueue]
