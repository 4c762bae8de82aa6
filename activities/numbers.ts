import { attribute } from '../src/domain/attribution.js'
import { isFinalInOdoo, reachesThreshold } from '../src/domain/completion.js'
import { round2 } from '../src/domain/overall.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../src/domain/policy.js'
import type { CourseSnapshot } from '../src/domain/snapshot.js'
import type { Odoo } from '../src/odoo/client.js'
import type { Update } from '../src/odoo/load.js'
import { ProgressTracker, Student } from '../src/odoo/schema.js'
import { differs, loadOrSetAside } from './bulk.js'
import type { AssessedCourse, Configuration } from './configuration.js'
import { courseSnapshot, membershipIn } from './snapshot.js'
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
  return coursesOf(standing, configuration).flatMap(({ tracker, course, completion, snapshot }) => {
    if (snapshot.membership === 'gone') return []
    const { sessionsHeld, homeworkGraded } = attribute(standing, course.assessments)
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
  readonly course: AssessedCourse
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
    return [{ tracker, course, completion, snapshot: courseSnapshot(standing, course, tracker, weights) }]
  })
}

function policyFor({ programs }: Configuration, programId: number | null): ProgramPolicy {
  return programs.find(({ program }) => program.id === programId)?.policy ?? DEFAULT_POLICY
}
