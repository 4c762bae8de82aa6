import { progressId } from '../../../src/contracts/application.js'
import { overrideCompletion } from '../../../src/contracts/progress.js'
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
        warnings: [NOT_UNDOABLE, ...(isLast ? [LAST_COURSE] : [])],
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

  undo: 'A course that was declared completed stays completed.',
})

const NOT_UNDOABLE = 'A course that is declared completed stays completed: this cannot be undone.'
const LAST_COURSE =
  'It is the last course that is not completed: the requirements of the certificate are checked, and it is issued and emailed if they are met.'

const COMPLETED: readonly string[] = ['completed', 'certified']

function obstacleIn(snapshot: ProgramSnapshot | null, courseId: number): string | undefined {
  if (snapshot === null) return 'The student has not been read from Odoo yet.'
  const course = snapshot.courses.find(({ courseIntegrationId }) => courseIntegrationId === courseId)
  if (!course) return `Course integration ${courseId} is not a course of the program.`
  return COMPLETED.includes(course.trackerStatus) ? 'The course is completed already.' : undefined
}

const areOthersCompleted = ({ courses }: ProgramSnapshot, courseId: number): boolean =>
  courses.every(
    ({ courseIntegrationId, trackerStatus }) =>
      courseIntegrationId === courseId || COMPLETED.includes(trackerStatus),
  )
