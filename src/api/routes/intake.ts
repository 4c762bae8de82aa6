import type { FastifyReply } from 'fastify'
import Type, { type Static } from 'typebox'
import { applicationRef } from '../../contracts/application.js'
import { overviewOf } from '../../intake/overview.js'
import { IntakeConflict, setIntake } from '../../intake/set-intake.js'
import { listApplicants } from '../../store/applicants.js'
import { decodeCursor, encodeCursor, isOdooId, pageOf } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { IF_MATCH, versionConflict, versionIn } from '../if-match.js'
import { linksOf } from '../links.js'
import { Problem } from '../problems/problem.js'
import { DEFAULT_LIMIT, OdooId, Page, problems } from '../schemas/common.js'
import { ApplicantOutcomeName, ApplicantPage, IntakeBody, IntakeChangeBody } from '../schemas/intake.js'
import { reasonsBody } from '../serializers.js'
import type { Server } from '../server.js'
import { requireProgram } from '../services/odoo-records.js'
import { applicantTable } from '../tables/applicants.js'

const params = Type.Object({ id: OdooId })

/** Whether a program enrolls students automatically, and what its preview has found. */
export function intakeRoutes(app: Server, deps: ApiDeps): void {
  const { store, clock, config, odoo } = deps
  const { byDefault } = config.intake
  const links = linksOf(deps)

  const read = async (id: number) => {
    const [intake] = await overviewOf(store, [id], byDefault)
    if (!intake) throw new Error('No intake for a program.')
    // A program whose intake somebody has set is known to exist; no need to ask Odoo.
    if (intake.version === 0) await requireProgram(deps, id)
    return intake
  }

  const send = async (reply: FastifyReply, id: number): Promise<Static<typeof IntakeBody>> => {
    const { accepted, isComplete, changedAt, applicants, ...intake } = await read(id)
    void reply.header('etag', `"${intake.version}"`)
    return {
      ...intake,
      accept: accepted,
      changedAt: changedAt?.toISOString() ?? null,
      applicants: { enroll: 0, agent: 0, review: 0, cannot_apply: 0, ...applicants },
      complete: isComplete,
    }
  }

  app.get(
    '/v1/programs/:id/intake',
    {
      config: { access: 'caller', permission: 'read_rules' },
      schema: {
        tags: ['programs'],
        summary: 'The intake of a program, and how many applicants its preview has; its version is the ETag',
        params,
        response: { 200: IntakeBody, ...problems },
      },
    },
    ({ params: { id } }, reply) => send(reply, id),
  )

  app.put(
    '/v1/programs/:id/intake',
    {
      config: { access: 'caller', permission: 'manage_intake' },
      schema: {
        tags: ['programs'],
        summary: 'Turn the intake of a program on or off, or to a preview',
        description:
          'If-Match names the version that the change is based on. Applications that run already go on in any mode, and the API enrolls in any mode.',
        params,
        headers: Type.Object({ 'if-match': Type.Optional(Type.String({ description: IF_MATCH })) }),
        body: IntakeChangeBody,
        response: { 200: IntakeBody, ...problems },
      },
    },
    async ({ params: { id }, headers, body, actor }, reply) => {
      const basedOn = versionIn(headers['if-match'], 'intake')
      if (body.accept !== undefined && body.mode !== 'on')
        throw new Problem('invalid-content', '“accept” only makes sense with the mode “on”.', {
          errors: [{ pointer: '/accept', detail: 'is only for the mode on' }],
        })
      await requireProgram(deps, id)
      try {
        // Students are compared by Odoo's clock.
        const now = odoo?.serverTime() ?? clock()
        await setIntake(store, { programId: id, ...body, author: actor, basedOn }, { byDefault, now })
      } catch (error) {
        if (error instanceof IntakeConflict) throw versionConflict(error.message, error.current.version)
        throw error
      }
      return send(reply, id)
    },
  )

  app.get(
    '/v1/programs/:id/applicants',
    {
      config: { access: 'caller', permission: 'manage_intake', tables: [applicantTable] },
      schema: {
        tags: ['programs'],
        summary: 'What would happen to the students who apply to a program whose intake is in preview',
        params,
        querystring: Type.Object(
          { ...Page, outcome: Type.Optional(ApplicantOutcomeName) },
          { additionalProperties: false },
        ),
        response: { 200: ApplicantPage, ...problems },
      },
    },
    async ({ params: { id }, query: { cursor, limit = DEFAULT_LIMIT, outcome } }) => {
      const intake = await read(id)
      if (intake.mode !== 'preview')
        throw new Problem(
          'wrong-state',
          `The intake of program ${id} is “${intake.mode}”. Only a preview lists applicants.`,
          { state: { mode: intake.mode } },
        )
      const after = cursor === undefined ? 0 : decodeCursor(cursor, isPosition)[0]
      const found = await listApplicants(store, intake, {
        limit: limit + 1,
        after,
        ...(outcome && { outcome }),
      })
      const { page, last } = pageOf(found, limit)
      return {
        applicants: page.map(({ studentId, outcome: wouldHappen, reasons, assessedAt }) => ({
          ref: applicationRef({ programId: id, studentId }),
          studentId,
          outcome: wouldHappen,
          ...reasonsBody(reasons),
          assessedAt: assessedAt.toISOString(),
          links: { student: links.odoo('student', studentId) },
        })),
        complete: intake.isComplete,
        next: last ? encodeCursor([last.studentId]) : null,
      }
    },
  )
}

const isPosition = (parts: unknown): parts is [number] =>
  Array.isArray(parts) && parts.length === 1 && isOdooId(parts[0])
