import Type from 'typebox'
import { applicationRef } from '../../contracts/application.js'
import { listApplications } from '../../store/applications.js'
import { databaseUuid } from '../../odoo/database-uuid.js'
import { decodeCursor, encodeCursor, isOdooId, pageOf } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { ApplicationDetails } from '../services/application-detail.js'
import { requireApplicant, requireKnownRecords } from '../services/odoo-records.js'
import { ProgramNames } from '../services/program-names.js'
import { notFound, Problem } from '../problems/problem.js'
import { enrollmentSummary } from '../serializers.js'
import {
  APPLICATION,
  ApplicationParams,
  DEFAULT_LIMIT,
  NamedObject,
  OdooId,
  Page,
  problems,
} from '../schemas/common.js'
import { EnrollmentDetail, EnrollmentPage, EnrollmentSummary } from '../schemas/enrollment.js'
import type { Server } from '../server.js'
import { auditedCommand } from '../services/audited-command.js'
import { requireVisible, visibleTo } from '../services/student-scope.js'
import { startEnrollment } from '../../temporal/start-workflows.js'

/** Applications: start one, list them, read one. */
export function enrollmentRoutes(app: Server, deps: ApiDeps): void {
  const { store, temporal } = deps
  const links = linksOf(deps)
  const programs = new ProgramNames(deps.odoo)
  const applications = new ApplicationDetails({ ...deps, links, programs })
  const uuidOfOdoo = deps.odoo ? databaseUuid(deps.odoo) : () => Promise.resolve(null)

  app.post(
    '/v1/enrollments',
    {
      config: { access: 'caller', permission: 'enroll' },
      schema: {
        tags: ['enrollments'],
        summary: 'Enroll a student in a program (enroll_student)',
        description:
          '201: started; after a withdrawal, a rejection or a lapsed or declined application this is a new run with its own emails. ' +
          'So it is for a person who has the student id of another one whose run has ended. ' +
          '200: it is already in progress, or has led to a certificate. 409: the previous run has ended but is still being closed, ' +
          'or it is in progress and about another person (another-person): decide its task first.',
        body: NamedObject('NewEnrollment', {
          studentId: OdooId,
          programId: OdooId,
          adopt: Type.Optional(
            Type.Boolean({
              description:
                'The student is in training already: memberships, trackers and progress are taken as they are, without a welcome email or emails about what was reached before. Who has finished is left alone',
            }),
          ),
        }),
        response: { 200: EnrollmentSummary, 201: EnrollmentSummary, ...problems },
      },
    },
    async ({ scope, body, actor, commandId }, reply) => {
      const { studentId } = body
      await requireVisible(store, scope, { studentId, what: `Student ${studentId}` })
      const person = await requireApplicant(deps, body, uuidOfOdoo)
      await requireKnownRecords(deps)
      const request = { origin: 'api', person, programName: null } as const
      const { adopt = false, ...application } = body
      const { kind, run } = await auditedCommand(
        store,
        { application, by: actor, commandId, action: 'start_application', after: { adopt } },
        () => startEnrollment(temporal, store, application, { ...request, adopted: adopt }),
        (started) => (started.kind === 'started' ? 'done' : 'refused'),
      )
      if (kind === 'previous_closing') throw previousRunClosing(run)
      if (kind === 'another_person') throw anotherPerson(run)
      void reply.header('location', links.enrollment(body))
      return reply
        .code(kind === 'started' ? 201 : 200)
        .send(await applications.summary({ ...application, run }))
    },
  )

  app.get(
    '/v1/enrollments',
    {
      config: { access: 'caller', permission: 'read_students' },
      schema: {
        tags: ['enrollments'],
        summary: 'Applications in the order of program and student',
        querystring: Type.Object(
          { stage: Type.Optional(Type.String()), program: Type.Optional(OdooId), ...Page },
          { additionalProperties: false },
        ),
        response: { 200: EnrollmentPage, ...problems },
      },
    },
    async ({ scope, query: { stage, program, cursor, limit = DEFAULT_LIMIT } }) => {
      const after = cursor === undefined ? undefined : decodeCursor(cursor, isPosition)
      const rows = await listApplications(store, {
        ...(stage !== undefined && { stage }),
        ...(program !== undefined && { programId: program }),
        ...visibleTo(scope),
        ...(after && { after: { programId: after[0], studentId: after[1] } }),
        limit: limit + 1,
      })
      const { page, last } = pageOf(rows, limit)
      const names = await applications.names(
        page.map((row) => ({ programId: row.program_id, studentId: row.student_id })),
      )
      return {
        enrollments: page.map((row) => enrollmentSummary(row, names, links)),
        next: last ? encodeCursor([last.program_id, last.student_id]) : null,
      }
    },
  )

  app.get(
    `/v1/enrollments/${APPLICATION}`,
    {
      config: { access: 'caller', permission: 'read_students' },
      schema: {
        tags: ['enrollments'],
        summary: 'One application: its stage, its steps so far, and what is missing',
        params: ApplicationParams,
        response: { 200: EnrollmentDetail, ...problems },
      },
    },
    async ({ params }) => {
      const detail = await applications.detail(params)
      if (!detail) throw notFound(`Application ${applicationRef(params)}`)
      return detail
    },
  )
}

/** Seconds. */
const RETRY_AFTER = 10

const previousRunClosing = (run: number) =>
  new Problem(
    'previous-run-closing',
    `Run ${run} of this application has ended, but is still being closed. Nothing was started. Try again in a moment.`,
    { retryAfter: RETRY_AFTER },
  )

const anotherPerson = (run: number) =>
  new Problem(
    'another-person',
    `Run ${run} of this application is in progress, and about another person than the student’s record in Odoo. Nothing was started. ` +
      'Decide its open task first (GET /v1/reviews), or withdraw it.',
  )

const isPosition = (parts: unknown): parts is [number, number] =>
  Array.isArray(parts) && parts.length === 2 && parts.every(isOdooId)
