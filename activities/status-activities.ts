import { cancellationSignal } from '@temporalio/activity'
import type { StatusActivities, StatusPoint } from '../src/contracts/activities.js'
import type { ApplicationRun } from '../src/contracts/application.js'
import { FailureType } from '../src/contracts/failures.js'
import {
  integrationStatusAfter,
  studentStateAfter,
  trackerStatusAfter,
  type IntegrationPoint,
  type StudentPoint,
  type TrackerPoint,
} from '../src/domain/student-state.js'
import type { StatusCorrection, WrittenStatuses } from '../src/domain/status-corrections.js'
import type { Odoo } from '../src/odoo/client/client.js'
import type { Changes, Row } from '../src/odoo/schema/model.js'
import { CourseIntegration, ProgressTracker, Student } from '../src/odoo/schema/index.js'
import { recordStatusesWritten } from '../src/store/last-notified.js'
import type { ActivityContext } from './dependencies.js'
import { failure } from './failures.js'
import { PERSON_FIELDS, type PersonCheck } from './person-check.js'

export function createStatusActivities({ odoo, store, people }: ActivityContext): StatusActivities {
  const write = (request: Request) =>
    writeStatuses(odoo.with({ signal: cancellationSignal() }), people, request)
  return {
    async writeStatuses(request) {
      await write(request)
      // A rejected application has ended; what becomes of the student's state is up to people.
      if (request.point.kind !== 'rejected')
        await recordStatusesWritten(store, request, writtenStatuses(request.point))
    },
    restoreStatuses: write,
  }
}

type Request = ApplicationRun & { readonly point: StatusPoint; readonly at: string }

/** The certificate makes certified only those trackers that are completed by then. */
function writtenStatuses(point: StatusPoint): WrittenStatuses {
  const { state, integration, trackers } = targetStatuses(point)
  return {
    state,
    integration,
    courses: Object.fromEntries(
      trackers.flatMap(({ tracker, courses }) =>
        courses === 'all' ? [] : courses.map((id) => [id, tracker]),
      ),
    ),
  }
}

/** The statuses that a point leads to: the student's, and those of their trackers by course. */
interface TargetStatuses {
  readonly state: StudentPoint
  readonly integration: IntegrationPoint | null
  readonly trackers: readonly {
    readonly tracker: TrackerPoint
    readonly courses: readonly number[] | 'all'
  }[]
}

/**
 * Writes only statuses that move forward. A repeated or late call writes nothing. Odoo has no
 * conditional write, so each status is read immediately before its write: what staff set after that
 * is overwritten, within one call. Returns what it has moved.
 */
async function writeStatuses(
  odoo: Odoo,
  people: PersonCheck,
  { point, at, ...run }: Request,
): Promise<StatusCorrection[]> {
  const { programId, studentId } = run
  const target = targetStatuses(point)
  const targets = target.trackers.filter(({ courses }) => courses === 'all' || courses.length > 0)
  const [student, coursesOfProgram] = await Promise.all([
    readStudent(odoo, studentId),
    targets.some(({ courses }) => courses === 'all') ? coursesOf(odoo, programId) : ([] as number[]),
  ])
  await people.confirm(run, student)
  const moved: StatusCorrection[] = []
  for (const { tracker: reached, courses } of targets) {
    const reachedTrackers = (await trackersOf(odoo, studentId)).filter(({ courseIntegration, status }) =>
      courses === 'all'
        ? // A certificate issued against the rules does not complete a course.
          status === 'completed' && coursesOfProgram.includes(courseIntegration)
        : courses.includes(courseIntegration),
    )
    moved.push(...(await writeTrackers(odoo, reachedTrackers, reached, at)))
  }
  const isBehind = Object.keys(studentChanges(student, target)).length > 0
  const present = isBehind && targets.length > 0 ? await readStudent(odoo, studentId) : student
  return [...moved, ...(await writeStudent(odoo, present, target))]
}

async function readStudent(odoo: Odoo, studentId: number) {
  const [student] = await odoo.read(Student, [studentId], ['state', 'integrationStatus', ...PERSON_FIELDS])
  if (!student) throw failure(FailureType.OdooMissing, 'The student no longer exists in Odoo.', { studentId })
  return student
}

function targetStatuses(point: StatusPoint): TargetStatuses {
  switch (point.kind) {
    case 'rejected':
      return { state: 'rejected', integration: null, trackers: [] }
    case 'enrolled':
      return { state: 'enrolled', integration: 'enrolled', trackers: [] }
    case 'training': {
      const reached = point.programCompleted ? 'completed' : 'in_progress'
      const started = point.started.filter((id) => !point.completed.includes(id))
      return {
        state: reached,
        integration: reached,
        trackers: [
          { tracker: 'in_progress', courses: started },
          { tracker: 'completed', courses: point.completed },
        ],
      }
    }
    case 'certified':
      return {
        state: 'certified',
        integration: 'certified',
        trackers: [{ tracker: 'certified', courses: 'all' }],
      }
  }
}

type Tracker = Row<typeof ProgressTracker, 'courseIntegration' | 'status' | 'startDate' | 'completionDate'>

const trackersOf = (odoo: Odoo, studentId: number): Promise<Tracker[]> =>
  odoo.searchRead(
    ProgressTracker,
    [['student', '=', studentId]],
    ['courseIntegration', 'status', 'startDate', 'completionDate'],
    { order: 'id' },
  )

async function coursesOf(odoo: Odoo, programId: number): Promise<number[]> {
  const rows = await odoo.searchRead(CourseIntegration, [['trainingProgram', '=', programId]], ['status'])
  return rows.map(({ id }) => id)
}

/** One write for each distinct set of changes; usually there is only one. */
async function writeTrackers(
  odoo: Odoo,
  trackers: readonly Tracker[],
  reached: TrackerPoint,
  at: string,
): Promise<StatusCorrection[]> {
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
  const written = new Set([...writes.values()].flatMap(({ ids }) => ids))
  return trackers
    .filter(({ id }) => written.has(id))
    .map(({ courseIntegration, status }) => ({
      of: 'course',
      courseIntegrationId: courseIntegration,
      found: status ?? '',
      restored: reached,
    }))
}

function trackerChanges(
  tracker: Tracker,
  reached: TrackerPoint,
  at: string,
): Changes<typeof ProgressTracker> {
  const status = trackerStatusAfter(tracker.status ?? '', reached)
  if (status === null) return {}
  // The dates are those of the first time, so an existing one stays.
  return {
    status,
    ...(tracker.startDate === null ? { startDate: at } : {}),
    ...(status !== 'in_progress' && tracker.completionDate === null ? { completionDate: at } : {}),
  }
}

type Statuses = Row<typeof Student, 'state' | 'integrationStatus'>

function studentChanges(
  { state, integrationStatus }: Statuses,
  { state: reached, integration }: TargetStatuses,
): { readonly state?: StudentPoint; readonly integrationStatus?: IntegrationPoint } {
  const nextState = studentStateAfter(state ?? '', reached)
  const next = integration === null ? null : integrationStatusAfter(integrationStatus ?? '', integration)
  return {
    ...(nextState !== null && { state: nextState }),
    ...(next !== null && { integrationStatus: next }),
  }
}

async function writeStudent(
  odoo: Odoo,
  student: Statuses,
  target: TargetStatuses,
): Promise<StatusCorrection[]> {
  const changes = studentChanges(student, target)
  if (Object.keys(changes).length === 0) return []
  await odoo.write(Student, [student.id], changes)
  return [
    ...moved('state', student.state, changes.state ?? null),
    ...moved('integration', student.integrationStatus, changes.integrationStatus ?? null),
  ]
}

const moved = (
  status: 'state' | 'integration',
  found: string | null,
  restored: string | null,
): StatusCorrection[] => (restored === null ? [] : [{ of: 'student', status, found: found ?? '', restored }])
