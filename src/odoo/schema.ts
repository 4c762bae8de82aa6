import { Channel, Membership, Partner, Slide, SlideProgress, User } from './elearning.js'
import {
  Certificate,
  CourseIntegration,
  CourseSession,
  DocumentRequest,
  HomeworkAttempt,
  ProgressTracker,
  Student,
  TrainingProgram,
} from './suite.js'

/** Every model and field of Odoo that we touch, declared once. Nothing outside this room knows a technical name. */
export * from './elearning.js'
export * from './suite.js'

/** What the product stands on; `resolution.ts` compares it with the connected server. */
export const MODELS = [
  Student,
  TrainingProgram,
  CourseIntegration,
  ProgressTracker,
  CourseSession,
  HomeworkAttempt,
  Certificate,
  DocumentRequest,
  Partner,
  User,
  Channel,
  Membership,
  Slide,
  SlideProgress,
] as const
