import Type from 'typebox'
import { listReviews } from '../../store/reviews.js'
import { isStorable } from '../../store/storable-text.js'
import { decodeCursor, encodeCursor, isInstant, pageOf } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { DEFAULT_LIMIT, Page, problems } from '../schemas/common.js'
import { ReviewPage } from '../schemas/review.js'
import { reviewBody } from '../serializers.js'
import type { Server } from '../server.js'
import { visibleTo } from '../services/student-scope.js'

/** Everything that waits for a person. */
export function reviewRoutes(app: Server, deps: ApiDeps): void {
  const { store } = deps
  const links = linksOf(deps)
  app.get(
    '/v1/reviews',
    {
      config: { access: 'caller', permission: 'read_students' },
      schema: {
        tags: ['reviews'],
        summary: 'Everything that waits for a person, oldest first',
        querystring: Type.Object(Page, { additionalProperties: false }),
        response: { 200: ReviewPage, ...problems },
      },
    },
    async ({ scope, query: { cursor, limit = DEFAULT_LIMIT } }) => {
      const after = cursor === undefined ? undefined : decodeCursor(cursor, isPosition)
      const found = await listReviews(store, {
        ...(after && { after: { since: after[0], id: after[1] } }),
        ...visibleTo(scope),
        limit: limit + 1,
      })
      const { page, last } = pageOf(found, limit)
      return {
        reviews: page.map((review) => reviewBody(review, links)),
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
