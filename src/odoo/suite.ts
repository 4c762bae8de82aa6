import { binary, boolean, char, date, datetime, float, integer, many2one, selection, text } from './fields.js'
import { model } from './model.js'

/**
 * The models of Grants Training Suite v2.
 *
 * Left out on purpose: fields that the suite stores but never computes for rows made over the external API (`is_late`,
 * `grade_percentage`, `is_valid`, `days_until_…`), and those it computes wrongly: the student's `age` (frozen at the last edit of the
 * birth date), `elearning_progress` and `completed_courses` (reset whenever any learner finishes a lesson), the tracker's
 * `overall_progress` (a fixed 70/30 mix). Where we need such a figure there is a field of our own (`provisioned`).
 */

export const Student = model('gr.student', {
  name: char({ required: true }),
  nameArabic: char({ required: true }),
  nameEnglish: char({ required: true }),
  /** Neither normalised nor unique. */
  email: char({ required: true }),
  phone: char(),
  birthDate: date(),
  gender: selection(['male', 'female', 'other']),
  nationality: char(),
  nativeLanguage: char(),
  englishLevel: selection([
    'beginner',
    'elementary',
    'intermediate',
    'upper_intermediate',
    'advanced',
    'proficient',
  ]),
  hasCertificate: boolean(),
  certificateType: char(),
  certificateDate: date(),
  state: selection([
    'draft',
    'eligible',
    'assigned',
    'contacted',
    'enrolled',
    'in_progress',
    'completed',
    'certified',
    'rejected',
  ]),
  intakeDate: datetime(),
  assignedAgent: many2one('res.users'),
  assignmentDate: datetime(),
  firstContactDate: datetime(),
  preferredCourseIntegration: many2one('gr.course.integration'),
  enrollmentType: selection(['auto', 'manual', 'import']),
  integrationStatus: selection(['not_integrated', 'enrolled', 'in_progress', 'completed', 'certified']),
  partner: many2one('res.partner', {
    provisioned: {
      name: 'x_partner_id',
      label: { en: 'Contact', ar: 'جهة الاتصال' },
      help: 'The contact that learns in eLearning for this student. Kept by the training orchestrator.',
      index: true,
    },
  }),
  /** Percent, 0–100. */
  elearningProgress: float({
    provisioned: {
      name: 'x_elearning_progress',
      label: { en: 'eLearning progress (%)', ar: 'التقدم في التعلم الإلكتروني (%)' },
      help: 'Mean completion over the courses of the student. Kept by the training orchestrator.',
    },
  }),
  completedCourses: integer({
    provisioned: {
      name: 'x_completed_courses',
      label: { en: 'Courses completed', ar: 'الدورات المكتملة' },
      help: 'Courses whose threshold the student has reached. Kept by the training orchestrator.',
    },
  }),
})

export const TrainingProgram = model('gr.training.program', {
  name: char({ required: true }),
  description: text(),
  eligibilityCriteria: text(),
  /** 0: not set. */
  durationWeeks: integer(),
  status: selection(['draft', 'active', 'archived']),
})

/** A course of a program: which eLearning course, and what it asks for. */
export const CourseIntegration = model('gr.course.integration', {
  name: char({ required: true }),
  elearningCourse: many2one('slide.channel', { required: true }),
  trainingProgram: many2one('gr.training.program'),
  autoEnrollEligible: boolean(),
  /** Percent of overall progress from which the course counts as completed. */
  completionThreshold: float(),
  minSessionsRequired: integer(),
  minHomeworkRequired: integer(),
  /** Percent. */
  minElearningProgress: float(),
  status: selection(['draft', 'active', 'archived']),
})

/** One student in one course integration. */
export const ProgressTracker = model('gr.progress.tracker', {
  student: many2one('gr.student', { required: true }),
  courseIntegration: many2one('gr.course.integration', { required: true }),
  /** Percent; Odoo refuses what is outside 0–100. */
  elearningProgress: float(),
  elearningEnrollment: many2one('slide.channel.partner'),
  customSessionsCompleted: integer(),
  homeworkSubmissions: integer(),
  status: selection(['not_started', 'in_progress', 'completed', 'certified']),
  enrollmentDate: datetime(),
  startDate: datetime(),
  completionDate: datetime(),
  /** Percent of what the course asks for, 0–100. */
  overallProgress: float({
    provisioned: {
      name: 'x_overall_progress',
      label: { en: 'Overall progress (%)', ar: 'التقدم الإجمالي (%)' },
      help: 'Share of what the program asks for, by the weights of its policy. Kept by the training orchestrator.',
    },
  }),
})

/** A live session of one student; it names no course. */
export const CourseSession = model('gr.course.session', {
  name: char({ required: 'defaulted' }),
  student: many2one('gr.student', { required: true }),
  sessionDate: datetime({ required: true }),
  /** Hours, more than 0 and at most 8. */
  sessionDuration: float(),
  sessionType: selection(['online', 'in_person', 'hybrid']),
  state: selection(['scheduled', 'in_progress', 'completed', 'cancelled', 'no_show']),
  attendanceStatus: selection(['present', 'absent', 'late', 'excused']),
  sessionTopic: char(),
  progressPercentage: float(),
})

/** A hand-in of one student; it names no course and no session. */
export const HomeworkAttempt = model('gr.homework.attempt', {
  name: char({ required: 'defaulted' }),
  student: many2one('gr.student', { required: true }),
  homeworkTitle: char({ required: true }),
  homeworkType: selection(['written', 'practical', 'project', 'quiz', 'presentation', 'other']),
  submissionDate: datetime({ required: 'defaulted' }),
  dueDate: datetime({ required: true }),
  state: selection(['draft', 'submitted', 'under_review', 'graded', 'returned', 'resubmitted']),
  /** Between 0 and `maxGrade`. */
  grade: float(),
  maxGrade: float(),
  attemptNumber: integer(),
  isResubmission: boolean(),
  previousAttempt: many2one('gr.homework.attempt'),
})

/** Knows a program and the name of a course, but no integration and no tracker; the suite keeps nothing unique. */
export const Certificate = model('gr.certificate', {
  name: char({ required: 'defaulted' }),
  student: many2one('gr.student', { required: true }),
  certificateType: selection(
    [
      'completion',
      'achievement',
      'participation',
      'excellence',
      'professional',
      'language',
      'technical',
      'program_completion',
      'other',
    ],
    { required: true },
  ),
  certificateTitle: char({ required: true }),
  certificateDescription: text(),
  courseName: char(),
  completionDate: date(),
  trainingProgram: many2one('gr.training.program'),
  issueDate: date({ required: 'defaulted' }),
  state: selection(['draft', 'issued', 'delivered', 'verified', 'revoked', 'expired']),
  validFrom: date(),
  /** Odoo fills in 730 days after the issue when a new record leaves it empty. */
  validUntil: date(),
  finalGrade: float(),
  certificateFile: binary(),
  certificateFilename: char(),
  deliveryDate: date(),
  deliveryMethod: selection(['email', 'postal', 'in_person', 'digital', 'other']),
  notes: text(),
  verificationCode: char(),
  verificationUrl: char(),
  /** Program, student and version of a certificate of ours. */
  orchestratorKey: char({
    provisioned: {
      name: 'x_orchestrator_key',
      label: { en: 'Orchestrator key', ar: 'مفتاح المنسّق' },
      help: 'Program, student and version: tells a certificate of the training orchestrator from one made by hand.',
      index: true,
    },
  }),
})

export const DocumentRequest = model('gr.document.request', {
  name: char({ required: 'defaulted' }),
  student: many2one('gr.student', { required: true }),
  documentType: selection(
    [
      'passport',
      'id_card',
      'birth_certificate',
      'education_certificate',
      'work_experience',
      'language_certificate',
      'medical_certificate',
      'financial_document',
      'other',
    ],
    { required: true },
  ),
  documentName: char(),
  requestDate: datetime({ required: 'defaulted' }),
  state: selection(['draft', 'requested', 'submitted', 'under_review', 'approved', 'rejected', 'expired']),
  isMandatory: boolean(),
  submissionDate: datetime(),
  reviewDate: datetime(),
  deadlineDate: datetime(),
})
