import { cancellationSignal, log } from '@temporalio/activity'
import type { TodoActivities } from '../../src/contracts/activities.js'
import { claimTodos, postponeTodos, settledTodos, waitingTodos } from '../../src/store/todos.js'
import type { ActivityContext } from '../dependencies.js'
import { withHeartbeats } from '../sync/heartbeats.js'
import { settleTodos } from './settle-todos.js'
import { todoPlace } from './todo-records.js'
import { SECONDS_AFTER_REFUSAL, writeTodos } from './write-todos.js'

/** To-dos in one call to Odoo, which needs some milliseconds for each. */
const PAGE = 100

/** Then the activity ends, and the next one goes on. Milliseconds. */
const TIME_FOR_ONE_ACTIVITY = 60_000

/**
 * Open tasks as to-dos on students in Odoo, for agents who work there. A projection of the read
 * model: it decides nothing, and no workflow waits for it.
 */
export function createTodoActivities(context: ActivityContext): TodoActivities {
  const { store, config } = context
  const choice = config.todos.choice
  const writeDueTodos = async () => {
    const until = Date.now() + TIME_FOR_ONE_ACTIVITY
    let delivered = 0
    while (Date.now() < until) {
      cancellationSignal().throwIfAborted()
      const ended = await settledTodos(store, choice, PAGE)
      delivered += await settleTodos(context, ended)
      const due = await claimTodos(store, choice, PAGE)
      if (due.length > 0) delivered += await write(due)
      if (ended.length < PAGE && due.length < PAGE) break
    }
    const { count, nextInMs } = await waitingTodos(store, choice)
    return { delivered, waiting: count, nextInMs }
  }
  const write = async (due: Awaited<ReturnType<typeof claimTodos>>) => {
    const place = await todoPlace(context.odoo)
    if (place) return writeTodos(context, place, due)
    log.warn('Tasks cannot be shown in Odoo: its student model has no activities. The doctor says more.')
    await postponeTodos(store, due, SECONDS_AFTER_REFUSAL)
    return 0
  }
  return { writeDueTodos: () => withHeartbeats(writeDueTodos) }
}
