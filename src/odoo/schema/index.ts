import {
  Channel,
  Membership,
  Partner,
  Slide,
  SlideProgress,
  Survey,
  SurveyAttempt,
  User,
} from './elearning.js'
import { Certificate, CertificateTemplate } from './certificates.js'
import { AssessmentIntegration, CourseIntegration, TrainingProgram } from './programs.js'
import { CourseSession, HomeworkAttempt, ProgressTracker } from './progress.js'
import { DocumentRequest, Student } from './students.js'

/**
 * Every model and field of Odoo that the product uses, declared once. Code outside `schema/` knows
 * no technical names. How to declare one: `model.ts`.
 */
export * from './certificates.js'
export * from './elearning.js'
export * from './programs.js'
export * from './progress.js'
export * from './students.js'

/** The plan's models, adopted or provisioned, in the order in which setup can create them. */
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

/** All models that the product needs. The doctor compares them with the connected server. */
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
