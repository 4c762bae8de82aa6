import type { Model } from '../model.js'
import { CertificateScreen, CertificateTemplateScreen } from './certificates.js'
import { AssessmentIntegrationScreen, CourseIntegrationScreen, TrainingProgramScreen } from './programs.js'
import { CourseSessionScreen, HomeworkAttemptScreen, ProgressTrackerScreen } from './progress.js'
import { DocumentRequestScreen, StudentScreen } from './students.js'
import type { Screen } from './screen.js'

export { APP_ICON, MENU } from './menus.js'
export type * from './screen.js'

/** What staff see of each model of the plan, where `setup` makes it. */
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

/** Whether the cards of the model are arranged by this selection: all its keys are columns then, in their order, also those without a card. */
export const arrangesCards = (model: Model, logical: string): boolean =>
  SCREENS.some((screen) => screen.model === model && screen.kanban?.by === logical)
