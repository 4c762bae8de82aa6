import type { Application } from '../contracts/application.js'
import type { Odoo } from '../odoo/client/client.js'
import { CourseIntegration, ProgressTracker } from '../odoo/schema/index.js'
import type { Row } from '../odoo/schema/model.js'

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

const FIELDS = ['student', 'courseIntegration', 'elearningEnrollment'] as const

/** Returns the trackers with higher ids, in pages. Two calls a page. */
export async function* trackersAfter(
  odoo: Odoo,
  last: number,
  courses: CoursePrograms,
): AsyncGenerator<FoundTrackerOf[], void, void> {
  for await (const rows of odoo.pages(ProgressTracker, [['id', '>', last]], FIELDS, { size: PAGE })) {
    const names = await odoo.externalIds(
      ProgressTracker,
      rows.map(({ id }) => id),
    )
    yield identified(rows, names, courses)
  }
}

/**
 * Returns those of them that are ours, in pages. One call where there is none, however many
 * trackers staff have created.
 */
export async function* ourTrackersAfter(
  odoo: Odoo,
  last: number,
): AsyncGenerator<FoundTrackerOf[], void, void> {
  const names = await odoo.externalIdsAfter(ProgressTracker, last, PREFIX)
  if (names.size === 0) return
  const ids = [...names.keys()]
  const courses = await readCoursePrograms(odoo)
  for (let from = 0; from < ids.length; from += PAGE) {
    const rows = await odoo.read(ProgressTracker, ids.slice(from, from + PAGE), FIELDS)
    yield identified(rows, names, courses).filter(({ isOurs }) => isOurs)
  }
}

const PREFIX = 'tracker_'

function identified(
  rows: readonly Row<typeof ProgressTracker, (typeof FIELDS)[number]>[],
  names: ReadonlyMap<number, readonly string[]>,
  courses: CoursePrograms,
): FoundTrackerOf[] {
  return rows.flatMap(({ id, student, courseIntegration, elearningEnrollment }) => {
    const programId = courses.get(courseIntegration)?.programId ?? null
    if (programId === null) return []
    const ours = `${PREFIX}${student}_${courseIntegration}`
    const isOurs = names.get(id)?.some((name) => name === ours || isRepetition(name, ours)) ?? false
    return [{ id, programId, studentId: student, isOurs, isLinked: elearningEnrollment !== null }]
  })
}

/** Whether a name is that of a further tracker for the same student and course: with a number. */
const isRepetition = (name: string, first: string): boolean =>
  name.startsWith(`${first}_`) && /^\d+$/.test(name.slice(first.length + 1))
