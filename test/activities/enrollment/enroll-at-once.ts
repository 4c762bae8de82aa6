import { TaskQueue } from '../../../src/contracts/task-queues.js'
import type { ActivityFixture } from '../activity-fixture.js'

/** What the activities of an enrollment have made of a student; or why they failed. */
export type Enrolled =
  | {
      readonly studentId: number
      readonly partnerId: number
      readonly membershipId: number
      readonly trackerId: number
    }
  | { readonly studentId: number; readonly failure: string }

/**
 * Runs the activities of an enrollment in one course, and those of the first steps of the training,
 * for many students at the same time. As a worker with enough slots would, but without Temporal.
 */
export const enrollAtOnce = (
  fixture: ActivityFixture,
  { programId, courseIntegrationId }: { readonly programId: number; readonly courseIntegrationId: number },
  studentIds: readonly number[],
): Promise<Enrolled[]> =>
  Promise.all(
    studentIds.map(async (studentId): Promise<Enrolled> => {
      try {
        return await enroll(fixture, { programId, studentId, run: 1 }, courseIntegrationId)
      } catch (error) {
        return { studentId, failure: (error as { type?: string }).type ?? String(error) }
      }
    }),
  )

async function enroll(
  { run }: ActivityFixture,
  application: { readonly programId: number; readonly studentId: number; readonly run: number },
  courseIntegrationId: number,
): Promise<Enrolled> {
  const { studentId } = application
  const workflowExecution = { workflowId: `enrollment-${studentId}`, runId: 'run' }
  const info = { taskQueue: TaskQueue.odoo, workflowExecution }
  await run((activities) => activities.readApplication(application), info)
  const link = await run((activities) => activities.linkContact(application), info)
  if (link.kind !== 'linked') return { studentId, failure: link.kind }
  const { partnerId } = link
  const courseIntegrationIds = [courseIntegrationId]
  const [grant] = await run(
    (activities) => activities.grantAccess({ ...application, partnerId, courseIntegrationIds }),
    info,
  )
  if (!grant?.granted) return { studentId, failure: grant?.instructions ?? 'no grant' }
  const { membershipId } = grant
  const memberships = [{ courseIntegrationId, membershipId }]
  const [tracker] = await run(
    (activities) => activities.ensureTrackers({ ...application, memberships }),
    info,
  )
  const at = '2026-01-05T08:00:00Z'
  await run(
    (activities) => activities.writeStatuses({ ...application, at, point: { kind: 'enrolled' } }),
    info,
  )
  await run((activities) => activities.syncApplication(application), info)
  return { studentId, partnerId, membershipId, trackerId: tracker?.trackerId ?? 0 }
}
