import Type, { type Static } from 'typebox'
import { listReviews, type Review } from '../../store/reviews.js'
import { applicationRef } from '../../contracts/application.js'
import { decodeCursor, encodeCursor } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { linksOf, type Links } from '../links.js'
import { taskBody } from '../serializers.js'
import {
  StrictObject,
  ApplicationRef,
  DEFAULT_LIMIT,
  InstantText,
  NamedObject,
  NextCursor,
  Nullable,
  OdooId,
  Page,
  problems,
} from '../schemas/common.js'
import { DecisionName, FlowName, TaskBody } from '../schemas/enrollment.js'
import type { Server } from '../server.js'

const ReviewBody = NamedObject(
  'Review',
  {
    kind: Type.Enum(['task', 'email']),
    ref: ApplicationRef,
    programId: OdooId,
    studentId: OdooId,
    since: InstantText,
    flow: Nullable(FlowName),
    instructions: Type.String({ description: 'What is wrong and what to do' }),
    decisions: Type.Array(DecisionName, { description: 'For POST …/review; empty: fix the record in Odoo' }),
    task: Nullable(TaskBody),
    mailId: Nullable(Type.Integer()),
    links: StrictObject({
      enrollment: Type.String(),
      review: Nullable(Type.String()),
      temporal: Nullable(Type.String()),
      student: Type.String(),
    }),
  },
  'The open task of a process, or a mail that reached nobody',
)

/** All that waits for a person. */
export function reviewRoutes(app: Server, deps: ApiDeps): void {
  const { store } = deps
  const links = linksOf(deps)
  app.get(
    '/v1/reviews',
    {
      config: { access: 'caller' },
      schema: {
        tags: ['reviews'],
        summary: 'All that waits for a person, oldest first',
        querystring: Type.Object(Page, { additionalProperties: false }),
        response: {
          200: NamedObject('ReviewPage', { reviews: Type.Array(ReviewBody), next: NextCursor }),
          ...problems,
        },
      },
    },
    async ({ query: { cursor, limit = DEFAULT_LIMIT } }) => {
      const after = cursor === undefined ? undefined : decodeCursor(cursor, isPlace)
      const found = await listReviews(store, {
        ...(after && { after: { since: after[0], id: after[1] } }),
        limit: limit + 1,
      })
      const page = found.slice(0, limit)
      const last = found.length > limit ? page.at(-1) : undefined
      return {
        reviews: page.map((review) => reviewBody(review, links)),
        next: last ? encodeCursor([last.since.toISOString(), last.id]) : null,
      }
    },
  )
}

export function reviewBody(review: Review, links: Links): Static<typeof ReviewBody> {
  const { programId, studentId, since } = review
  const common = { ref: applicationRef(review), programId, studentId, since: since.toISOString() }
  const pages = { enrollment: links.enrollment(review), student: links.odoo('student', studentId) }
  if (review.kind === 'task') {
    const { task, flow, workflowId } = review
    return {
      ...common,
      kind: 'task',
      flow,
      instructions: task.instructions,
      decisions: [...task.decisions],
      task: taskBody(task),
      mailId: null,
      links: { ...pages, review: `${pages.enrollment}/review`, temporal: links.workflow(workflowId) },
    }
  }
  const instructions =
    review.state === 'no_recipient'
      ? `There is nobody to send the ${review.mailKind} mail to. Enter an address in Odoo.`
      : `The mail server refused the ${review.mailKind} mail. Correct the address in Odoo.`
  return {
    ...common,
    kind: 'email',
    flow: null,
    instructions,
    decisions: [],
    task: null,
    mailId: review.mailId,
    links: { ...pages, review: null, temporal: null },
  }
}

const isPlace = (parts: unknown): parts is [string, string] =>
  Array.isArray(parts) &&
  parts.length === 2 &&
  parts.every((part) => typeof part === 'string') &&
  !Number.isNaN(Date.parse(String(parts[0])))
