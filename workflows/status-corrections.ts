import type { StatusPoint } from '../src/contracts/activities.js'
import type { StatusCorrection } from '../src/domain/status-corrections.js'
import { courseName, isProgramComplete, type TrainingState } from '../src/domain/training.js'

/** The point that the statuses in Odoo have reached by what the training has decided. */
export function decidedPoint(training: TrainingState): StatusPoint {
  const completed = Object.keys(training.completed).map(Number)
  if (training.started.length === 0 && completed.length === 0) return { kind: 'enrolled' }
  return {
    kind: 'training',
    started: training.started,
    completed,
    programCompleted: isProgramComplete(training),
  }
}

/** The step that reports a status which somebody changed in Odoo. It is not known who. */
export function correctionMessage(training: TrainingState, correction: StatusCorrection): string {
  const [found, restored] = [correction.found, correction.restored].map((status) =>
    status.replaceAll('_', ' '),
  )
  return `The ${nameOf(training, correction)} was changed in Odoo from "${restored ?? ''}" to "${found ?? ''}". It was set back, because the orchestrator decides it.`
}

function nameOf(training: TrainingState, correction: StatusCorrection): string {
  if (correction.of === 'course')
    return `status of the course "${courseName(training, correction.courseIntegrationId)}"`
  return correction.status === 'state' ? 'student’s stage' : 'student’s eLearning status'
}
