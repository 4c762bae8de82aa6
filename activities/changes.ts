import { cancellationSignal } from '@temporalio/activity'
import type { SyncActivities } from '../src/contracts/activities.js'
import type { Odoo } from '../src/odoo/client.js'
import type { Condition, FieldName, Model, Row } from '../src/odoo/model.js'
import {
  CourseIntegration,
  CourseSession,
  DocumentRequest,
  HomeworkAttempt,
  Membership,
  Student,
  TrainingProgram,
} from '../src/odoo/schema.js'
import { unknownVersions } from '../src/store/known-versions.js'
import type { Store } from '../src/store/store.js'
import { keepCursor, noteCursor, readCursor } from '../src/store/sync-cursor.js'
import type { RowVersion } from '../src/store/tables/sync.js'
import type { ActivityDependencies } from './dependencies.js'
import { withHeartbeats } from './heartbeats.js'
import {
  DOCUMENT_FIELDS,
  HOMEWORK_FIELDS,
  INTEGRATION_FIELDS,
  MEMBERSHIP_FIELDS,
  PROGRAM_FIELDS,
  SESSION_FIELDS,
  STUDENT_FIELDS,
  versionOf,
} from './watched.js'

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
    keepCursor: ({ cursor }) => keepCursor(dependencies.store, cursor),
  }
}

/** Rows a call while looking for changes. */
const PAGE = 1_000

async function findChanges(
  { odoo: connection, store, config, clock }: ActivityDependencies,
  { pageSize }: { pageSize: number },
): Promise<{ pages: number[][]; cursor: string }> {
  const odoo = connection.with({ signal: cancellationSignal() })
  // Odoo's own clock, from before the first row is read: never ahead of what this tick has seen.
  await odoo.version()
  const cursor = (odoo.serverTime() ?? clock()).toISOString()
  const kept = await readCursor(store)
  const since =
    kept === null ? null : new Date(kept.getTime() - config.sync.overlapSeconds * 1_000).toISOString()

  const settings = await changedSettings(odoo, store, since)
  // The first time, and after a change of a program or its courses, everybody is concerned.
  const { students, strangers } =
    since === null || settings.length > 0
      ? { students: await allStudents(odoo), strangers: [] }
      : await changedStudents(odoo, store, since)
  await noteCursor(store, { cursor, versions: [...settings, ...strangers] })
  return { pages: inPages(students, pageSize), cursor }
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
    const versions = rows.map((row) => ({ row, version: versionOf(model, fields, row) }))
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

/** `strangers`: memberships of contacts that are no student's. Linking one to a student is a change of the student. */
async function changedStudents(
  odoo: Odoo,
  store: Store,
  since: string,
): Promise<{ students: number[]; strangers: RowVersion[] }> {
  const students = await changedRows(odoo, store, Student, STUDENT_FIELDS, [['writeDate', '>=', since]])
  const documents = await changedRows(odoo, store, DocumentRequest, DOCUMENT_FIELDS, [
    ['writeDate', '>=', since],
  ])
  const sessions = await changedRows(odoo, store, CourseSession, SESSION_FIELDS, [['writeDate', '>=', since]])
  const homework = await changedRows(odoo, store, HomeworkAttempt, HOMEWORK_FIELDS, [
    ['writeDate', '>=', since],
  ])
  const memberships = await changedRows(odoo, store, Membership, MEMBERSHIP_FIELDS, [
    ['writeDate', '>=', since],
  ])
  const learners = await studentsOf(
    odoo,
    memberships.map(({ row }) => row.partner),
  )
  const known = new Set(learners.map(({ partner }) => partner))
  return {
    students: [
      ...students.map(({ row }) => row.id),
      ...[...documents, ...sessions, ...homework].map(({ row }) => row.student),
      ...learners.map(({ id }) => id),
    ],
    strangers: memberships.filter(({ row }) => !known.has(row.partner)).map(({ version }) => version),
  }
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
