import type { Model } from '../model.js'
import { CertificateScreen, CertificateTemplateScreen } from './screens/certificates.js'
import {
  AssessmentIntegrationScreen,
  CourseIntegrationScreen,
  TrainingProgramScreen,
} from './screens/programs.js'
import { CourseSessionScreen, HomeworkAttemptScreen, ProgressTrackerScreen } from './screens/progress.js'
import { DocumentRequestScreen, StudentScreen } from './screens/students.js'
import type { Screen } from './screens/screen.js'

export { APP_ICON, MENU } from './screens/menus.js'
export type * from './screens/screen.js'

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
