import type { FastifyReply } from 'fastify'
import Type from 'typebox'
import type { PolicyDocument, ProgramPolicy } from '../../domain/policy.js'
import { dryRunById, isDryRunOf } from '../../store/dry-runs.js'
import { PolicyConflict, policyOf, savePolicy } from '../../store/policies.js'
import type { ApiDeps } from '../deps.js'
import { IF_MATCH, versionConflict, versionIn } from '../if-match.js'
import { requireProgram } from '../services/odoo-records.js'
import { notFound, Problem } from '../problems/problem.js'
import { OdooId, problems } from '../schemas/common.js'
import { DryRunId } from '../schemas/dry-run.js'
import { contradictions, Policy, PolicyBody } from '../schemas/policy.js'
import type { Server } from '../server.js'

const params = Type.Object({ id: OdooId })

/** The policy of a program. Every change is a new version; decisions keep theirs. */
export function policyRoutes(app: Server, deps: ApiDeps): void {
  const { store } = deps

  app.get(
    '/v1/programs/:id/policy',
    {
      config: { access: 'caller', permission: 'read_rules' },
      schema: {
        tags: ['programs'],
        summary: 'The current policy of a program; its version is the ETag',
        params,
        response: { 200: Policy, ...problems },
      },
    },
    async ({ params: { id } }, reply) => {
      const policy = await policyOf(store, id)
      // A program with a written policy is known to exist; no need to ask Odoo.
      if (policy.version === 0) await requireProgram(deps, id)
      return send(reply, policy)
    },
  )

  app.put(
    '/v1/programs/:id/policy',
    {
      config: { access: 'caller', permission: 'edit_rules' },
      schema: {
        tags: ['programs'],
        summary: 'Write the next version of a policy; If-Match names the version it is based on',
        description:
          'The new version counts for applications that start later, or are reopened. With `dryRun` it is written only if that dry run was made for exactly this policy on this version.',
        params,
        querystring: Type.Object({ dryRun: Type.Optional(DryRunId) }, { additionalProperties: false }),
        headers: Type.Object({
          'if-match': Type.Optional(Type.String({ description: IF_MATCH })),
        }),
        body: PolicyBody,
        response: { 200: Policy, ...problems },
      },
    },
    async ({ params: { id }, query: { dryRun }, headers, body, actor }, reply) => {
      const basedOn = versionIn(headers['if-match'], 'policy')
      const errors = contradictions(body)
      if (errors.length > 0)
        throw new Problem('invalid-content', 'The policy contradicts itself.', { errors })
      await requireProgram(deps, id)
      if (dryRun !== undefined) await requireDryRun(id, dryRun, { policy: body, basedOn })
      try {
        return await send(
          reply,
          await savePolicy(store, { programId: id, document: body, basedOn, author: actor }),
        )
      } catch (error) {
        if (error instanceof PolicyConflict) throw versionConflict(error.message, error.current.version)
        throw error
      }
    },
  )
  async function requireDryRun(
    programId: number,
    dryRun: number,
    change: { readonly policy: PolicyDocument; readonly basedOn: number },
  ): Promise<void> {
    const run = await dryRunById(store, dryRun)
    if (run?.programId !== programId) throw notFound(`Dry run ${dryRun} of program ${programId}`)
    if (!isDryRunOf(run, change))
      throw new Problem(
        'dry-run-stale',
        `Dry run ${dryRun} is not of this policy on version ${change.basedOn}. Make another one, look at what it finds, and name that one.`,
        { state: { dryRun, state: run.state, basedOn: run.basedOn } },
      )
  }
}

const send = (reply: FastifyReply, policy: ProgramPolicy) =>
  reply.header('etag', `"${policy.version}"`).send(policy)
