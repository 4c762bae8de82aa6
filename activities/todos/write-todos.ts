import { log } from '@temporalio/activity'
import { FailureType } from '../../src/contracts/failures.js'
import { mailLanguageOf, type MailLanguage } from '../../src/contracts/mail.js'
import { taskPage } from '../../src/contracts/task-page.js'
import { dayIn } from '../../src/domain/calendar.js'
import { taskDueAt } from '../../src/domain/reminders.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import type { Upsert } from '../../src/odoo/client/load.js'
import { TrainingProgram, User } from '../../src/odoo/schema/index.js'
import { RecordActivity } from '../../src/odoo/schema/todos.js'
import { postponeTodos, saveTodos, type DueTodo, type WrittenTodo } from '../../src/store/todos.js'
import type { ActivityContext } from '../dependencies.js'
import { openActivities, todoId, type TodoPlace } from './todo-records.js'
import { todoText } from './todo-text.js'

/** Until a to-do that Odoo refuses is tried again: somebody may have given the agent rights. */
export const SECONDS_AFTER_REFUSAL = 3600

type Context = Pick<ActivityContext, 'odoo' | 'store' | 'config' | 'timeZone'>
type ActivityRow = Upsert<typeof RecordActivity>

/** Who a to-do is assigned to. */
interface Assignee {
  readonly id: number
  readonly language: MailLanguage
}

/**
 * Makes or changes to-dos in Odoo, in a few calls for any number of them. What staff have marked as
 * done stays so until the next reminder, which makes a new activity: marking decides nothing.
 * Returns the number written.
 */
export async function writeTodos(
  context: Context,
  place: TodoPlace,
  due: readonly DueTodo[],
): Promise<number> {
  const { odoo, store } = context
  const open = await openActivities(
    odoo,
    due.map((todo) => todoId(todo)),
  )
  const isGone = (todo: DueTodo) => todo.isWritten && !open.has(todoId(todo))
  const assigned = await assign(
    context,
    due
      .filter((todo) => !isGone(todo) || todo.isNudged)
      .map((todo) => (isGone(todo) ? { ...todo, generation: todo.generation + 1 } : todo)),
  )
  const dismissed = due.filter((todo) => isGone(todo) && !todo.isNudged)
  await saveTodos(
    store,
    dismissed.map((todo) => written(todo, 'en')),
  )
  await postponeTodos(store, assigned.nobody, SECONDS_AFTER_REFUSAL)
  const rows = await rowsOf(context, place, assigned.somebody)
  const { stored, refused } = await loadAll(odoo.with({ withoutNotices: true }), rows)
  await saveTodos(
    store,
    stored.map(({ todo, assignee }) => written(todo, assignee.language)),
  )
  await postponeTodos(
    store,
    refused.map(({ todo }) => todo),
    SECONDS_AFTER_REFUSAL,
  )
  if (refused.length > 0)
    log.warn('Odoo refuses to show some tasks. Their agents may not see the students.', {
      refused: refused.length,
    })
  return stored.length + dismissed.length
}

const written = (
  { workflowId, since, generation, version, nudges }: DueTodo,
  language: MailLanguage,
): WrittenTodo => ({
  workflowId,
  since,
  generation,
  version,
  nudges,
  language,
})

interface AssignedTodo {
  readonly todo: DueTodo
  readonly assignee: Assignee
}

/** An agent who is archived, or no longer staff, is replaced by the configured user, if any. */
async function assign(
  { odoo, config }: Context,
  todos: readonly DueTodo[],
): Promise<{ somebody: AssignedTodo[]; nobody: DueTodo[] }> {
  const agentIds = [...new Set(todos.flatMap(({ agentId }) => agentId ?? []))]
  const [agents, [fallback]] = await Promise.all([
    odoo.read(User, agentIds, ['lang', 'active', 'share']),
    config.todos.user === null
      ? []
      : odoo.searchRead(User, [['login', '=', config.todos.user]], ['lang', 'active', 'share']),
  ])
  const assigneeOf = ({ agentId }: DueTodo): Assignee | undefined => {
    const agent = agents.find(({ id }) => id === agentId)
    const user = agent?.active === true && !agent.share ? agent : fallback
    return user && { id: user.id, language: mailLanguageOf(user.lang) }
  }
  const somebody: AssignedTodo[] = []
  const nobody: DueTodo[] = []
  for (const todo of todos) {
    const assignee = assigneeOf(todo)
    if (assignee) somebody.push({ todo, assignee })
    else nobody.push(todo)
  }
  return { somebody, nobody }
}

interface TodoRow extends AssignedTodo {
  readonly row: ActivityRow
}

async function rowsOf(
  { odoo, config, timeZone }: Context,
  place: TodoPlace,
  assigned: readonly AssignedTodo[],
): Promise<TodoRow[]> {
  if (assigned.length === 0) return []
  const zone = await timeZone()
  const programs = await odoo.read(
    TrainingProgram,
    [...new Set(assigned.map(({ todo }) => todo.programId))],
    ['name'],
  )
  const titleOf = (id: number) => programs.find((program) => program.id === id)?.name ?? `${id}`
  return assigned.map(({ todo, assignee }) => ({
    todo,
    assignee,
    row: {
      externalId: todoId(todo),
      ...todoText(assignee.language, {
        task: todo.task,
        program: titleOf(todo.programId),
        url: `${config.publicUrl}${taskPage(todo, todo.flow)}`,
      }),
      deadline: dayIn(zone, taskDueAt(todo.task)),
      user: assignee.id,
      type: place.type,
      recordModel: place.recordModel,
      record: todo.studentId,
    },
  }))
}

/**
 * Loads rows all at once. Odoo takes all or none, so a refused batch is halved until the rows are
 * found that it refuses.
 */
async function loadAll(
  odoo: Odoo,
  rows: readonly TodoRow[],
): Promise<{ stored: readonly TodoRow[]; refused: readonly TodoRow[] }> {
  try {
    await odoo.load(
      RecordActivity,
      rows.map(({ row }) => row),
    )
    return { stored: rows, refused: [] }
  } catch (error) {
    if (!isRefusal(error)) throw error
    if (rows.length === 1) return { stored: [], refused: rows }
    const middle = Math.ceil(rows.length / 2)
    const [first, second] = [
      await loadAll(odoo, rows.slice(0, middle)),
      await loadAll(odoo, rows.slice(middle)),
    ]
    return {
      stored: [...first.stored, ...second.stored],
      refused: [...first.refused, ...second.refused],
    }
  }
}

const REFUSALS: readonly FailureType[] = [
  FailureType.OdooRejected,
  FailureType.OdooAccessDenied,
  FailureType.OdooMissing,
]
export const isRefusal = (error: unknown) => error instanceof OdooError && REFUSALS.includes(error.type)
