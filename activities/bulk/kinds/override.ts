import { progressId } from '../../../src/contracts/application.js'
import { overrideCompletion } from '../../../src/contracts/progress.js'
import { say, type Sentence } from '../../../src/domain/sentences/sentence.js'
import type { ProgramSnapshot } from '../../../src/domain/snapshot.js'
import { readLastNotified } from '../../../src/store/last-notified.js'
import { applicationOf, commandOf, send, wasGivenBefore } from '../command.js'
import { commandKind, trainingObstacle } from './command-kind.js'

/** Declares a course completed. */
export const override = commandKind({
  async foresee({ context: { store }, operation: { filter, parameters } }, standings) {
    const ids = standings.map(({ studentId }) => studentId)
    const snapshots = new Map(
      (await readLastNotified(store, ids)).flatMap(({ programId, studentId, snapshot }) =>
        programId === filter.programId ? [[studentId, snapshot] as const] : [],
      ),
    )
    const courseId = parameters.courseIntegrationId ?? 0
    return (standing) => {
      const snapshot = snapshots.get(standing.studentId) ?? null
      const isLast = snapshot !== null && areOthersCompleted(snapshot, courseId)
      const effect = { count: 1, undoable: false } as const
      return {
        effects: [
          { ...effect, effect: 'completion' },
          { ...effect, effect: 'status' },
          { ...effect, effect: 'email', count: isLast ? 2 : 1 },
          ...(isLast ? [{ ...effect, effect: 'certificate' as const }] : []),
        ],
        warnings: [say('completion_not_undoable'), ...(isLast ? [say('last_course')] : [])],
        obstacle: trainingObstacle(standing) ?? obstacleIn(snapshot, courseId),
      }
    }
  },

  async give(work, item) {
    const application = applicationOf(item)
    const command = await commandOf(work, application, 'apply')
    const { courseIntegrationId = 0 } = work.operation.parameters
    const refusal = await send(work, {
      workflowId: progressId(application),
      update: overrideCompletion,
      command: { ...command.command, courseIntegrationId },
      id: command.id,
    })
    if (refusal === null || (await wasGivenBefore(work, item, command))) return { outcome: 'done' }
    return { outcome: 'changed', reasons: [refusal] }
  },

  undo: say('completion_stays'),
})

const COMPLETED: readonly string[] = ['completed', 'certified']

function obstacleIn(snapshot: ProgramSnapshot | null, courseId: number): Sentence | undefined {
  if (snapshot === null) return say('student_not_read')
  const course = snapshot.courses.find(({ courseIntegrationId }) => courseIntegrationId === courseId)
  if (!course) return say('course_not_of_program', { courseIntegrationId: courseId })
  return COMPLETED.includes(course.trackerStatus) ? say('course_done_already') : undefined
}

const areOthersCompleted = ({ courses }: ProgramSnapshot, courseId: number): boolean =>
  courses.every(
    ({ courseIntegrationId, trackerStatus }) =>
      courseIntegrationId === courseId || COMPLETED.includes(trackerStatus),
  )
