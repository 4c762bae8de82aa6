import { dryRunById, isDryRunOf } from '../../store/dry-runs.js'
import { latestRun } from '../../store/application-runs.js'
import { saveComment } from '../../store/comments.js'
import { policyOf, policyVersion } from '../../store/policies.js'
import { moveToPolicy } from '../../rules/move-to-policy.js'
import type { ApiDeps } from '../deps.js'
import { notFound, Problem } from '../problems/problem.js'
import { APPLICATION, ApplicationParams, problems } from '../schemas/common.js'
import { PolicyMoveBody, PolicyMoved } from '../schemas/policy.js'
import type { Server } from '../server.js'

/** Moves a running application to another version of its program's policy. */
export function policyMoveRoutes(app: Server, deps: ApiDeps): void {
  const { store } = deps

  app.post(
    `/v1/enrollments/${APPLICATION}/policy`,
    {
      config: { access: 'caller', permission: 'edit_rules' },
      schema: {
        tags: ['enrollments'],
        summary: 'Move a running application to another version of the program’s policy',
        description:
          'Needs a dry run that was made for the policy of that version. What has been decided stays: completed courses, emails, the deadline, an issued certificate. To take it back, move to the earlier version.',
        params: ApplicationParams,
        body: PolicyMoveBody,
        response: { 200: PolicyMoved, ...problems },
      },
    },
    async ({ params: application, body: { version: to, dryRun, reason }, actor, commandId }) => {
      const { programId } = application
      const run = await latestRun(store, application)
      if (!run) throw notFound('The application')
      const from = run.policyVersion
      await requireDryRun(programId, to, dryRun)
      const comment = await saveComment(store, { application, text: reason, author: actor, commandId })
      const { run: number } = run
      const move = { from, to, by: actor, comment, commandId }
      const moved = await moveToPolicy(deps, { ...application, run: number }, move)
      if (moved === 'ended')
        throw new Problem('wrong-state', 'The application has ended, so no rule concerns it any more.', {
          state: { stage: run.endedStage },
        })
      if (moved === 'changed')
        throw new Problem('wrong-state', 'Somebody has moved the application in the meantime. Try again.')
      return { from, to, moved: moved === 'moved' }
    },
  )

  async function requireDryRun(programId: number, version: number, dryRun: number): Promise<void> {
    const policy = await policyVersion(store, { programId, policyVersion: version })
    if (policy === undefined) {
      const { version: newest } = await policyOf(store, programId)
      throw new Problem('invalid-content', `Program ${programId} has no policy version ${version}.`, {
        errors: [{ pointer: '/version', detail: `must be at most ${newest}` }],
      })
    }
    const run = await dryRunById(store, dryRun)
    if (run?.programId !== programId) throw notFound(`Dry run ${dryRun} of program ${programId}`)
    if (!isDryRunOf(run, { policy, basedOn: run.basedOn }))
      throw new Problem(
        'dry-run-stale',
        `Dry run ${dryRun} is not of policy version ${version}. Make one with that policy, look at what it finds, and name that one.`,
        { state: { dryRun, state: run.state, basedOn: run.basedOn } },
      )
  }
}
