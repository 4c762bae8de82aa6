import { cancellationSignal } from '@temporalio/activity'
import type { StatusActivities, StatusPoint } from '../src/contracts/activities.js'
import type { Application } from '../src/contracts/application.js'
import { FailureType } from '../src/contracts/failures.js'
import {
  integrationStatusAfter,
  studentStateAfter,
  trackerStatusAfter,
  type IntegrationPoint,
  type StudentPoint,
  type TrackerPoint,
} from '../src/domain/student-state.js'
import type { Odoo } from '../src/odoo/client.js'
import type { Changes, Row } from '../src/odoo/model.js'
import { CourseIntegration, ProgressTracker, Student } from '../src/odoo/schema.js'
import type { ActivityDependencies } from './dependencies.js'
import { failure } from './failures.js'

export function createStatusActivities({ odoo }: ActivityDependencies): StatusActivities {
  return {
    writeStatuses: (request) => writeStatuses(odoo.with({ signal: cancellationSignal() }), request),
  }
}

/** How far a point brings the student, and her trackers of the given courses. */
interface Reach {
  readonly state: StudentPoint
  readonly integration: IntegrationPoint | null
  readonly tracker: TrackerPoint | null
}

/** Reads, then writes only what differs and lies ahead: a repeated or late call writes nothing. */
async function writeStatuses(
  odoo: Odoo,
  request: Application & { point: StatusPoint; at: string },
): Promise<void> {
  const reach = reachOf(request.point)
  const [[student], trackers] = await Promise.all([
    odoo.read(Student, [request.studentId], ['state', 'integrationStatus']),
    trackersOf(odoo, request),
  ])
  if (!student) {
    throw failure(FailureType.OdooMissing, 'The student is gone from Odoo.', { studentId: request.studentId })
  }
  if (reach.tracker !== null) await writeTrackers(odoo, trackers, reach.tracker, request.at)
  await writeStudent(odoo, student, reach)
}

function reachOf(point: StatusPoint): Reach {
  switch (point.kind) {
    case 'rejected':
      return { state: 'rejected', integration: null, tracker: null }
    case 'enrolled':
      return { state: 'enrolled', integration: 'enrolled', tracker: null }
    case 'in_progress':
      return { state: 'in_progress', integration: 'in_progress', tracker: 'in_progress' }
    case 'course_completed':
      return point.programCompleted
        ? { state: 'completed', integration: 'completed', tracker: 'completed' }
        : { state: 'in_progress', integration: 'in_progress', tracker: 'completed' }
    case 'certified':
      return { state: 'certified', integration: 'certified', tracker: 'certified' }
  }
}

type Tracker = Row<typeof ProgressTracker, 'status' | 'startDate' | 'completionDate'>

async function trackersOf(
  odoo: Odoo,
  { point, programId, studentId }: Application & { point: StatusPoint },
): Promise<Tracker[]> {
  if (point.kind === 'rejected' || point.kind === 'enrolled') return []
  const courses = point.kind === 'certified' ? await coursesOf(odoo, programId) : point.courseIntegrationIds
  const trackers = await odoo.searchRead(
    ProgressTracker,
    [
      ['student', '=', studentId],
      ['courseIntegration', 'in', courses],
    ],
    ['status', 'startDate', 'completionDate'],
    { order: 'id' },
  )
  // Issued against the rules: a course that was not completed stays what it is, the certificate does not change that.
  return point.kind === 'certified' ? trackers.filter(({ status }) => status === 'completed') : trackers
}

async function coursesOf(odoo: Odoo, programId: number): Promise<number[]> {
  const rows = await odoo.searchRead(CourseIntegration, [['trainingProgram', '=', programId]], ['status'])
  return rows.map(({ id }) => id)
}

/** One write for each set of equal changes: usually one. */
async function writeTrackers(
  odoo: Odoo,
  trackers: readonly Tracker[],
  reached: TrackerPoint,
  at: string,
): Promise<void> {
  const writes = new Map<string, { ids: number[]; changes: Changes<typeof ProgressTracker> }>()
  for (const tracker of trackers) {
    const changes = trackerChanges(tracker, reached, at)
    const key = JSON.stringify(changes)
    if (key === '{}') continue
    const write = writes.get(key) ?? { ids: [], changes }
    write.ids.push(tracker.id)
    writes.set(key, write)
  }
  for (const { ids, changes } of writes.values()) await odoo.write(ProgressTracker, ids, changes)
}

function trackerChanges(
  tracker: Tracker,
  reached: TrackerPoint,
  at: string,
): Changes<typeof ProgressTracker> {
  const status = trackerStatusAfter(tracker.status ?? '', reached)
  if (status === null) return {}
  // Dates tell the first time; what stands there is not moved.
  return {
    status,
    ...(tracker.startDate === null ? { startDate: at } : {}),
    ...(status !== 'in_progress' && tracker.completionDate === null ? { completionDate: at } : {}),
  }
}

async function writeStudent(
  odoo: Odoo,
  student: Row<typeof Student, 'state' | 'integrationStatus'>,
  { state: reached, integration }: Reach,
): Promise<void> {
  const state = studentStateAfter(student.state ?? '', reached)
  const integrationStatus =
    integration === null ? null : integrationStatusAfter(student.integrationStatus ?? '', integration)
  if (state === null && integrationStatus === null) return
  await odoo.write(Student, [student.id], {
    ...(state === null ? {} : { state }),
    ...(integrationStatus === null ? {} : { integrationStatus }),
  })
}
