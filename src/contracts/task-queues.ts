import type { OutsideSystem } from './outside-systems.js'

/**
 * One queue per outside system, so that a slow Odoo cannot delay emails and each has its own
 * limits. Interactive work has queues of its own, so that it never waits behind bulk work: this
 * holds on every Temporal server, also on one that ignores priorities.
 */
export const TaskQueue = {
  /** Workflow tasks, and activities that touch only our own database. */
  orchestrator: 'orchestrator',
  odoo: 'odoo',
  odooInteractive: 'odoo-interactive',
  /**
   * Pages of the sync: many students a call. A queue of their own, so that no student waits for
   * them.
   */
  odooBulk: 'odoo-bulk',
  documents: 'documents',
  documentsInteractive: 'documents-interactive',
  mail: 'mail',
  mailInteractive: 'mail-interactive',
} as const
export type TaskQueue = (typeof TaskQueue)[keyof typeof TaskQueue]

const INTERACTIVE: readonly string[] = [
  TaskQueue.odooInteractive,
  TaskQueue.documentsInteractive,
  TaskQueue.mailInteractive,
]

/** Whether somebody waits for the activities of this queue. */
export const isInteractive = (queue: string): boolean => INTERACTIVE.includes(queue)

const ODOO: readonly OutsideSystem[] = ['odoo']
/** An email reads its recipient from Odoo. */
const MAIL: readonly OutsideSystem[] = ['mail', 'odoo']

/** The systems that the activities of each queue need. */
const NEEDS = {
  [TaskQueue.orchestrator]: [],
  [TaskQueue.odoo]: ODOO,
  [TaskQueue.odooInteractive]: ODOO,
  [TaskQueue.odooBulk]: ODOO,
  [TaskQueue.documents]: ODOO,
  [TaskQueue.documentsInteractive]: ODOO,
  [TaskQueue.mail]: MAIL,
  [TaskQueue.mailInteractive]: MAIL,
} as const satisfies Record<TaskQueue, readonly OutsideSystem[]>

/** Returns the systems that the activities of a task queue need; of an unknown one, none. */
export const systemsOf = (taskQueue: string): readonly OutsideSystem[] =>
  new Map<string, readonly OutsideSystem[]>(Object.entries(NEEDS)).get(taskQueue) ?? []
