import type { Application, Flow } from '../../contracts/application.js'
import { applicationRef } from '../../contracts/application.js'
import { daysLater, dayExists, dayIn, startOfDay } from '../../domain/calendar.js'
import { findApplication } from '../../store/applications.js'
import { addComment } from '../../store/comments.js'
import { listReviews } from '../../store/reviews.js'
import { listAssignees, type OpenTask, saveTaskHandling } from '../../store/task-handling.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { notFound, Problem } from '../problems/problem.js'
import { APPLICATION, ApplicationParams, problems } from '../schemas/common.js'
import { ContactChoiceList } from '../schemas/contact-choice.js'
import { Comment } from '../schemas/enrollment.js'
import {
  AssignBody,
  AssigneeList,
  CommentBody,
  LONGEST_REST,
  SnoozeBody,
  TaskHandlingBody,
} from '../schemas/task-handling.js'
import type { Server } from '../server.js'
import { handlingBody } from '../serializers.js'
import { contactChoices } from '../services/contact-choices.js'
import { timeZoneFor } from '../services/center-zone.js'

const access = { access: 'caller', permission: 'decide' } as const
const tags = ['reviews']

/** Who takes care of a task, until when it rests, and what staff write about it. */
export function taskHandlingRoutes(app: Server, deps: ApiDeps): void {
  const { store, clock } = deps
  const zone = timeZoneFor(deps)
  const links = linksOf(deps)
  const path = (verb: string) => `/v1/enrollments/${APPLICATION}/${verb}`

  app.get(
    '/v1/assignees',
    {
      config: access,
      schema: {
        tags,
        summary: 'Staff to whom a task can be given',
        response: { 200: AssigneeList, ...problems },
      },
    },
    async () => ({
      assignees: (await listAssignees(store)).map(({ userId, name, openTasks }) => ({
        id: userId,
        name,
        openTasks,
      })),
    }),
  )

  app.get(
    path('contacts'),
    {
      config: access,
      schema: {
        tags,
        summary: 'The contacts that a task asks about',
        description:
          'Read from Odoo now, and stored nowhere. Without those that no longer exist. Empty: no task asks about one. 503: Odoo does not respond.',
        params: ApplicationParams,
        response: { 200: ContactChoiceList, ...problems },
      },
    },
    async ({ params }) => ({ contacts: await contactChoices({ ...deps, links }, params) }),
  )

  app.post(
    path('assign'),
    {
      config: access,
      schema: {
        tags,
        summary: 'Give the open task to a colleague',
        description:
          'They see the student while the task is open. Whose student it is stays as Odoo says. 409: no such task is open.',
        params: ApplicationParams,
        body: AssignBody,
        response: { 200: TaskHandlingBody, ...problems },
      },
    },
    async ({ params, body: { flow, assigneeId }, actor }) => {
      const task = await openTask(params, flow)
      if (assigneeId !== null && !(await listAssignees(store)).some(({ userId }) => userId === assigneeId))
        throw invalid('/assigneeId', 'must be a colleague who decides tasks (GET /v1/assignees)')
      await saveTaskHandling(store, task, { assigneeId }, actor)
      return handlingBody(await openTask(params, task.flow))
    },
  )

  app.post(
    path('snooze'),
    {
      config: access,
      schema: {
        tags,
        summary: 'Let the open task rest until a day',
        description:
          'It comes back by itself on that day, or when it is escalated or its deadline passes. 409: no such task is open, or it is escalated.',
        params: ApplicationParams,
        body: SnoozeBody,
        response: { 200: TaskHandlingBody, ...problems },
      },
    },
    async ({ params, body: { flow, until }, actor }) => {
      const task = await openTask(params, flow)
      const snoozedUntil = until === null ? null : await beginningOf(until)
      if (snoozedUntil !== null) {
        if (task.task.escalated)
          throw new Problem('wrong-state', 'The task is escalated: it cannot rest any more.')
        if (task.task.deadline !== undefined && snoozedUntil.getTime() >= Date.parse(task.task.deadline))
          throw invalid('/until', 'must be before the deadline of the task')
      }
      await saveTaskHandling(store, task, { snoozedUntil }, actor)
      return handlingBody(await openTask(params, task.flow))
    },
  )

  app.post(
    path('comments'),
    {
      config: access,
      schema: {
        tags: ['enrollments'],
        summary: 'Write a comment on the application',
        params: ApplicationParams,
        body: CommentBody,
        response: { 201: Comment, ...problems },
      },
    },
    async ({ params, body: { text }, actor, commandId }, reply) => {
      if (!(await findApplication(store, params))) throw notFound(`Application ${applicationRef(params)}`)
      const comment = await addComment(store, params, { text: text.trim(), author: actor, commandId })
      return reply.code(201).send({ ...comment, at: comment.at.toISOString() })
    },
  )

  async function openTask(application: Application, flow?: Flow): Promise<OpenTask> {
    const found = await listReviews(store, { ...application, ...(flow && { flow }), limit: 20 })
    const task = found.find((review) => review.kind === 'task')
    if (task) return task
    if (!(await findApplication(store, application)))
      throw notFound(`Application ${applicationRef(application)}`)
    throw new Problem('wrong-state', 'No such task of this application is open.')
  }

  /** When a day begins in the center. */
  async function beginningOf(day: string): Promise<Date> {
    if (!dayExists(day)) throw invalid('/until', 'must be a day of the calendar')
    const timeZone = await zone()
    const today = dayIn(timeZone, clock())
    if (day <= today) throw invalid('/until', 'must be after today')
    if (day > daysLater(today, LONGEST_REST)) throw invalid('/until', `must be within ${LONGEST_REST} days`)
    return startOfDay(timeZone, day)
  }
}

const invalid = (pointer: string, detail: string) =>
  new Problem('invalid-content', `${pointer.slice(1)} ${detail}.`, { errors: [{ pointer, detail }] })
