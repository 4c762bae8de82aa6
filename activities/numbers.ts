import { log } from '@temporalio/activity'
import { FailureType } from '../src/contracts/failures.js'
import { isFinalInOdoo, reachesThreshold } from '../src/domain/completion.js'
import { round2 } from '../src/domain/overall.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../src/domain/policy.js'
import type { CourseSnapshot } from '../src/domain/snapshot.js'
import type { Odoo } from '../src/odoo/client.js'
import { OdooError } from '../src/odoo/errors.js'
import type { Update } from '../src/odoo/load.js'
import type { Model } from '../src/odoo/model.js'
import { ProgressTracker, Student } from '../src/odoo/schema.js'
import type { Configuration } from './configuration.js'
import { countsOf, courseSnapshot, membershipIn } from './snapshot.js'
import type { Standing, TrackerRow } from './standing.js'

/**
 * The numbers in Odoo of which the sync is the one writer: progress and counters of trackers, the two figures of students. Written only
 * where they differ, in one call for each of the two models.
 */
export async function writeNumbers(
  odoo: Odoo,
  standings: readonly Standing[],
  configuration: Configuration,
): Promise<{ written: number }> {
  const trackers = standings.flatMap((standing) => trackerNumbers(standing, configuration))
  const students = standings.flatMap((standing) => studentNumbers(standing, configuration))
  return {
    written:
      (await loadOrSetAside(odoo, ProgressTracker, trackers)) +
      (await loadOrSetAside(odoo, Student, students)),
  }
}

/** A tracker without a membership keeps what stands there: staff and the suite made such ones before our time. */
function trackerNumbers(standing: Standing, configuration: Configuration): Update<typeof ProgressTracker>[] {
  const { sessionsHeld, homeworkGraded } = countsOf(standing)
  return coursesOf(standing, configuration).flatMap(({ tracker, completion, snapshot }) => {
    if (snapshot.membership === 'gone') return []
    const numbers = {
      elearningProgress: completion,
      customSessionsCompleted: sessionsHeld,
      homeworkSubmissions: homeworkGraded,
      overallProgress: snapshot.overall,
    }
    return differs(tracker, numbers) ? [{ id: tracker.id, ...numbers }] : []
  })
}

/** Our own fields: the suite's figures of the same name are reset whenever any learner finishes a lesson. */
function studentNumbers(standing: Standing, configuration: Configuration): Update<typeof Student>[] {
  const courses = coursesOf(standing, configuration)
  const learnt = courses.filter(({ snapshot }) => snapshot.membership !== 'gone')
  const sum = learnt.reduce((total, { completion }) => total + completion, 0)
  const numbers = {
    elearningProgress: learnt.length === 0 ? 0 : round2(sum / learnt.length),
    completedCourses: courses.filter(({ snapshot }) => isFinalInOdoo(snapshot) || reachesThreshold(snapshot))
      .length,
  }
  return differs(standing.student, numbers) ? [{ id: standing.student.id, ...numbers }] : []
}

interface TrackedCourse {
  readonly tracker: TrackerRow
  readonly completion: number
  readonly snapshot: CourseSnapshot
}

/** The courses in which she has a tracker, in whatever program and also where the integration is not active any more. */
function coursesOf(standing: Standing, configuration: Configuration): TrackedCourse[] {
  return standing.trackers.flatMap((tracker) => {
    const course = configuration.integrations.get(tracker.courseIntegration)
    if (!course) return []
    const { weights } = policyFor(configuration, course.trainingProgram)
    const completion = membershipIn(standing, course)?.completion ?? 0
    return [{ tracker, completion, snapshot: courseSnapshot(standing, course, tracker, weights) }]
  })
}

function policyFor({ programs }: Configuration, programId: number | null): ProgramPolicy {
  return programs.find(({ program }) => program.id === programId)?.policy ?? DEFAULT_POLICY
}

const differs = (present: Readonly<Record<string, unknown>>, numbers: Readonly<Record<string, number>>) =>
  Object.entries(numbers).some(([name, value]) => round2(Number(present[name])) !== value)

/**
 * One transaction for all; when Odoo refuses it, halves, down to the one row that it refuses. That row is set aside with a warning: it
 * must not hold up the others. Answers how many rows were written.
 */
async function loadOrSetAside<M extends Model>(
  odoo: Odoo,
  model: M,
  rows: readonly Update<M>[],
): Promise<number> {
  if (rows.length === 0) return 0
  try {
    await odoo.load(model, rows)
    return rows.length
  } catch (error) {
    if (!(error instanceof OdooError) || !OF_ONE_ROW.includes(error.type)) throw error
    const [first] = rows
    if (rows.length === 1 && first) {
      log.warn('Odoo refuses the numbers of a record; the next change tries again', {
        model: model.name,
        id: first.id,
        failure: error.type,
      })
      return 0
    }
    const middle = Math.ceil(rows.length / 2)
    return (
      (await loadOrSetAside(odoo, model, rows.slice(0, middle))) +
      (await loadOrSetAside(odoo, model, rows.slice(middle)))
    )
  }
}

/** What one bad row does to a whole call. A missing right or an outage is no matter of the row. */
const OF_ONE_ROW: readonly FailureType[] = [FailureType.OdooRefused, FailureType.OdooMissing]
