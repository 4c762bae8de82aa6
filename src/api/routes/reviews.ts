import Type from 'typebox'
import { decisionBasesOf } from '../../store/applications.js'
import { listReviews, type ReviewFilter } from '../../store/reviews.js'
import { isStorable } from '../../store/storable-text.js'
import { decodeCursor, encodeCursor, isInstant, pageOf } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { DEFAULT_LIMIT, OdooId, Page, problems } from '../schemas/common.js'
import { ReviewPage } from '../schemas/review.js'
import { AgentFilter, TaskKindName } from '../schemas/student.js'
import { FlowName } from '../schemas/task.js'
import { basisBody, named, reviewBody, whatIsUnmet } from '../serializers.js'
import type { Server } from '../server.js'
import { ApplicationDetails } from '../services/application-detail.js'
import { ProgramNames } from '../services/program-names.js'
import { visibleTo } from '../services/student-scope.js'
import { reviewTable } from '../tables/reviews.js'

/** Everything that waits for a person. */
export function reviewRoutes(app: Server, deps: ApiDeps): void {
  const { store } = deps
  const links = linksOf(deps)
  const applications = new ApplicationDetails({ ...deps, links, programs: new ProgramNames(deps.odoo) })
  app.get(
    '/v1/reviews',
    {
      config: { access: 'caller', permission: 'read_students', tables: [reviewTable] },
      schema: {
        tags: ['reviews'],
        summary: 'Everything that waits for a person, oldest first',
        querystring: Type.Object(
          {
            programId: Type.Optional(OdooId),
            studentId: Type.Optional(OdooId),
            agentId: Type.Optional(AgentFilter),
            taskKind: Type.Optional(TaskKindName),
            flow: Type.Optional(FlowName),
            mine: Type.Optional(
              Type.Boolean({
                description:
                  'Only what the caller takes care of: tasks given to them, and those of their students that were given to nobody',
              }),
            ),
            snoozed: Type.Optional(
              Type.Enum(['hidden', 'only'], {
                description: 'Tasks that rest until a day: left out, or alone. Default: with all others',
              }),
            ),
            ...Page,
          },
          { additionalProperties: false },
        ),
        response: { 200: ReviewPage, ...problems },
      },
    },
    async ({ scope, identity, query }) => {
      const { programId, studentId, agentId, taskKind, flow, mine = false, snoozed } = query
      const { cursor, limit = DEFAULT_LIMIT } = query
      const after = cursor === undefined ? undefined : decodeCursor(cursor, isPosition)
      const filter: ReviewFilter = {
        ...visibleTo(scope),
        ...(programId !== undefined && { programId }),
        ...(studentId !== undefined && { studentId }),
        ...(agentId !== undefined && { agentId: agentId === 0 ? null : agentId }),
        ...(taskKind !== undefined && { taskKind }),
        ...(flow && { flow }),
        // Nobody gives tasks to an API key.
        ...(mine && { caredForBy: identity?.odooUserId ?? 0 }),
        ...(snoozed && { snoozed }),
      }
      const found = await listReviews(store, {
        ...filter,
        ...(after && { after: { since: after[0], id: after[1] } }),
        limit: limit + 1,
      })
      const { page, last } = pageOf(found, limit)
      const [names, basisOf] = await Promise.all([applications.names(page), decisionBasesOf(store, page)])
      return {
        reviews: page.map((review) => {
          const unmet = review.kind === 'task' ? whatIsUnmet(review.flow, basisOf(review)) : []
          return {
            ...reviewBody(review, links),
            ...named(review, names),
            why: unmet.map(({ english }) => english),
            whyArabic: unmet.map(({ arabic }) => arabic),
            basis: basisBody(basisOf(review)),
          }
        }),
        next: last ? encodeCursor([last.since.toISOString(), last.id]) : null,
      }
    },
  )
}

const isPosition = (parts: unknown): parts is [string, string] =>
  Array.isArray(parts) &&
  parts.length === 2 &&
  isInstant(parts[0]) &&
  typeof parts[1] === 'string' &&
  isStorable(parts[1])
