import Type, { type Static } from 'typebox'
import {
  BulkRefusal,
  checkAgain,
  COMMANDS,
  commandOperation,
  confirmOperation,
  previewOperation,
  requireOperation,
} from '../../bulk/commands.js'
import { wrongConditions } from '../../bulk/conditions.js'
import { bulkReport, bulkReports, type BulkReport } from '../../bulk/report.js'
import { applicationRef } from '../../contracts/application.js'
import { BULK_OUTCOMES } from '../../contracts/bulk-operation.js'
import { storedInArabic } from '../../domain/sentences/in-arabic.js'
import { storedInEnglish } from '../../domain/sentences/sentence.js'
import { intakeBatches } from '../../odoo/intake-batches.js'
import { studentNames } from '../../odoo/student-names.js'
import { listDifferences } from '../../store/bulk-checks.js'
import { listItems } from '../../store/bulk-items.js'
import { listBulkOperations, type BulkOperation } from '../../store/bulk-operations.js'
import { decodeCursor, encodeCursor, isOdooId, pageOf } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { Problem } from '../problems/problem.js'
import {
  BulkConfirmation,
  BulkDifferencePage,
  BulkItemPage,
  BulkOperationBody,
  BulkOperationId,
  BulkOperationPage,
  IntakeBatchList,
  NewBulkOperation,
} from '../schemas/bulk-operation.js'
import { DEFAULT_LIMIT, Page, problems } from '../schemas/common.js'
import { requireAvailableOdoo } from '../services/available-odoo.js'
import { requireKnownRecords, requireProgram } from '../services/odoo-records.js'
import { COMMAND_LIMIT } from '../services/send-command.js'
import { reasonsBody } from '../serializers.js'
import type { Server } from '../server.js'
import { bulkItemTable, bulkOperationTable } from '../tables/bulk-operations.js'

const params = Type.Object({ id: BulkOperationId })
const tags = ['bulk operations']

/** One change for many students: preview it, confirm, follow, pause, cancel and undo it. */
export function bulkOperationRoutes(app: Server, deps: ApiDeps): void {
  const { store, odoo, commandLimit = COMMAND_LIMIT } = deps

  app.post(
    '/v1/bulk-operations',
    {
      config: { access: 'caller', permission: 'run_bulk' },
      schema: {
        tags,
        summary: 'Preview a change for many students; changes nothing',
        description:
          '200: the preview is finished; 202: still being made, read `links.self`. 422: the filter matches nobody.',
        body: NewBulkOperation,
        response: { 200: BulkOperationBody, 202: BulkOperationBody, ...problems },
      },
    },
    async ({ body, actor }, reply) => {
      const { kind, filter, parameters = {} } = body
      const errors = await wrongConditions(deps, { kind, filter, parameters }, deps.clock())
      if (errors.length > 0)
        throw new Problem('invalid-content', 'The filter or the parameters do not fit the kind.', { errors })
      await requireProgram(deps, filter.programId)
      await requireKnownRecords(deps)
      const request = { kind, filter, parameters, reason: body.reason, author: actor }
      const operation = await refusing(() => previewOperation(deps, request, commandLimit))
      return reply.code(operation.state === 'previewing' ? 202 : 200).send(await report(operation))
    },
  )

  app.get(
    '/v1/intake-batches',
    {
      config: { access: 'caller', permission: 'run_bulk' },
      schema: {
        tags,
        summary: 'The imports that students came with, newest first',
        description: 'Empty where Odoo does not have the training suite. 503: Odoo does not respond.',
        response: { 200: IntakeBatchList, ...problems },
      },
    },
    async () => {
      if (!odoo) return { batches: [] }
      await requireAvailableOdoo(deps)
      return { batches: await intakeBatches(odoo) }
    },
  )

  app.post(
    '/v1/bulk-operations/:id/confirm',
    {
      config: { access: 'caller', permission: 'run_bulk' },
      schema: {
        tags,
        summary: 'Run exactly what was previewed',
        description: 'Repeated with the same hash, it does nothing more.',
        params,
        body: BulkConfirmation,
        response: { 200: BulkOperationBody, ...problems },
      },
    },
    async ({ params: { id }, body: { hash, accept = 0 }, actor }) =>
      report(await refusing(() => confirmOperation(deps, id, { hash, accept, by: actor }))),
  )

  for (const command of COMMANDS)
    app.post(
      `/v1/bulk-operations/:id/${command}`,
      {
        config: { access: 'caller', permission: 'run_bulk' },
        schema: {
          tags,
          summary: SUMMARIES[command],
          params,
          response: { 200: BulkOperationBody, ...problems },
        },
      },
      async ({ params: { id }, actor }) =>
        report(await refusing(() => commandOperation(deps, id, command, actor))),
    )

  app.get(
    '/v1/bulk-operations',
    {
      config: { access: 'caller', permission: 'run_bulk', tables: [bulkOperationTable] },
      schema: {
        tags,
        summary: 'Bulk operations, newest first',
        querystring: Type.Object({ ...Page }, { additionalProperties: false }),
        response: { 200: BulkOperationPage, ...problems },
      },
    },
    async ({ query: { cursor, limit = DEFAULT_LIMIT } }) => {
      const before = cursor === undefined ? undefined : decodeCursor(cursor, isId)[0]
      const rows = await listBulkOperations(store, {
        limit: limit + 1,
        ...(before !== undefined && { before }),
      })
      const { page, last } = pageOf(rows, limit)
      return {
        operations: (await bulkReports(store, page)).map(bodyOf),
        next: last ? encodeCursor([last.id]) : null,
      }
    },
  )

  app.get(
    '/v1/bulk-operations/:id',
    {
      config: { access: 'caller', permission: 'run_bulk' },
      schema: {
        tags,
        summary: 'One bulk operation: its totals, its hash and its progress',
        params,
        response: { 200: BulkOperationBody, ...problems },
      },
    },
    async ({ params: { id } }) => report(await refusing(() => requireOperation(store, id))),
  )

  app.get(
    '/v1/bulk-operations/:id/items',
    {
      config: { access: 'caller', permission: 'run_bulk', tables: [bulkItemTable] },
      schema: {
        tags,
        summary: 'The students of a bulk operation, by name, with effects and outcome',
        params,
        querystring: Type.Object(
          { ...Page, outcome: Type.Optional(Type.Enum([...BULK_OUTCOMES])) },
          { additionalProperties: false },
        ),
        response: { 200: BulkItemPage, ...problems },
      },
    },
    async ({ params: { id }, query: { cursor, limit = DEFAULT_LIMIT, outcome } }) => {
      await refusing(() => requireOperation(store, id))
      const after = cursor === undefined ? undefined : decodeCursor(cursor, isPosition)
      const rows = await listItems(store, id, {
        limit: limit + 1,
        ...(outcome && { outcome }),
        ...(after && { after: { programId: after[0], studentId: after[1] } }),
      })
      const { page, last } = pageOf(rows, limit)
      const namesOf = await studentNames(
        odoo,
        page.map((item) => item.student_id),
      )
      return {
        items: page.map((item) => ({
          ref: applicationRef({ programId: item.program_id, studentId: item.student_id }),
          studentId: item.student_id,
          ...namesOf(item.student_id),
          outcome: item.outcome,
          effects: [...item.effects],
          warnings: item.warnings.map(storedInEnglish),
          warningsArabic: item.warnings.map(storedInArabic),
          ...reasonsBody(item.reasons),
        })),
        next: last ? encodeCursor([last.program_id, last.student_id]) : null,
      }
    },
  )

  app.post(
    '/v1/bulk-operations/:id/check',
    {
      config: { access: 'caller', permission: 'run_bulk' },
      schema: {
        tags,
        summary: 'Compare Odoo again with what the preview said; only reads',
        description:
          'A check starts automatically after each run and each undo, and waits for changes that are still on their way.',
        params,
        response: { 200: BulkOperationBody, ...problems },
      },
    },
    async ({ params: { id } }) => report(await refusing(() => checkAgain(deps, id, commandLimit))),
  )

  app.get(
    '/v1/bulk-operations/:id/differences',
    {
      config: { access: 'caller', permission: 'run_bulk' },
      schema: {
        tags,
        summary: 'What the check has found, by name: what the preview did not say, or said and is not there',
        params,
        querystring: Type.Object({ ...Page }, { additionalProperties: false }),
        response: { 200: BulkDifferencePage, ...problems },
      },
    },
    async ({ params: { id }, query: { cursor, limit = DEFAULT_LIMIT } }) => {
      await refusing(() => requireOperation(store, id))
      const rows = await listDifferences(store, id, {
        limit: limit + 1,
        ...(cursor !== undefined && { after: decodeCursor(cursor, isDifference) }),
      })
      const { page, last } = pageOf(rows, limit)
      const namesOf = await studentNames(
        odoo,
        page.map(({ studentId }) => studentId),
      )
      return {
        differences: page.map((difference) => ({
          ref: applicationRef(difference),
          studentId: difference.studentId,
          ...namesOf(difference.studentId),
          kind: difference.kind,
          detail: difference.detail,
        })),
        next: last ? encodeCursor([last.studentId, last.kind]) : null,
      }
    },
  )

  const report = async (operation: BulkOperation) => bodyOf(await bulkReport(store, operation))
}

function bodyOf({ filter, effects, warnings, check, ...rest }: BulkReport): Static<typeof BulkOperationBody> {
  const self = `/v1/bulk-operations/${rest.id}`
  return {
    ...rest,
    filter: filter as Static<typeof BulkOperationBody>['filter'],
    effects: [...effects],
    warnings: [...warnings],
    check: check && { ...check, differences: { ...check.differences } },
    links: { self, items: `${self}/items`, differences: `${self}/differences` },
  }
}

const SUMMARIES = {
  pause: 'Pause a bulk operation, or its undo; students being worked on are finished',
  resume: 'Resume a paused bulk operation, or its undo',
  cancel: 'Cancel a bulk operation; what is done stays, until it is undone',
  undo: 'Take back what a bulk operation has done, except what people or learners did since',
} as const

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof BulkRefusal)) throw error
    if (error.kind === 'nobody')
      throw new Problem('invalid-content', error.message, {
        errors: [{ pointer: '/filter', detail: 'matches nobody' }],
      })
    throw new Problem(
      error.kind,
      error.message,
      error.state === null ? {} : { state: { state: error.state } },
    )
  }
}

const isId = (parts: unknown): parts is [number] =>
  Array.isArray(parts) && parts.length === 1 && isOdooId(parts[0])

const isDifference = (parts: unknown): parts is [number, string] =>
  Array.isArray(parts) && parts.length === 2 && isOdooId(parts[0]) && typeof parts[1] === 'string'

const isPosition = (parts: unknown): parts is [number, number] =>
  Array.isArray(parts) && parts.length === 2 && parts.every(isOdooId)
