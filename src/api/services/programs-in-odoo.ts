import type { Odoo } from '../../odoo/client/client.js'
import { CourseIntegration, TrainingProgram } from '../../odoo/schema/index.js'

/** Names and courses rarely change, and a page must not wait for Odoo each time. Milliseconds. */
const LIFETIME = 60_000

/** How long a page waits before it shows what it has. Milliseconds. */
const TIMEOUT = 3_000

interface CourseInOdoo {
  readonly id: number
  readonly name: string
  readonly programId: number
  readonly active: boolean
  readonly autoEnroll: boolean
  readonly completionThreshold: number
  readonly minElearningProgress: number
  readonly minSessionsRequired: number
  readonly minHomeworkRequired: number
}

interface ProgramsInOdoo {
  readonly names: ReadonlyMap<number, string>
  readonly courses: readonly CourseInOdoo[]
}

/**
 * Returns a function that reads all programs and their courses. While Odoo is unavailable, it
 * returns what it has read before.
 */
export function programsInOdoo(odoo: Odoo | undefined, clock: () => Date): () => Promise<ProgramsInOdoo> {
  let known: ProgramsInOdoo = { names: new Map(), courses: [] }
  let expires = 0
  return async () => {
    if (!odoo || clock().getTime() < expires) return known
    try {
      const hurried = odoo.with({ signal: AbortSignal.timeout(TIMEOUT) })
      const [programs, courses] = await Promise.all([
        hurried.searchRead(TrainingProgram, [], ['name']),
        hurried.searchRead(
          CourseIntegration,
          [['trainingProgram', '!=', null]],
          [
            'name',
            'trainingProgram',
            'status',
            'autoEnrollEligible',
            'completionThreshold',
            'minElearningProgress',
            'minSessionsRequired',
            'minHomeworkRequired',
          ],
        ),
      ])
      known = {
        names: new Map(programs.map(({ id, name }) => [id, name])),
        courses: courses.flatMap(({ id, name, trainingProgram, status, autoEnrollEligible, ...rules }) =>
          trainingProgram === null
            ? []
            : [
                {
                  ...rules,
                  id,
                  name,
                  programId: trainingProgram,
                  active: status === 'active',
                  autoEnroll: autoEnrollEligible,
                },
              ],
        ),
      }
      expires = clock().getTime() + LIFETIME
    } catch {
      // What was read before is better than no page.
    }
    return known
  }
}
