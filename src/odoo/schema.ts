import {
  Channel,
  Membership,
  Partner,
  Slide,
  SlideProgress,
  Survey,
  SurveyAttempt,
  User,
} from './schema/elearning.js'
import { Certificate, CertificateTemplate } from './schema/certificates.js'
import { AssessmentIntegration, CourseIntegration, TrainingProgram } from './schema/programs.js'
import { CourseSession, HomeworkAttempt, ProgressTracker } from './schema/progress.js'
import { DocumentRequest, Student } from './schema/students.js'

/** Every model and field of Odoo that we touch, declared once. Nothing outside `schema/` knows a technical name. */
export * from './schema/certificates.js'
export * from './schema/elearning.js'
export * from './schema/programs.js'
export * from './schema/progress.js'
export * from './schema/students.js'

/** The plan's models: adopted from the suite or provisioned, in the order in which they can be made. */
export const TRAINING_MODELS = [
  TrainingProgram,
  CourseIntegration,
  AssessmentIntegration,
  Student,
  ProgressTracker,
  CourseSession,
  HomeworkAttempt,
  CertificateTemplate,
  Certificate,
  DocumentRequest,
] as const

/** What the product stands on; `resolution.ts` compares it with the connected server. */
export const MODELS = [
  ...TRAINING_MODELS,
  Partner,
  User,
  Channel,
  Membership,
  Slide,
  SlideProgress,
  Survey,
  SurveyAttempt,
] as const
