import { cancellationSignal } from '@temporalio/activity'
import type { SyncActivities } from '../../src/contracts/activities.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Condition, FieldName, Model, Row } from '../../src/odoo/schema/model.js'
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
import type { Store } from '../../src/store/store.js'
import { advanceCursor, savePendingCursor, readCursor } from '../../src/store/sync-cursor.js'
import type { RowVersion } from '../../src/domain/row-version.js'
import {
  assessedBy,
  assessmentsVersion,
  readAssessments,
  type Assessed,
  type Assessments,
} from './assessments.js'
import type { ActivityDependencies } from '../dependencies.js'
import { withHeartbeats } from './heartbeats.js'
import {
  ATTEMPT_FIELDS,
  DOCUMENT_FIELDS,
  HOMEWORK_FIELDS,
  INTEGRATION_FIELDS,
  MEMBERSHIP_FIELDS,
  PROGRAM_FIELDS,
  QUIZ_FIELDS,
  SESSION_FIELDS,
  STUDENT_FIELDS,
  TRACKER_FIELDS,
  rowVersion,
} from './tracked-fields.js'

/**
 * The cursor sweep. A window on `write_date` from the cursor less an overlap: Odoo stamps the *start* of a transaction, so a slow one
 * commits rows that are older than rows already read; the overlap is longer than any transaction may last. Inside the window pages go by
 * id, because many rows share one second. What the window gives again, or what Odoo stamped without a change, is known by its hash and
 * does not travel. A tick without changes costs one call for the clock and one for each watched model, for ten students as for a million.
 */
export function createChangeActivities(
  dependencies: ActivityDependencies,
): Pick<SyncActivities, 'findChanges' | 'keepCursor'> {
  return {
    findChanges: (request) => withHeartbeats(() => findChanges(dependencies, request)),
    keepCursor: ({ cursor }) => advanceCursor(dependencies.store, cursor),
  }
}

/** Rows a call while looking for changes. */
const PAGE = 1_000

async function findChanges(
  { odoo: connection, store, config, clock }: ActivityDependencies,
  { pageSize }: { pageSize: number },
): Promise<{ pages: number[][]; cursor: string; settings: boolean }> {
  const odoo = connection.with({ signal: cancellationSignal() })
  // Odoo's own clock, from before the first row is read: never ahead of what this tick has seen.
  await odoo.version()
  const cursor = (odoo.serverTime() ?? clock()).toISOString()
  const kept = await readCursor(store)
  const since =
    kept === null ? null : new Date(kept.getTime() - config.sync.overlapSeconds * 1_000).toISOString()

  const settings = await changedSettings(odoo, store, since)
  const assessments = await readAssessments(odoo)
  const assessed = await changedAssessments(store, assessments)
  // The first time, and after a change of a program or its courses, everybody is concerned.
  const everybody = since === null || settings.length > 0
  const { students, strangers } = everybody
    ? { students: await allStudents(odoo), strangers: [] }
    : await changedStudents(odoo, store, since, assessedBy(assessments))
  const assessedAnew = everybody
    ? []
    : await studentsIn(
        odoo,
        assessed.map(({ recordId }) => recordId),
      )
  await savePendingCursor(store, { cursor, versions: [...settings, ...assessed, ...strangers] })
  return { pages: inPages([...students, ...assessedAnew], pageSize), cursor, settings: everybody }
}

/** Rows of the window that are really new or changed. */
async function changedRows<M extends Model, F extends FieldName<M>>(
  odoo: Odoo,
  store: Store,
  model: M,
  fields: readonly F[],
  domain: readonly Condition<M>[],
): Promise<{ row: Row<M, F>; version: RowVersion }[]> {
  const changed: { row: Row<M, F>; version: RowVersion }[] = []
  for await (const rows of odoo.pages(model, domain, fields, { size: PAGE, archived: true })) {
    const versions = rows.map((row) => ({ row, version: rowVersion(model, fields, row) }))
    const unknown = new Set(
      await unknownVersions(
        store,
        model.name,
        versions.map(({ version }) => version),
      ),
    )
    changed.push(...versions.filter(({ version }) => unknown.has(version)))
  }
  return changed
}

async function changedSettings(odoo: Odoo, store: Store, since: string | null): Promise<RowVersion[]> {
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

/** Courses whose assessments are not what they were when the students were last looked at. */
async function changedAssessments(store: Store, assessments: Assessments): Promise<RowVersion[]> {
  const { name } = AssessmentIntegration
  // Also the courses that had some.
  const courses = new Set([...assessments.keys(), ...(await knownRecords(store, name))])
  const versions = [...courses].map((id) => assessmentsVersion(id, assessments.get(id) ?? []))
  return unknownVersions(store, name, versions)
}

/**
 * `strangers`: memberships and attempts of contacts that are no student's. Linking one to a student is a change of the student. Attempts
 * only at what counts for a course.
 */
async function changedStudents(
  odoo: Odoo,
  store: Store,
  since: string,
  { surveys, quizzes }: Assessed,
): Promise<{ students: number[]; strangers: RowVersion[] }> {
  const students = await changedRows(odoo, store, Student, STUDENT_FIELDS, [['writeDate', '>=', since]])
  const documents = await changedRows(odoo, store, DocumentRequest, DOCUMENT_FIELDS, [
    ['writeDate', '>=', since],
  ])
  const sessions = await changedRows(odoo, store, CourseSession, SESSION_FIELDS, [['writeDate', '>=', since]])
  const homework = await changedRows(odoo, store, HomeworkAttempt, HOMEWORK_FIELDS, [
    ['writeDate', '>=', since],
  ])
  const trackers = await changedRows(odoo, store, ProgressTracker, TRACKER_FIELDS, [
    ['writeDate', '>=', since],
  ])
  const learnt: { readonly row: { readonly partner: number | null }; readonly version: RowVersion }[] = [
    ...(await changedRows(odoo, store, Membership, MEMBERSHIP_FIELDS, [['writeDate', '>=', since]])),
  ]
  if (surveys.length > 0) {
    const attempts = await changedRows(odoo, store, SurveyAttempt, ATTEMPT_FIELDS, [
      ['survey', 'in', surveys],
      ['writeDate', '>=', since],
    ])
    learnt.push(...attempts)
  }
  if (quizzes.length > 0) {
    const completed = await changedRows(odoo, store, SlideProgress, QUIZ_FIELDS, [
      ['slide', 'in', quizzes],
      ['writeDate', '>=', since],
    ])
    learnt.push(...completed)
  }
  const learners = await studentsOf(
    odoo,
    learnt.flatMap(({ row }) => row.partner ?? []),
  )
  const known = new Set<number | null>(learners.map(({ partner }) => partner))
  return {
    students: [
      ...students.map(({ row }) => row.id),
      ...[...documents, ...sessions, ...homework, ...trackers].map(({ row }) => row.student),
      ...learners.map(({ id }) => id),
    ],
    strangers: learnt
      .filter(({ row }) => row.partner === null || !known.has(row.partner))
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
  for (let at = 0; at < wanted.length; at += PAGE) {
    const domain: readonly Condition<typeof Student>[] = [['partner', 'in', wanted.slice(at, at + PAGE)]]
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
