import type { Model } from '../model.js'
import { CertificateScreen, CertificateTemplateScreen } from './certificates.js'
import { AssessmentIntegrationScreen, CourseIntegrationScreen, TrainingProgramScreen } from './programs.js'
import { CourseSessionScreen, HomeworkAttemptScreen, ProgressTrackerScreen } from './progress.js'
import { DocumentRequestScreen, StudentScreen } from './students.js'
import type { Screen } from './screen.js'

export { APP_ICON, MENU } from './menus.js'
export type * from './screen.js'

/** The screens of the plan's models, for models that `setup` creates. */
export const SCREENS: readonly Screen[] = [
  StudentScreen,
  DocumentRequestScreen,
  ProgressTrackerScreen,
  CourseSessionScreen,
  HomeworkAttemptScreen,
  CertificateScreen,
  CertificateTemplateScreen,
  TrainingProgramScreen,
  CourseIntegrationScreen,
  AssessmentIntegrationScreen,
]

/**
 * Returns whether the model's kanban has a column for each key of this selection. All keys are
 * columns then, in their order, even those without cards.
 */
export const isKanbanColumnField = (model: Model, logical: string): boolean =>
  SCREENS.some((screen) => screen.model === model && screen.kanban?.by === logical)
