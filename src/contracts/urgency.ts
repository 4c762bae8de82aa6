import type { Priority } from '@temporalio/common'
import type { Application } from './application.js'

/**
 * Who waits for some work. `interactive`: a person who has just given a command. `bulk`: nobody in
 * particular; the sweep, a clock or another system caused it.
 */
export type Urgency = 'interactive' | 'bulk'

/**
 * Priority keys of Temporal, first to last: 1 to 5. A workflow without a key has 3. That is the
 * sweep, which must not wait behind the students it has found.
 */
const PRIORITY_KEYS = { command: 1, interactive: 2, smallOperation: 4, bulk: 5 } as const

/**
 * The priority of a workflow at its start. It orders the tasks of workflows, and within one task
 * queue also activities. The fairness key keeps one large program from delaying the others, on
 * servers that have fairness.
 */
export const priorityOf = ({ programId }: Pick<Application, 'programId'>, urgency: Urgency): Priority => ({
  priorityKey: PRIORITY_KEYS[urgency],
  fairnessKey: `program-${programId}`,
})

/** Operations on this many students or fewer go before larger ones. */
const SMALL_OPERATION = 50

/** The pages of a bulk operation: small ones first, after all clicks. */
export const priorityOfOperation = (students: number): Priority => ({
  priorityKey: students <= SMALL_OPERATION ? PRIORITY_KEYS.smallOperation : PRIORITY_KEYS.bulk,
})

/** A workflow that receives a command gets this key: the command overtakes even other starts. */
export const COMMAND_PRIORITY_KEY = PRIORITY_KEYS.command

/** The urgency of a workflow's first steps. */
export const urgencyOf = (priority: Priority | undefined): Urgency =>
  priority?.priorityKey && priority.priorityKey <= PRIORITY_KEYS.interactive ? 'interactive' : 'bulk'
