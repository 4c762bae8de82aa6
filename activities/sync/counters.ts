import { cancellationSignal } from '@temporalio/activity'
import { round2 } from '../../src/domain/overall.js'
import type { Update } from '../../src/odoo/client/load.js'
import type { Row } from '../../src/odoo/schema/model.js'
import { CourseIntegration, TrainingProgram } from '../../src/odoo/schema/index.js'
import { countInCourses, countInPrograms, type ProgramCount } from '../../src/store/course-counts.js'
import { differs, upsertSkippingRejected } from './bulk-upsert.js'
import type { ActivityDependencies } from '../dependencies.js'

const PEOPLE = ['enrolledStudents', 'completedStudents', 'completionRate'] as const
const COURSE_FIELDS = ['trainingProgram', 'status', ...PEOPLE] as const
const PROGRAM_FIELDS = ['totalCourses', ...PEOPLE] as const

type CourseRow = Row<typeof CourseIntegration, (typeof COURSE_FIELDS)[number]>
type ProgramRow = Row<typeof TrainingProgram, (typeof PROGRAM_FIELDS)[number]>

/**
 * The counters of these courses and of their programs. They count people by the status of their trackers, as the pages of the sync have just
 * read and kept it, so that nothing is read again student by student: two reads and at most two writes, for ten students as for a
 * million. An archived course, a draft, or one without a program keeps the counters it had: nobody is trained in it.
 */
export async function writeCounters(
  { odoo: connection, store }: ActivityDependencies,
  courseIntegrationIds: readonly number[] | 'all',
): Promise<{ written: number }> {
  const odoo = connection.with({ signal: cancellationSignal() })
  const [courses, programs] = await Promise.all([
    odoo.searchRead(CourseIntegration, [['status', '=', 'active']], COURSE_FIELDS, { order: 'id' }),
    odoo.searchRead(TrainingProgram, [], PROGRAM_FIELDS, { order: 'id' }),
  ])
  const concerned = courses.filter(
    ({ id, trainingProgram }) =>
      trainingProgram !== null && (courseIntegrationIds === 'all' || courseIntegrationIds.includes(id)),
  )
  const programIds = new Set(
    courseIntegrationIds === 'all'
      ? programs.map(({ id }) => id)
      : concerned.map(({ trainingProgram }) => trainingProgram),
  )
  const counted = programs.filter(({ id }) => programIds.has(id))
  const ofPrograms = courses.filter(({ trainingProgram }) => programIds.has(trainingProgram))
  const [inCourses, inPrograms] = await Promise.all([
    countInCourses(store, idsOf(concerned)),
    countInPrograms(store, idsOf(ofPrograms)),
  ])
  const changedCourses = concerned.flatMap((course) => {
    const count = inCourses.find(({ courseIntegrationId }) => courseIntegrationId === course.id)
    return updateOf(course, counters(count?.students ?? 0, count?.completed ?? 0))
  })
  const changedPrograms = counted.flatMap((program) =>
    updateOf(program, programCounters(program, ofPrograms, inPrograms)),
  )
  return {
    written:
      (await upsertSkippingRejected(odoo, CourseIntegration, changedCourses)) +
      (await upsertSkippingRejected(odoo, TrainingProgram, changedPrograms)),
  }
}

/** Done with a program is who has completed every active course of it; with none, nobody. */
function programCounters(
  { id }: ProgramRow,
  courses: readonly CourseRow[],
  counts: readonly ProgramCount[],
): Required<Pick<Update<typeof TrainingProgram>, (typeof PROGRAM_FIELDS)[number]>> {
  const totalCourses = courses.filter(({ trainingProgram }) => trainingProgram === id).length
  const people = counts.filter(({ programId }) => programId === id)
  const done = people.filter(({ coursesCompleted }) => coursesCompleted >= totalCourses)
  return { totalCourses, ...counters(sumOf(people), sumOf(done)) }
}

const counters = (enrolledStudents: number, completedStudents: number) => ({
  enrolledStudents,
  completedStudents,
  completionRate: enrolledStudents === 0 ? 0 : round2((100 * completedStudents) / enrolledStudents),
})

/** Nothing where nothing differs. */
const updateOf = <N extends Readonly<Record<string, number>>>(
  present: { readonly id: number },
  numbers: N,
): ({ readonly id: number } & N)[] =>
  differs({ ...present }, numbers) ? [{ id: present.id, ...numbers }] : []

const sumOf = (counts: readonly ProgramCount[]) => counts.reduce((sum, { students }) => sum + students, 0)

const idsOf = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id)
