import Type, { type Static } from 'typebox'
import { applicationRef } from '../../contracts/application.js'
import { studentNames } from '../../odoo/student-names.js'
import {
  countPlanned,
  listPlanned,
  migrationPlanById,
  type MigrationPlan,
} from '../../store/migration-plans.js'
import { startMigrationPlan } from '../../temporal/start-migration-plan.js'
import { decodeCursor, encodeCursor, isOdooId, pageOf } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { notFound } from '../problems/problem.js'
import { DEFAULT_LIMIT, OdooId, Page, problems } from '../schemas/common.js'
import {
  MigrationOutcomeName,
  MigrationPlanBody,
  MigrationPlanId,
  PlannedStudentPage,
} from '../schemas/migration-plan.js'
import { reasonsBody } from '../serializers.js'
import { requireProgram } from '../services/odoo-records.js'
import { COMMAND_LIMIT } from '../services/send-command.js'
import type { Server } from '../server.js'

const params = Type.Object({ id: OdooId, plan: MigrationPlanId })
const config = { access: 'caller', permission: 'run_bulk' } as const
const tags = ['programs']

/** What would happen to the existing students of a program when it goes live. */
export function migrationPlanRoutes(app: Server, deps: ApiDeps): void {
  const { store, odoo, commandLimit = COMMAND_LIMIT } = deps

  app.post(
    '/v1/programs/:id/migration-plans',
    {
      config,
      schema: {
        tags,
        summary: 'Sort the students of a program by what would happen when it goes live; changes nothing',
        description: '200: finished; 202: still sorting, read `links.self`.',
        params: Type.Object({ id: OdooId }),
        response: { 200: MigrationPlanBody, 202: MigrationPlanBody, ...problems },
      },
    },
    async ({ params: { id: programId }, actor }, reply) => {
      await requireProgram(deps, programId)
      const id = await startMigrationPlan(deps, { programId, author: actor }, commandLimit)
      const plan = await require(programId, id)
      return reply.code(plan.state === 'running' ? 202 : 200).send(await report(plan))
    },
  )

  app.get(
    '/v1/programs/:id/migration-plans/:plan',
    {
      config,
      schema: {
        tags,
        summary: 'A migration plan: how many students of each kind there are',
        params,
        response: { 200: MigrationPlanBody, ...problems },
      },
    },
    async ({ params: { id, plan } }) => report(await require(id, plan)),
  )

  app.get(
    '/v1/programs/:id/migration-plans/:plan/students',
    {
      config,
      schema: {
        tags,
        summary: 'The students of a migration plan, by name, with what would happen and why',
        params,
        querystring: Type.Object(
          { ...Page, outcome: Type.Optional(MigrationOutcomeName) },
          { additionalProperties: false },
        ),
        response: { 200: PlannedStudentPage, ...problems },
      },
    },
    async ({ params: { id: programId, plan }, query: { cursor, limit = DEFAULT_LIMIT, outcome } }) => {
      await require(programId, plan)
      const rows = await listPlanned(store, plan, {
        limit: limit + 1,
        ...(cursor !== undefined && { after: decodeCursor(cursor, isPosition)[0] }),
        ...(outcome && { outcome }),
      })
      const { page, last } = pageOf(rows, limit)
      const namesOf = await studentNames(
        odoo,
        page.map(({ studentId }) => studentId),
      )
      return {
        students: page.map(({ studentId, outcome: found, reasons }) => ({
          ref: applicationRef({ programId, studentId }),
          studentId,
          ...namesOf(studentId),
          outcome: found,
          ...reasonsBody(reasons),
        })),
        next: last ? encodeCursor([last.studentId]) : null,
      }
    },
  )

  async function require(programId: number, id: number): Promise<MigrationPlan> {
    const plan = await migrationPlanById(store, id)
    if (plan?.program_id !== programId) throw notFound(`Migration plan ${id} of program ${programId}`)
    return plan
  }

  async function report(plan: MigrationPlan): Promise<Static<typeof MigrationPlanBody>> {
    const self = `/v1/programs/${plan.program_id}/migration-plans/${plan.id}`
    return {
      id: plan.id,
      programId: plan.program_id,
      state: plan.state,
      failureType: plan.failure_type,
      author: plan.author,
      startedAt: plan.started_at.toISOString(),
      finishedAt: plan.finished_at?.toISOString() ?? null,
      counts: await countPlanned(store, plan.id),
      links: { self, students: `${self}/students` },
    }
  }
}

const isPosition = (parts: unknown): parts is [number] =>
  Array.isArray(parts) && parts.length === 1 && isOdooId(parts[0])
