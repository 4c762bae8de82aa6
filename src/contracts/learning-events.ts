/** The plan's handlers: `handle_elearning_progress_update` and `handle_elearning_completion`. */
export const LEARNING_EVENTS = ['elearning.progress_updated', 'elearning.completed'] as const
export type LearningEventType = (typeof LEARNING_EVENTS)[number]
