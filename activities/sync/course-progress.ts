import {
  assessmentProgress,
  attribute,
  openAssessments,
  type CourseWork,
} from '../../src/domain/attribution.js'
import { lessonPercent } from '../../src/domain/elearning.js'
import { clampPercent, componentsOf, overallProgress } from '../../src/domain/overall.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../../src/domain/policy.js'
import type { CourseSnapshot } from '../../src/domain/snapshot.js'
import type { AssessedCourse, Configuration } from './configuration.js'
import { countingMembership, membershipState } from './memberships.js'
import type { PolicyOf } from './run-policies.js'
import type { StudentRecords, TrackerRow } from './student-records.js'

/** A student's progress in one course, whichever tracker shows it. */
export interface CourseProgress {
  readonly course: AssessedCourse
  /** Percent of the lessons, two decimals; 0 without a membership. */
  readonly completion: number
  readonly membership: CourseSnapshot['membership']
  /** What the student has done that counts for this course. */
  readonly work: CourseWork
  readonly components: CourseSnapshot['components']
  readonly overall: number
}

/** A student's records, and what follows from them for each course. */
export interface StudentProgress {
  readonly records: StudentRecords
  /** By course integration: the active courses of all programs, and all courses with a tracker. */
  readonly courses: ReadonlyMap<number, CourseProgress>
}

/** Computed once for each student of a page. Numbers, snapshots and evidence all derive from it. */
export function studentProgress(
  records: StudentRecords,
  configuration: Configuration,
  policyOf: PolicyOf,
): StudentProgress {
  const active = configuration.programs.flatMap(({ courses }) => courses.map(({ id }) => id))
  const tracked = records.trackers.map(({ courseIntegration }) => courseIntegration)
  const courses = [...new Set([...active, ...tracked])].flatMap(
    (id) => configuration.integrations.get(id) ?? [],
  )
  return {
    records,
    courses: new Map(
      courses.map((course) => {
        const programId = course.trainingProgram
        const { weights } =
          programId === null ? DEFAULT_POLICY : policyOf({ programId, studentId: records.student.id })
        return [course.id, courseProgress(records, course, weights)]
      }),
    ),
  }
}

function courseProgress(
  records: StudentRecords,
  course: AssessedCourse,
  weights: ProgramPolicy['weights'],
): CourseProgress {
  const found = countingMembership(
    records.memberships.filter(({ channel }) => channel === course.elearningCourse),
  )
  const membership = membershipState(found)
  const completion = found
    ? lessonPercent({
        completion: found.completion,
        done: records.lessonsDone.get(found.id) ?? found.completedSlidesCount,
        total: course.lessons,
        // Where we count, the final status of Odoo came from rounding.
        // Nor is it final when Odoo completed the course because lessons were removed.
        isFinal:
          found.memberStatus === 'completed' &&
          !records.lessonsDone.has(found.id) &&
          course.lessonsRemoved !== true,
      })
    : 0
  const work = attribute(records, course.assessments)
  const components = componentsOf(
    {
      membership,
      completion,
      sessionsHeld: work.sessionsHeld,
      homeworkGraded: work.homeworkGraded,
      minSessions: course.minSessionsRequired,
      minHomework: course.minHomeworkRequired,
      assessments: assessmentProgress(work.assessments),
    },
    weights,
  )
  return {
    course,
    completion,
    membership,
    work,
    components,
    overall: overallProgress(components, weights),
  }
}

export function courseSnapshot(
  { course, membership, work, components, overall }: CourseProgress,
  tracker: TrackerRow | undefined,
): CourseSnapshot {
  const { assessments, ...counts } = work
  return {
    courseIntegrationId: course.id,
    name: course.name,
    trackerId: tracker?.id ?? null,
    trackerStatus: tracker?.status ?? 'not_started',
    membership,
    components,
    counts: { ...counts, openAssessments: openAssessments(assessments) },
    overall,
    threshold: clampPercent(course.completionThreshold),
  }
}
