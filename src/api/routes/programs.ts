import Type from 'typebox'
import { intakesOf } from '../../store/intakes.js'
import { programsWithRules } from '../../store/noticed-rules.js'
import { programsWithOpenRules } from '../../store/course-rules.js'
import { newestPolicies } from '../../store/policies.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { notFound } from '../problems/problem.js'
import { OdooId, problems } from '../schemas/common.js'
import { ProgramDetail, ProgramPage } from '../schemas/program.js'
import type { Server } from '../server.js'
import { programsInOdoo } from '../services/programs-in-odoo.js'

/** Programs and their courses, as Odoo has them. */
export function programRoutes(app: Server, deps: ApiDeps): void {
  const { store, odoo, clock, config } = deps
  const links = linksOf(deps)
  const readPrograms = programsInOdoo(odoo, clock)

  app.get(
    '/v1/programs',
    {
      config: { access: 'caller', permission: 'any' },
      schema: {
        tags: ['programs'],
        summary: 'All programs, with their intake and the version of their policy',
        response: { 200: ProgramPage, ...problems },
      },
    },
    async () => {
      const { names } = await readPrograms()
      const ids = [...new Set([...names.keys(), ...(await programsWithRules(store))])].sort((a, b) => a - b)
      const [intakes, policyOf, changed] = await Promise.all([
        intakesOf(store, ids, config.intake.byDefault),
        newestPolicies(store, ids),
        programsWithOpenRules(store),
      ])
      return {
        programs: ids.map((id) => ({
          id,
          name: names.get(id) ?? null,
          odoo: links.odoo('program', id),
          intake: intakes.get(id)?.mode ?? config.intake.byDefault,
          policyVersion: policyOf(id).version,
          courseChange: changed.has(id),
        })),
      }
    },
  )

  app.get(
    '/v1/programs/:id',
    {
      config: { access: 'caller', permission: 'any' },
      schema: {
        tags: ['programs'],
        summary: 'A program and its courses, with what each requires',
        params: Type.Object({ id: OdooId }),
        response: { 200: ProgramDetail, ...problems },
      },
    },
    async ({ params: { id } }) => {
      const { names, courses } = await readPrograms()
      if (!names.has(id) && !(await programsWithRules(store)).includes(id)) throw notFound(`Program ${id}`)
      return {
        id,
        name: names.get(id) ?? null,
        odoo: links.odoo('program', id),
        courses: courses
          .filter(({ programId }) => programId === id)
          .map((course) => ({
            id: course.id,
            name: course.name,
            active: course.active,
            autoEnroll: course.autoEnroll,
            completionThreshold: course.completionThreshold,
            minElearningProgress: course.minElearningProgress,
            minSessionsRequired: course.minSessionsRequired,
            minHomeworkRequired: course.minHomeworkRequired,
            odoo: links.odoo('courseIntegration', course.id),
          })),
      }
    },
  )
}
