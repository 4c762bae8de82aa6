import { attribute } from '../../src/domain/attribution.js'
import { isFinalInOdoo, reachesThreshold } from '../../src/domain/completion.js'
import { round2 } from '../../src/domain/overall.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../../src/domain/policy.js'
import type { CourseSnapshot } from '../../src/domain/snapshot.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Update } from '../../src/odoo/client/load.js'
import { ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { differs, upsertSkippingRejected } from './bulk-upsert.js'
import type { AssessedCourse, Configuration } from './configuration.js'
import { courseSnapshot, membershipIn } from './snapshot.js'
import type { StudentRecords, TrackerRow } from './student-records.js'

/**
 * The numbers in Odoo of which the sync is the one writer: progress and counters of trackers, the two figures of students. Written only
 * where they differ, in one call for each of the two models.
 */
export async function writeNumbers(
  odoo: Odoo,
  standings: readonly StudentRecords[],
  configuration: Configuration,
): Promise<{ written: number }> {
  const trackers = standings.flatMap((standing) => trackerNumbers(standing, configuration))
  const students = standings.flatMap((standing) => studentNumbers(standing, configuration))
  return {
    written:
      (await upsertSkippingRejected(odoo, ProgressTracker, trackers)) +
      (await upsertSkippingRejected(odoo, Student, students)),
  }
}

/** A tracker without a membership keeps what stands there: staff and the suite made such ones before our time. */
function trackerNumbers(
  standing: StudentRecords,
  configuration: Configuration,
): Update<typeof ProgressTracker>[] {
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
function studentNumbers(standing: StudentRecords, configuration: Configuration): Update<typeof Student>[] {
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
function coursesOf(standing: StudentRecords, configuration: Configuration): TrackedCourse[] {
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
