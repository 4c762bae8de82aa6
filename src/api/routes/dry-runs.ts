import Type, { type Static } from 'typebox'
import { applicationRef } from '../../contracts/application.js'
import { inArabic } from '../../domain/sentences/in-arabic.js'
import { CourseIntegration } from '../../odoo/schema/index.js'
import { dryRunReport } from '../../rules/dry-run-report.js'
import { studentNames } from '../../odoo/student-names.js'
import {
  dryRunById,
  lastDryRuns,
  listRuleChanges,
  type ChangePosition,
  type DryRun,
} from '../../store/dry-runs.js'
import { newestCourseRules } from '../../store/course-rules.js'
import { policyOf } from '../../store/policies.js'
import { awaitDryRun, startDryRun } from '../../temporal/start-dry-run.js'
import { decodeCursor, encodeCursor, pageOf } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { notFound, Problem } from '../problems/problem.js'
import { DEFAULT_LIMIT, OdooId, Page, problems } from '../schemas/common.js'
import {
  DryRunBody,
  DryRunId,
  DryRunRequest,
  DryRuns,
  RuleChangeName,
  RuleChangePage,
} from '../schemas/dry-run.js'
import { contradictions } from '../schemas/policy.js'
import { requireProgram } from '../services/odoo-records.js'
import { COMMAND_LIMIT } from '../services/send-command.js'
import type { Server } from '../server.js'

const params = Type.Object({ id: OdooId, dryRun: DryRunId })

/** Whom other rules for a program would concern, before anybody writes them. */
export function dryRunRoutes(app: Server, deps: ApiDeps): void {
  const { store, odoo, commandLimit = COMMAND_LIMIT } = deps
  const links = linksOf(deps)

  app.post(
    '/v1/programs/:id/dry-runs',
    {
      config: { access: 'caller', permission: 'edit_rules' },
      schema: {
        tags: ['programs'],
        summary: 'Compare other rules for a program with the present ones; changes nothing',
        description:
          'A policy, changes of its courses in Odoo, or both. Applicants are compared under the newest policy, students in the program under their own. 200: finished; 202: still comparing, read `links.self`.',
        params: Type.Object({ id: OdooId }),
        body: DryRunRequest,
        response: { 200: DryRunBody, 202: DryRunBody, ...problems },
      },
    },
    async ({ params: { id }, body: { policy = null, courses = [], courseRules }, actor }, reply) => {
      const errors = policy === null ? [] : contradictions(policy)
      if (errors.length > 0)
        throw new Problem('invalid-content', 'The policy contradicts itself.', {
          errors: errors.map(({ pointer, detail }) => ({ pointer: `/policy${pointer}`, detail })),
        })
      if (policy === null && courses.length === 0 && courseRules === undefined)
        throw new Problem(
          'invalid-content',
          'There is nothing to compare: name a policy, courses or course rules.',
        )
      await requireProgram(deps, id)
      await requireCourses(courses.map(({ courseIntegrationId }) => courseIntegrationId))
      if (courseRules !== undefined) await requireNewestRules(id, courseRules)
      const { version: basedOn } = await policyOf(store, id)
      const rules = { programId: id, basedOn, policy, courses, courseRulesVersion: courseRules ?? null }
      const dryRun = await startDryRun(deps, { ...rules, author: actor })
      const run = (await awaitDryRun(deps, dryRun, commandLimit)) ?? (await require(id, dryRun))
      return reply.code(run.state === 'running' ? 202 : 200).send(await report(run))
    },
  )

  app.get(
    '/v1/programs/:id/dry-runs',
    {
      config: { access: 'caller', permission: 'edit_rules' },
      schema: {
        tags: ['programs'],
        summary: 'The last dry runs of a program, newest first',
        params: Type.Object({ id: OdooId }),
        response: { 200: DryRuns, ...problems },
      },
    },
    async ({ params: { id } }) => ({
      dryRuns: await Promise.all((await lastDryRuns(store, id)).map(report)),
    }),
  )

  app.get(
    '/v1/programs/:id/dry-runs/:dryRun',
    {
      config: { access: 'caller', permission: 'edit_rules' },
      schema: {
        tags: ['programs'],
        summary: 'What a dry run has found: the settings that differ, and how many students it concerns',
        params,
        response: { 200: DryRunBody, ...problems },
      },
    },
    async ({ params: { id, dryRun } }) => report(await require(id, dryRun)),
  )

  app.get(
    '/v1/programs/:id/dry-runs/:dryRun/changes',
    {
      config: { access: 'caller', permission: 'edit_rules' },
      schema: {
        tags: ['programs'],
        summary: 'Whom a dry run concerns, by name, with before, after and the reason',
        params,
        querystring: Type.Object(
          { ...Page, kind: Type.Optional(RuleChangeName) },
          { additionalProperties: false },
        ),
        response: { 200: RuleChangePage, ...problems },
      },
    },
    async ({ params: { id, dryRun }, query: { cursor, limit = DEFAULT_LIMIT, kind } }) => {
      await require(id, dryRun)
      const found = await listRuleChanges(store, dryRun, {
        limit: limit + 1,
        ...(cursor !== undefined && { after: decodeCursor(cursor, isPosition) }),
        ...(kind && { kind }),
      })
      const { page, last } = pageOf(found, limit)
      const namesOf = await studentNames(
        odoo,
        page.map(({ studentId }) => studentId),
      )
      return {
        changes: page.map(({ sentences, ...change }) => ({
          ...change,
          beforeArabic: inArabic(sentences ? [sentences.before] : null),
          afterArabic: inArabic(sentences ? [sentences.after] : null),
          reasonArabic: inArabic(sentences?.reason ?? null),
          ref: applicationRef({ programId: id, studentId: change.studentId }),
          ...namesOf(change.studentId),
          links: { student: links.odoo('student', change.studentId) },
        })),
        next: last ? encodeCursor([last.kind, last.studentId, last.courseIntegrationId ?? 0]) : null,
      }
    },
  )

  async function require(programId: number, dryRun: number): Promise<DryRun> {
    const run = await dryRunById(store, dryRun)
    if (run?.programId !== programId) throw notFound(`Dry run ${dryRun} of program ${programId}`)
    return run
  }

  async function requireNewestRules(id: number, version: number): Promise<void> {
    if ((await newestCourseRules(store, id)) === version) return
    throw new Problem('invalid-content', 'This is not the newest version of the program’s course rules.', {
      errors: [{ pointer: '/courseRules', detail: 'is not the newest version' }],
    })
  }

  async function requireCourses(ids: readonly number[]): Promise<void> {
    if (!odoo || ids.length === 0) return
    const found = new Set((await odoo.read(CourseIntegration, [...new Set(ids)], [])).map((row) => row.id))
    const errors = ids.flatMap((course, index) =>
      found.has(course)
        ? []
        : [{ pointer: `/courses/${index}/courseIntegrationId`, detail: 'does not exist in Odoo' }],
    )
    if (errors.length > 0)
      throw new Problem('invalid-content', 'A course does not exist in Odoo.', { errors })
  }

  async function report(run: DryRun): Promise<Static<typeof DryRunBody>> {
    const { settings, ...found } = await dryRunReport(store, run)
    const self = `/v1/programs/${run.programId}/dry-runs/${run.id}`
    return {
      ...found,
      settings: [...settings],
      links: { self, changes: `${self}/changes`, policy: `/v1/programs/${run.programId}/policy` },
    }
  }
}

const isPosition = (parts: unknown): parts is ChangePosition =>
  Array.isArray(parts) &&
  parts.length === 3 &&
  typeof parts[0] === 'string' &&
  Number.isInteger(parts[1]) &&
  Number.isInteger(parts[2])
