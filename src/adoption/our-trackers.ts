import type { Application } from '../contracts/application.js'
import type { Odoo } from '../odoo/client/client.js'
import { CourseIntegration, ProgressTracker } from '../odoo/schema/index.js'

/** Trackers in Odoo, and the applications that they belong to. */

/** Course integrations with their programs, and whether they are active. */
export type CoursePrograms = ReadonlyMap<
  number,
  { readonly programId: number | null; readonly isActive: boolean }
>

export async function readCoursePrograms(odoo: Odoo): Promise<CoursePrograms> {
  const rows = await odoo.searchRead(CourseIntegration, [], ['trainingProgram', 'status'], { archived: true })
  return new Map(
    rows.map(({ id, trainingProgram, status }) => [
      id,
      { programId: trainingProgram, isActive: status === 'active' },
    ]),
  )
}

export interface FoundTrackerOf extends Application {
  readonly id: number
  /** It has our external id and still belongs to the student and course that the id names. */
  readonly isOurs: boolean
  /** It is linked to a membership. Enrollment also links trackers that staff have created. */
  readonly isLinked: boolean
}

/** Rows per call. */
const PAGE = 5_000

/** Returns the trackers with higher ids, in pages. Two calls a page. */
export async function* trackersAfter(
  odoo: Odoo,
  last: number,
  courses: CoursePrograms,
): AsyncGenerator<FoundTrackerOf[], void, void> {
  const fields = ['student', 'courseIntegration', 'elearningEnrollment'] as const
  for await (const rows of odoo.pages(ProgressTracker, [['id', '>', last]], fields, { size: PAGE })) {
    const names = await odoo.externalIds(
      ProgressTracker,
      rows.map(({ id }) => id),
    )
    yield rows.flatMap(({ id, student, courseIntegration, elearningEnrollment }) => {
      const programId = courses.get(courseIntegration)?.programId ?? null
      if (programId === null) return []
      const ours = new RegExp(`^tracker_${student}_${courseIntegration}(_\\d+)?$`)
      const isOurs = names.get(id)?.some((name) => ours.test(name)) ?? false
      return [{ id, programId, studentId: student, isOurs, isLinked: elearningEnrollment !== null }]
    })
  }
}
