import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
import { fingerprint } from '../../src/hash.js'
import type { ProgramConfiguration } from './configuration.js'
import { courseSnapshot, type StudentProgress } from './course-progress.js'
import type { StudentRecords } from './student-records.js'
import { oneTrackerPerCourse } from './trackers.js'

/** A student in a program. `readAt` is an ISO instant from before the first read. */
export function programSnapshot(
  { records, courses: progress }: StudentProgress,
  { courses }: ProgramConfiguration,
  readAt: string,
): ProgramSnapshot {
  const trackers = oneTrackerPerCourse(records.trackers)
  const snapshots = courses.flatMap(({ id }) => {
    const course = progress.get(id)
    return course ? [courseSnapshot(course, trackers.get(id))] : []
  })
  const openDocuments = openDocumentsOf(records)
  return { readAt, hash: fingerprint([snapshots, openDocuments]), courses: snapshots, openDocuments }
}

/** Types of mandatory documents of which none is approved. */
export function openDocumentsOf({ documents }: StudentRecords): string[] {
  const approved = new Set(
    documents
      .filter(({ state }) => state === 'approved')
      .map(({ documentType }) => documentType ?? 'unknown'),
  )
  const mandatory = documents
    .filter(({ isMandatory }) => isMandatory)
    .map(({ documentType }) => documentType ?? 'unknown')
  return [...new Set(mandatory)].filter((type) => !approved.has(type))
}
