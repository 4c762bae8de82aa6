import type { Values } from '../orm/field.js'
import type { TrainingRecords } from './training-records.js'

/** What staff do with a session or a homework to move it to the next state. */
interface Step {
  readonly model: string
  /** The state before the step. */
  readonly from: string
  /** The suite's button. */
  readonly button: string
  /** The values that the button sets. */
  readonly sets: Values
}

const session = (from: string, button: string, sets: Values): Step => ({
  ...{ model: 'gr.course.session', from, button, sets },
})
const homework = (from: string, button: string, state: string): Step => ({
  ...{ model: 'gr.homework.attempt', from, button, sets: { state } },
})

/** The steps of a live session, in order. */
export const SESSION_STEPS: readonly Step[] = [
  session('scheduled', 'action_start_session', { state: 'in_progress' }),
  session('in_progress', 'action_complete_session', { state: 'completed', attendance_status: 'present' }),
]

/** The steps of a homework, in order. The grade is written separately. */
export const HOMEWORK_STEPS: readonly Step[] = [
  homework('draft', 'action_submit', 'submitted'),
  homework('submitted', 'action_start_review', 'under_review'),
  homework('under_review', 'action_grade', 'graded'),
]

export const takeStaffStep = (training: TrainingRecords, { model, button, sets }: Step, id: number) =>
  training.press(model, button, [id], sets)
