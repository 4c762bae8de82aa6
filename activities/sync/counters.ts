import { round2 } from '../../src/domain/overall.js'
import type { Update } from '../../src/odoo/client/load.js'
import type { Row } from '../../src/odoo/schema/model.js'
import { CourseIntegration, TrainingProgram } from '../../src/odoo/schema/index.js'
import { finishCounters, readDueCounters } from '../../src/store/due-counters.js'
import { countInCourses, countInPrograms, type ProgramCount } from '../../src/store/course-counts.js'
import { differs, upsertSkippingRejected } from './bulk-upsert.js'
import type { IntakeMode } from '../../src/domain/intake.js'
import { intakesOf } from '../../src/store/intakes.js'
import { programsWithApplications } from '../../src/store/application-runs.js'
import type { Store } from '../../src/store/store.js'
import type { ActivityDependencies } from '../dependencies.js'
import { settingAside } from './set-aside.js'

const COUNTERS = ['enrolledStudents', 'completedStudents', 'completionRate'] as const
const COURSE_FIELDS = ['trainingProgram', 'status', ...COUNTERS] as const
const PROGRAM_FIELDS = ['totalCourses', ...COUNTERS] as const

type CourseRow = Row<typeof CourseIntegration, (typeof COURSE_FIELDS)[number]>
type ProgramRow = Row<typeof TrainingProgram, (typeof PROGRAM_FIELDS)[number]>

/** Writes the counters that are due. Those of a failed attempt stay due. */
export async function writeCounters({
  odoo,
  store,
  config,
}: ActivityDependencies): Promise<{ written: number }> {
  const due = await readDueCounters(store)
  if (due.rows.length === 0) return { written: 0 }
  const written = await writeCountersOf({ odoo, store, config }, due.courses)
  await finishCounters(store, due)
  return { written }
}

/**
 * Writes the counters of these courses and of their programs. They count students by the status of
 * their trackers, which the pages of the sync have just read and stored. So no student is read
 * again: it takes two reads and at most two writes, for ten students as for a million. Archived
 * courses, drafts and courses without a program keep their counters, because nobody is trained in
 * them.
 */
async function writeCountersOf(
  { odoo: connection, store, config }: Pick<ActivityDependencies, 'odoo' | 'store' | 'config'>,
  courseIntegrationIds: readonly number[] | 'all',
): Promise<number> {
  const { odoo } = settingAside(connection)
  const [allCourses, allPrograms] = await Promise.all([
    odoo.searchRead(CourseIntegration, [['status', '=', 'active']], COURSE_FIELDS, { order: 'id' }),
    odoo.searchRead(TrainingProgram, [], PROGRAM_FIELDS, { order: 'id' }),
  ])
  const counted = await countedProgramIds(store, idsOf(allPrograms), config.intake.byDefault)
  const programs = allPrograms.filter(({ id }) => counted.has(id))
  const courses = allCourses.filter(
    ({ trainingProgram }) => trainingProgram !== null && counted.has(trainingProgram),
  )
  const countedCourses = courses.filter(
    ({ id }) => courseIntegrationIds === 'all' || courseIntegrationIds.includes(id),
  )
  const programIds = new Set(
    courseIntegrationIds === 'all'
      ? programs.map(({ id }) => id)
      : countedCourses.map(({ trainingProgram }) => trainingProgram),
  )
  const countedPrograms = programs.filter(({ id }) => programIds.has(id))
  const coursesOfPrograms = courses.filter(({ trainingProgram }) => programIds.has(trainingProgram))
  const [inCourses, inPrograms] = await Promise.all([
    countInCourses(store, idsOf(countedCourses)),
    countInPrograms(store, idsOf(coursesOfPrograms)),
  ])
  const changedCourses = countedCourses.flatMap((course) => {
    const count = inCourses.find(({ courseIntegrationId }) => courseIntegrationId === course.id)
    return updateOf(course, counters(count?.students ?? 0, count?.completed ?? 0))
  })
  const changedPrograms = countedPrograms.flatMap((program) =>
    updateOf(program, programCounters(program, coursesOfPrograms, inPrograms)),
  )
  return (
    (await upsertSkippingRejected(odoo, CourseIntegration, changedCourses)) +
    (await upsertSkippingRejected(odoo, TrainingProgram, changedPrograms))
  )
}

/** Programs whose intake is on, or that somebody has applied to. The others stay as they are. */
async function countedProgramIds(
  store: Store,
  programIds: readonly number[],
  byDefault: IntakeMode,
): Promise<ReadonlySet<number>> {
  const intakes = await intakesOf(store, programIds, byDefault)
  const open = [...intakes.values()].filter(({ mode }) => mode === 'on').map(({ programId }) => programId)
  return new Set([...open, ...(await programsWithApplications(store))])
}

/**
 * Completed: the students who completed every active course of the program; without courses, none.
 */
function programCounters(
  { id }: ProgramRow,
  courses: readonly CourseRow[],
  counts: readonly ProgramCount[],
): Required<Pick<Update<typeof TrainingProgram>, (typeof PROGRAM_FIELDS)[number]>> {
  const totalCourses = courses.filter(({ trainingProgram }) => trainingProgram === id).length
  const students = counts.filter(({ programId }) => programId === id)
  const completed = students.filter(({ coursesCompleted }) => coursesCompleted >= totalCourses)
  return { totalCourses, ...counters(sumOf(students), sumOf(completed)) }
}

const counters = (enrolledStudents: number, completedStudents: number) => ({
  enrolledStudents,
  completedStudents,
  completionRate: enrolledStudents === 0 ? 0 : round2((100 * completedStudents) / enrolledStudents),
})

/** Empty where nothing differs. */
const updateOf = <N extends Readonly<Record<string, number>>>(
  present: { readonly id: number },
  numbers: N,
): ({ readonly id: number } & N)[] =>
  differs({ ...present }, numbers) ? [{ id: present.id, ...numbers }] : []

const sumOf = (counts: readonly ProgramCount[]) => counts.reduce((sum, { students }) => sum + students, 0)

const idsOf = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id)
