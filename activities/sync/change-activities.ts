import type { SyncActivities } from '../../src/contracts/activities.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Condition, Row } from '../../src/odoo/schema/model.js'
import {
  AssessmentIntegration,
  CourseIntegration,
  CourseSession,
  DocumentRequest,
  HomeworkAttempt,
  Membership,
  ProgressTracker,
  SlideProgress,
  Student,
  SurveyAttempt,
  TrainingProgram,
} from '../../src/odoo/schema/index.js'
import { knownRecords, unknownVersions } from '../../src/store/known-versions.js'
import { runsWithNewcomer } from '../../src/store/remembered-people.js'
import type { Store } from '../../src/store/store.js'
import { advanceCursor, savePendingCursor, readCursor } from '../../src/store/sync-cursor.js'
import type { RowVersion } from '../../src/domain/row-version.js'
import type { ActivityDependencies } from '../dependencies.js'
import {
  assessedContentOf,
  assessmentsVersion,
  readAssessments,
  type AssessedContent,
  type Assessments,
} from './assessments.js'
import { changedRows, PAGE, studentsWithStatuses } from './changed-rows.js'
import { withHeartbeats } from './heartbeats.js'
import { settingAside } from './set-aside.js'
import {
  ATTEMPT_FIELDS,
  DOCUMENT_FIELDS,
  HOMEWORK_FIELDS,
  INTEGRATION_FIELDS,
  MEMBERSHIP_FIELDS,
  PROGRAM_FIELDS,
  QUIZ_FIELDS,
  SESSION_FIELDS,
  STATUS_FIELDS,
  STUDENT_FIELDS,
  STUDENT_NUMBERS,
  TRACKER_FIELDS,
  TRACKER_NUMBERS,
} from './tracked-fields.js'

/**
 * The search for changes, by a window on `write_date` that begins an overlap before the cursor.
 * Odoo stamps the *start* of a transaction, so a slow one commits rows that are older than rows
 * already read. The overlap is longer than any transaction may last. Inside the window, pages go by
 * id, because many rows share one second. A row that appears again, or that Odoo stamped without a
 * change, has a known hash and is dropped. A sweep without changes costs one call for the clock and
 * one for each tracked model, for ten students as for a million.
 */
export function createChangeActivities(
  dependencies: ActivityDependencies,
): Pick<SyncActivities, 'findChanges' | 'keepCursor'> {
  return {
    findChanges: (request) => withHeartbeats(() => findChanges(dependencies, request)),
    keepCursor: ({ cursor }) => advanceCursor(dependencies.store, cursor),
  }
}

async function findChanges(
  { odoo: connection, store, config, clock }: ActivityDependencies,
  { pageSize }: { pageSize: number },
): ReturnType<SyncActivities['findChanges']> {
  const { odoo, rows: setAside } = settingAside(connection)
  // Odoo's own clock, from before the first row is read: never ahead of what this sweep has seen.
  await odoo.version()
  const cursor = (odoo.serverTime() ?? clock()).toISOString()
  const previous = await readCursor(store)
  const since =
    previous === null ? null : new Date(previous.getTime() - config.sync.overlapSeconds * 1_000).toISOString()

  const configuration = await changedConfiguration(odoo, store, since)
  const assessments = await readAssessments(odoo)
  const courses = await changedAssessments(store, assessments)
  // The first sweep, and each change of a program or its courses, concerns all students.
  const everybody = since === null || configuration.length > 0
  const { students, unlinkedRows } = everybody
    ? { students: await allStudents(odoo), unlinkedRows: [] }
    : await changedStudents(odoo, store, since, assessedContentOf(assessments))
  const studentsOfCourses = everybody
    ? []
    : await studentsIn(
        odoo,
        courses.map(({ recordId }) => recordId),
      )
  const newcomers = (await runsWithNewcomer(store)).map(({ studentId }) => studentId)
  await savePendingCursor(store, { cursor, versions: [...configuration, ...courses, ...unlinkedRows] })
  return {
    pages: inPages([...students, ...studentsOfCourses, ...newcomers], pageSize),
    cursor,
    settings: everybody,
    setAside: setAside.size,
  }
}

async function changedConfiguration(odoo: Odoo, store: Store, since: string | null): Promise<RowVersion[]> {
  const programs = await changedRows(
    odoo,
    store,
    TrainingProgram,
    PROGRAM_FIELDS,
    since === null ? [] : [['writeDate', '>=', since]],
  )
  const integrations = await changedRows(
    odoo,
    store,
    CourseIntegration,
    INTEGRATION_FIELDS,
    since === null ? [] : [['writeDate', '>=', since]],
  )
  return [...programs, ...integrations].map(({ version }) => version)
}

/** Courses whose assessments have changed since their students were last synchronized. */
async function changedAssessments(store: Store, assessments: Assessments): Promise<RowVersion[]> {
  const { name } = AssessmentIntegration
  // Includes the courses that no longer have any.
  const courses = new Set([...assessments.keys(), ...(await knownRecords(store, name))])
  const versions = [...courses].map((id) => assessmentsVersion(id, assessments.get(id) ?? []))
  return unknownVersions(store, name, versions)
}

/**
 * `unlinkedRows`: memberships and attempts of contacts that are linked to no student. When such a
 * contact is linked later, the student itself changes. Reads only attempts that count for a course.
 */
async function changedStudents(
  odoo: Odoo,
  store: Store,
  since: string,
  { surveys, quizzes }: AssessedContent,
): Promise<{ students: number[]; unlinkedRows: RowVersion[] }> {
  const students = await studentsWithStatuses(
    odoo,
    store,
    Student,
    {
      fields: [...STUDENT_FIELDS, ...STUDENT_NUMBERS, ...STATUS_FIELDS],
      tracked: [...STUDENT_FIELDS, ...STUDENT_NUMBERS],
    },
    [['writeDate', '>=', since]],
    ({ id, state, integrationStatus }) => ({
      studentId: id,
      state,
      integration: integrationStatus,
      courses: new Map(),
    }),
  )
  const documents = await changedRows(odoo, store, DocumentRequest, DOCUMENT_FIELDS, [
    ['writeDate', '>=', since],
  ])
  const sessions = await changedRows(odoo, store, CourseSession, SESSION_FIELDS, [['writeDate', '>=', since]])
  const homework = await changedRows(odoo, store, HomeworkAttempt, HOMEWORK_FIELDS, [
    ['writeDate', '>=', since],
  ])
  const trackers = await studentsWithStatuses(
    odoo,
    store,
    ProgressTracker,
    {
      fields: [...TRACKER_FIELDS, ...TRACKER_NUMBERS],
      tracked: [...TRACKER_FIELDS, ...TRACKER_NUMBERS],
    },
    [['writeDate', '>=', since]],
    ({ student, courseIntegration, status }) => ({
      studentId: student,
      state: null,
      integration: null,
      courses: new Map([[courseIntegration, status]]),
    }),
  )
  const learningRows: { readonly row: { readonly partner: number | null }; readonly version: RowVersion }[] =
    [...(await changedRows(odoo, store, Membership, MEMBERSHIP_FIELDS, [['writeDate', '>=', since]]))]
  if (surveys.length > 0) {
    const attempts = await changedRows(odoo, store, SurveyAttempt, ATTEMPT_FIELDS, [
      ['survey', 'in', surveys],
      ['writeDate', '>=', since],
    ])
    learningRows.push(...attempts)
  }
  if (quizzes.length > 0) {
    const completed = await changedRows(odoo, store, SlideProgress, QUIZ_FIELDS, [
      ['slide', 'in', quizzes],
      ['writeDate', '>=', since],
    ])
    learningRows.push(...completed)
  }
  const learners = await studentsOf(
    odoo,
    learningRows.flatMap(({ row }) => row.partner ?? []),
  )
  const linked = new Set<number | null>(learners.map(({ partner }) => partner))
  return {
    students: [
      ...students,
      ...trackers,
      ...[...documents, ...sessions, ...homework].map(({ row }) => row.student),
      ...learners.map(({ id }) => id),
    ],
    unlinkedRows: learningRows
      .filter(({ row }) => row.partner === null || !linked.has(row.partner))
      .map(({ version }) => version),
  }
}

/** Students with a tracker in one of these courses. */
async function studentsIn(odoo: Odoo, courses: readonly number[]): Promise<number[]> {
  if (courses.length === 0) return []
  const found: number[] = []
  const domain: readonly Condition<typeof ProgressTracker>[] = [['courseIntegration', 'in', courses]]
  for await (const rows of odoo.pages(ProgressTracker, domain, ['student'], { size: PAGE })) {
    found.push(...rows.map(({ student }) => student))
  }
  return found
}

/** Students who are linked to one of these contacts. */
async function studentsOf(
  odoo: Odoo,
  partners: readonly number[],
): Promise<Row<typeof Student, 'partner'>[]> {
  const wanted = [...new Set(partners)]
  const found: Row<typeof Student, 'partner'>[] = []
  for (let start = 0; start < wanted.length; start += PAGE) {
    const domain: readonly Condition<typeof Student>[] = [
      ['partner', 'in', wanted.slice(start, start + PAGE)],
    ]
    for await (const rows of odoo.pages(Student, domain, ['partner'], { size: PAGE })) found.push(...rows)
  }
  return found
}

async function allStudents(odoo: Odoo): Promise<number[]> {
  const found: number[] = []
  for await (const rows of odoo.pages(Student, [], ['writeDate'], { size: PAGE })) {
    found.push(...rows.map(({ id }) => id))
  }
  return found
}

function inPages(students: readonly number[], size: number): number[][] {
  const ids = [...new Set(students)].sort((a, b) => a - b)
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, page) =>
    ids.slice(page * size, (page + 1) * size),
  )
}
