import Type from 'typebox'
import { DRIFT_STATES } from '../../domain/drift.js'
import { driftOf, type Drift } from '../../store/drift.js'
import { lastRuns, runReport, type RunSummary } from '../../store/reconciliation-report.js'
import { reconciliationById } from '../../store/reconciliations.js'
import { confirmRun, startReconciliation } from '../../temporal/start-reconciliation.js'
import { decodeCursor, encodeCursor, isRowId, pageOf } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { notFound, Problem } from '../problems/problem.js'
import { DEFAULT_LIMIT, NamedObject, Page, problems } from '../schemas/common.js'
import { DriftPage, ReconciliationBody, ReconciliationSummary, RunId } from '../schemas/reconciliation.js'
import type { Server } from '../server.js'

const params = Type.Object({ id: RunId })

/** Reconciliations: start one, confirm a stopped one, read what they have found. */
export function reconciliationRoutes(app: Server, deps: ApiDeps): void {
  const { store } = deps

  app.post(
    '/v1/reconciliations',
    {
      config: { access: 'caller', permission: 'manage_sync' },
      schema: {
        tags: ['health'],
        summary: 'Compare all records with Odoo now, and repair what differs',
        description:
          'It runs in the background; read the run to follow it. With `dryRun` nothing is repaired. 409: another one is in progress.',
        body: NamedObject('NewReconciliation', { dryRun: Type.Optional(Type.Boolean({ default: false })) }),
        response: { 201: ReconciliationBody, ...problems },
      },
    },
    async ({ body: { dryRun = false }, actor }, reply) => {
      const id = await startReconciliation(deps, { dryRun, requestedBy: actor })
      if (id === null) throw inProgress()
      return reply
        .code(201)
        .header('location', linksOf(id).self)
        .send(await report(id))
    },
  )

  app.post(
    '/v1/reconciliations/:id/confirm',
    {
      config: { access: 'caller', permission: 'manage_sync' },
      schema: {
        tags: ['health'],
        summary: 'Let a stopped reconciliation repair what it has found',
        params,
        response: { 200: ReconciliationBody, ...problems },
      },
    },
    async ({ params: { id }, actor }) => {
      const { state } = await require(id)
      const outcome = await confirmRun(deps, id, actor)
      if (outcome === 'in_progress') throw inProgress()
      if (outcome === 'not_stopped')
        throw new Problem(
          'wrong-state',
          state === 'stopped'
            ? 'A later reconciliation has compared everything again: confirm that one.'
            : 'Only a stopped reconciliation can be confirmed.',
          { state: { state } },
        )
      return report(id)
    },
  )

  app.get(
    '/v1/reconciliations',
    {
      config: { access: 'caller', permission: 'read_sync' },
      schema: {
        tags: ['health'],
        summary: 'The last 30 reconciliations, newest first',
        response: {
          200: NamedObject('Reconciliations', { reconciliations: Type.Array(ReconciliationSummary) }),
          ...problems,
        },
      },
    },
    async () => ({ reconciliations: (await lastRuns(store)).map(withLinks) }),
  )

  app.get(
    '/v1/reconciliations/:id',
    {
      config: { access: 'caller', permission: 'read_sync' },
      schema: {
        tags: ['health'],
        summary: 'One reconciliation: how much drift it found, and the accuracy of each field',
        params,
        response: { 200: ReconciliationBody, ...problems },
      },
    },
    ({ params: { id } }) => report(id),
  )

  app.get(
    '/v1/reconciliations/:id/drift',
    {
      config: { access: 'caller', permission: 'manage_sync' },
      schema: {
        tags: ['health'],
        summary: 'What a reconciliation has found, and what was done about it',
        params,
        querystring: Type.Object(
          { state: Type.Optional(Type.Enum([...DRIFT_STATES])), ...Page },
          { additionalProperties: false },
        ),
        response: { 200: DriftPage, ...problems },
      },
    },
    async ({ params: { id }, query: { state, cursor, limit = DEFAULT_LIMIT } }) => {
      await require(id)
      const after = cursor === undefined ? 0 : decodeCursor(cursor, isRowId)[0]
      const rows = await driftOf(store, id, { ...(state && { state }), after, limit: limit + 1 })
      const { page, last } = pageOf(rows, limit)
      return { drift: page.map(driftBody), next: last ? encodeCursor([last.id]) : null }
    },
  )

  async function require(id: number) {
    const run = await reconciliationById(store, id)
    if (!run) throw notFound(`Reconciliation ${id}`)
    return run
  }

  const report = async (id: number) => ({
    ...(await runReport(store, await require(id))),
    links: linksOf(id),
  })
}

const linksOf = (id: number) => ({
  self: `/v1/reconciliations/${id}`,
  drift: `/v1/reconciliations/${id}/drift`,
})

export const withLinks = (run: RunSummary) => ({ ...run, links: linksOf(run.id) })

const inProgress = () =>
  new Problem('wrong-state', 'A reconciliation is in progress. Try again when it has ended.')

const driftBody = (row: Drift) => ({
  id: row.id,
  class: row.class,
  model: row.model,
  recordId: row.record_id,
  programId: row.program_id,
  studentId: row.student_id,
  formerStudentId: row.former_student_id,
  fields: row.fields,
  action: row.action,
  state: row.state,
  foundAt: row.found_at.toISOString(),
})
