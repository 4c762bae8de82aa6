import type { CourseEvidence } from '../../src/domain/requirements.js'
import type { CourseProgress } from '../sync/course-progress.js'
import type { TrackerRow } from '../sync/student-records.js'

/** A course as the requirements of a certificate see it. */
export const courseEvidence = (
  { course, membership, components, overall, work }: CourseProgress,
  tracker: TrackerRow | undefined,
  overridden: boolean,
): CourseEvidence => ({
  courseIntegrationId: course.id,
  name: course.name,
  trackerStatus: tracker ? (tracker.status ?? 'not_started') : 'missing',
  membership,
  components,
  overall,
  threshold: course.completionThreshold,
  minElearning: course.minElearningProgress,
  ...work,
  minSessions: course.minSessionsRequired,
  minHomework: course.minHomeworkRequired,
  overridden,
})
