import Type from 'typebox'
import { findApplication, progressNumbers } from '../../store/applications.js'
import { saveComment } from '../../store/comments.js'
import { applicationRef } from '../../contracts/application.js'
import { requireAvailableOdoo } from '../services/available-odoo.js'
import { auditedCommand } from '../services/audited-command.js'
import { completeContent } from '../services/complete-content.js'
import type { ApiDeps } from '../deps.js'
import { notFound, Problem } from '../problems/problem.js'
import { courseProgress } from '../serializers.js'
import {
  StrictObject,
  APPLICATION,
  ApplicationParams,
  NamedObject,
  OdooId,
  problems,
  FreeText,
} from '../schemas/common.js'
import { CourseProgress } from '../schemas/enrollment.js'
import type { Server } from '../server.js'

/** `get_progress` and `update_progress` of the plan. */
export function progressRoutes(app: Server, { store, temporal, commandLimit }: ApiDeps): void {
  app.get(
    `/v1/enrollments/${APPLICATION}/progress`,
    {
      config: { access: 'caller', permission: 'read_students' },
      schema: {
        tags: ['progress'],
        summary: 'Progress in each course (get_progress)',
        params: ApplicationParams,
        response: {
          200: NamedObject('Progress', { stage: Type.String(), courses: Type.Array(CourseProgress) }),
          ...problems,
        },
      },
    },
    async ({ params: application }) => {
      const status = await findApplication(store, application)
      if (!status) throw notFound(`Application ${applicationRef(application)}`)
      const courses = await progressNumbers(store, application)
      return { stage: status.stage, courses: courses.map(courseProgress) }
    },
  )

  app.post(
    `/v1/enrollments/${APPLICATION}/progress`,
    {
      config: { access: 'caller', permission: 'change_training' },
      schema: {
        tags: ['progress'],
        summary: 'Mark content as completed on behalf of the learner (update_progress)',
        params: ApplicationParams,
        body: NamedObject('ContentCompletion', {
          courseIntegrationId: OdooId,
          slideIds: Type.Union([
            Type.Array(OdooId, { minItems: 1, maxItems: 1000 }),
            Type.Literal('all', { description: 'All content of the course' }),
          ]),
          reason: FreeText,
        }),
        response: {
          200: NamedObject('ContentCompleted', {
            marked: Type.Integer({ description: 'Number of contents that were not completed before' }),
          }),
          202: StrictObject({ detail: Type.String() }),
          ...problems,
        },
      },
    },
    async ({ params: application, body, actor, commandId }, reply) => {
      const status = await findApplication(store, application)
      if (!status) throw notFound(`Application ${applicationRef(application)}`)
      const { flow, stage, closed, message } = status
      if (flow === 'enrollment' && stage !== 'training_started')
        throw new Problem(
          'wrong-state',
          `The training has not started. The enrollment is in stage “${stage}”.`,
          {
            state: { flow, stage, closed, message },
          },
        )
      await requireAvailableOdoo({ store }, { writes: true })
      const { courseIntegrationId, slideIds, reason } = body
      const comment = await saveComment(store, { application, text: reason, author: actor, commandId })
      const input = { ...application, courseIntegrationId, slideIds, by: actor, comment }
      const outcome = await auditedCommand(
        store,
        {
          application,
          by: actor,
          commandId,
          action: 'complete_content',
          after: { courseIntegrationId, slideIds },
        },
        () => completeContent(temporal, commandId, input, commandLimit),
        (found) => (found ? 'done' : 'accepted'),
      )
      if (outcome) return { marked: outcome.marked }
      return reply.code(202).send({
        detail:
          'Accepted; still processing. Repeat the request with the same Idempotency-Key to get the result.',
      })
    },
  )
}
