import { log } from '@temporalio/activity'
import { groupBy } from '../../src/group-by.js'
import { RecordActivity } from '../../src/odoo/schema/todos.js'
import { postponeTodos, removeTodos, type SettledTodo } from '../../src/store/todos.js'
import type { ActivityContext } from '../dependencies.js'
import { openActivities, todoId } from './todo-records.js'
import { feedbackText } from './todo-text.js'
import { isRefusal, SECONDS_AFTER_REFUSAL } from './write-todos.js'

/**
 * Marks the to-dos of ended tasks as done: Odoo then notes on the student how each ended. To-dos of
 * tasks that are still open, but no longer shown, are deleted. Returns the number settled.
 */
export async function settleTodos(
  { odoo, store }: Pick<ActivityContext, 'odoo' | 'store'>,
  todos: readonly SettledTodo[],
): Promise<number> {
  const open = await openActivities(
    odoo,
    todos.map((todo) => todoId(todo)),
  )
  let settled = 0
  for (const [feedback, some] of groupBy(todos, endOf)) {
    const group = [...some]
    const ids = group.flatMap((todo) => open.get(todoId(todo)) ?? [])
    try {
      if (ids.length > 0)
        await (feedback === ''
          ? odoo.call(RecordActivity, 'unlink', ids)
          : odoo.call(RecordActivity, 'action_feedback', ids, {}, { feedback }))
      await removeTodos(store, group)
      settled += group.length
    } catch (error) {
      if (!isRefusal(error)) throw error
      await postponeTodos(store, group, SECONDS_AFTER_REFUSAL)
      log.warn('Odoo refuses to complete activities of ended tasks.', { refused: group.length })
    }
  }
  return settled
}

/** The feedback on the activity; empty: it is deleted. */
const endOf = ({ isOpen, language, decision }: SettledTodo) =>
  isOpen ? '' : feedbackText(language, decision)
