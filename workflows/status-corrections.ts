import type { StatusPoint } from '../src/contracts/activities.js'
import { say, type Sentence } from '../src/domain/sentences/sentence.js'
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
export function correctionMessage(training: TrainingState, correction: StatusCorrection): Sentence {
  const { found, restored } = correction
  return say('status_set_back', { of: movedOf(training, correction), found, restored })
}

function movedOf(training: TrainingState, correction: StatusCorrection) {
  if (correction.of === 'course') return { course: courseName(training, correction.courseIntegrationId) }
  return correction.status === 'state' ? 'stage' : 'elearning'
}
