import Type from 'typebox'
import { courseRulesReport } from '../../rules/course-rules-report.js'
import { decideCourseRules } from '../../store/course-rules.js'
import { dryRunById } from '../../store/dry-runs.js'
import type { ApiDeps } from '../deps.js'
import { Problem } from '../problems/problem.js'
import { OdooId, problems } from '../schemas/common.js'
import { CourseRulesBody, CourseRulesDecisionBody, CourseRulesVersionId } from '../schemas/course-rules.js'
import { requireProgram } from '../services/odoo-records.js'
import type { Server } from '../server.js'

/** Changes of a program’s courses that were made in Odoo, and whether they count for trainings. */
export function courseRulesRoutes(app: Server, deps: ApiDeps): void {
  const { store } = deps

  const read = async (id: number) => {
    const report = await courseRulesReport(store, id)
    // A program that was noticed is known to exist; no need to ask Odoo.
    if (report.version === 0) await requireProgram(deps, id)
    const listed = <C extends { readonly changes: readonly unknown[] }>({ changes, ...one }: C) => ({
      ...one,
      changes: [...changes] as C['changes'][number][],
    })
    return { ...report, held: report.held.map(listed), history: report.history.map(listed) }
  }

  app.get(
    '/v1/programs/:id/course-rules',
    {
      config: { access: 'caller', permission: 'read_rules' },
      schema: {
        tags: ['programs'],
        summary:
          'Changes of the courses that were made in Odoo, and the trainings that do not follow them yet',
        params: Type.Object({ id: OdooId }),
        response: { 200: CourseRulesBody, ...problems },
      },
    },
    ({ params: { id } }) => read(id),
  )

  app.post(
    '/v1/programs/:id/course-rules/:version/decision',
    {
      config: { access: 'caller', permission: 'edit_rules' },
      schema: {
        tags: ['programs'],
        summary: 'Apply a change that was made in Odoo to students in training, or to new ones only',
        description:
          'To apply it, name a dry run of the change (`POST …/dry-runs` with `courseRules`). Completed courses stay completed, and certificates stay issued. 409: Odoo has changed again, or somebody has decided.',
        params: Type.Object({ id: OdooId, version: CourseRulesVersionId }),
        body: CourseRulesDecisionBody,
        response: { 200: CourseRulesBody, ...problems },
      },
    },
    async ({ params: { id: programId, version }, body: { decision, dryRun, reason }, actor }) => {
      await read(programId)
      if (decision === 'apply') await requireDryRun(programId, version, dryRun)
      const outcome = await decideCourseRules(store, {
        ...{ programId, version, author: actor, reason },
        decision: decision === 'apply' ? 'applied' : 'new_only',
      })
      if (outcome === 'stale')
        throw new Problem('wrong-state', `Version ${version} is not the newest one: Odoo has changed since.`)
      if (outcome === 'decided')
        throw new Problem('wrong-state', 'There is nothing to decide: no training waits for this.')
      return read(programId)
    },
  )

  async function requireDryRun(programId: number, version: number, id: number | undefined): Promise<void> {
    const run = id === undefined ? undefined : await dryRunById(store, id)
    if (run?.programId === programId && run.courseRulesVersion === version && run.state === 'completed')
      return
    throw new Problem('invalid-content', 'To apply a change, name a completed dry run of it.', {
      errors: [{ pointer: '/dryRun', detail: 'is not a completed dry run of this version' }],
    })
  }
}
