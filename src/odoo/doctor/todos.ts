import { Student, User } from '../schema/index.js'
import { RecordActivity } from '../schema/todos.js'
import { hasActivities } from '../student-activities.js'
import { problem, type FindingDraft } from './finding.js'
import { missingRights } from './rights.js'
import type { Check, CheckContext } from './check-context.js'

/** Whether open tasks can be shown in Odoo, if they should be. */
export const todos: Check = {
  name: 'to-dos',
  run: async (context) => {
    const { odoo, todos } = context
    if (!todos.isEnabled || (await odoo.resolve(Student)).origin === 'missing') return []
    return (await hasActivities(odoo)) ? await obstacles(context) : [NO_ACTIVITIES]
  },
}

const NO_ACTIVITIES = problem({
  what: 'Students have no activities in Odoo.',
  why: 'With TODOS_IN_ODOO=true, open tasks should be activities on the student. They are in the staff app and in emails only.',
  fix: 'Switch on “Has Mail Activity” for the student model (Settings, Technical, Models), or set TODOS_IN_ODOO=false.',
})

async function obstacles(context: CheckContext): Promise<FindingDraft[]> {
  const { odoo, todos } = context
  const [missing, users] = await Promise.all([
    missingRights(context, { model: RecordActivity, rights: 'rwcd' }),
    todos.user === null ? null : odoo.searchRead(User, [['login', '=', todos.user]], ['share']),
  ])
  return [
    ...(missing.length > 0
      ? [
          problem({
            what: 'The bot may not plan activities in Odoo (mail.activity).',
            why: 'With TODOS_IN_ODOO=true, open tasks should be activities on the student.',
            fix: 'Let internal users read, edit, create and delete activities, as Odoo does by default, or set TODOS_IN_ODOO=false.',
          }),
        ]
      : []),
    ...(users?.every(({ share }) => share) === true
      ? [
          problem({
            what: 'TODO_USER is not the login of an active internal user in Odoo.',
            why: 'Nobody gets the activities of students without an agent.',
            fix: 'Set TODO_USER to the login of a colleague, or leave it empty.',
          }),
        ]
      : []),
  ]
}
