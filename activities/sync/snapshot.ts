import { createHash } from 'node:crypto'
import { assessmentProgress, attribute, openAssessments } from '../../src/domain/attribution.js'
import { componentsOf, overallProgress } from '../../src/domain/overall.js'
import type { ProgramPolicy } from '../../src/domain/policy.js'
import type { CourseSnapshot, ProgramSnapshot } from '../../src/domain/snapshot.js'
import type { AssessedCourse, ProgramSettings } from './configuration.js'
import type { StudentRecords, TrackerRow } from './student-records.js'
import { oneTrackerPerCourse } from './trackers.js'
import type { IntegrationRow, MembershipRow } from './tracked-fields.js'

/** A student in a program, from what was read of her. `readAt`: ISO instant from before the first read. */
export function programSnapshot(
  standing: StudentRecords,
  { courses, policy }: ProgramSettings,
  readAt: string,
): ProgramSnapshot {
  const trackers = oneTrackerPerCourse(standing.trackers)
  const snapshots = courses.map((course) =>
    courseSnapshot(standing, course, trackers.get(course.id), policy.weights),
  )
  const openDocuments = openDocumentsOf(standing)
  const hash = createHash('sha256')
    .update(JSON.stringify([snapshots, openDocuments]))
    .digest('base64url')
  return { readAt, hash, courses: snapshots, openDocuments }
}

export function courseSnapshot(
  standing: StudentRecords,
  course: AssessedCourse,
  tracker: TrackerRow | undefined,
  weights: ProgramPolicy['weights'],
): CourseSnapshot {
  const membership = membershipIn(standing, course)
  const { assessments, ...counts } = attribute(standing, course.assessments)
  const components = componentsOf(
    {
      membership: membershipState(membership),
      completion: membership?.completion ?? 0,
      ...counts,
      minSessions: course.minSessionsRequired,
      minHomework: course.minHomeworkRequired,
      assessments: assessmentProgress(assessments),
    },
    weights,
  )
  return {
    courseIntegrationId: course.id,
    name: course.name,
    trackerId: tracker?.id ?? null,
    trackerStatus: tracker?.status ?? 'not_started',
    membership: membershipState(membership),
    components,
    counts: { ...counts, openAssessments: openAssessments(assessments) },
    overall: overallProgress(components, weights),
    threshold: course.completionThreshold,
  }
}

export const membershipIn = (standing: StudentRecords, course: IntegrationRow) =>
  standing.memberships.find(({ channel }) => channel === course.elearningCourse)

/** Somebody who was only invited has no access yet. */
export function membershipState(
  membership: Pick<MembershipRow, 'active' | 'memberStatus'> | undefined,
): CourseSnapshot['membership'] {
  if (!membership || membership.memberStatus === 'invited') return 'gone'
  return membership.active ? 'active' : 'archived'
}

/** Types of mandatory documents of which none is approved. */
export function openDocumentsOf({ documents }: StudentRecords): string[] {
  const approved = new Set(
    documents.filter(({ state }) => state === 'approved').map(({ documentType }) => documentType),
  )
  const mandatory = documents.filter(({ isMandatory }) => isMandatory).map(({ documentType }) => documentType)
  return [...new Set(mandatory)].filter((type) => !approved.has(type))
}
