/**
 * The fields that a decision, a number or a list depends on, by model. The search for changes and
 * the page that handles them read exactly these fields, so that their hashes agree, and the webhook
 * rules are triggered by them. Of the fields that we write, statuses are left out, and numbers are
 * saved as we wrote them: our own writes are no changes.
 */
export const STUDENT_FIELDS = [
  // Odoo may give the id of a student to somebody else.
  'createDate',
  // These four are kept in step on the contact.
  'name',
  'email',
  'phone',
  'nativeLanguage',
  // With the name and the email, what lists show of a student.
  'nameArabic',
  'nameEnglish',
  'assignedAgent',
  'birthDate',
  'englishLevel',
  'hasCertificate',
  'enrollmentType',
  'preferredCourseIntegration',
  'partner',
  'writeDate',
] as const
/**
 * The student's own statuses. Not tracked, because we write them: a value that lies behind what we
 * wrote is a change by somebody else.
 */
export const STATUS_FIELDS = ['state', 'integrationStatus'] as const
/** The numbers that the sync writes. */
const STUDENT_NUMBERS = ['elearningProgress', 'completedCourses'] as const
const TRACKER_NUMBERS = [
  'elearningProgress',
  'customSessionsCompleted',
  'homeworkSubmissions',
  'overallProgress',
] as const
export const DOCUMENT_FIELDS = ['student', 'documentType', 'isMandatory', 'state', 'writeDate'] as const
export const SESSION_FIELDS = ['student', 'state', 'attendanceStatus', 'sessionTopic', 'writeDate'] as const
export const HOMEWORK_FIELDS = [
  'student',
  'state',
  'homeworkTitle',
  'grade',
  'maxGrade',
  'writeDate',
] as const
export const ATTEMPT_FIELDS = [
  'survey',
  'partner',
  'state',
  'testEntry',
  'scoringPercentage',
  'scoringSuccess',
  'writeDate',
] as const
export const QUIZ_FIELDS = ['slide', 'partner', 'completed', 'writeDate'] as const
/**
 * With the status, although we write it: staff may set it by hand, and the counters of courses and
 * programs follow it.
 */
const TRACKER_FIELDS = ['student', 'courseIntegration', 'status', 'writeDate'] as const
export const MEMBERSHIP_FIELDS = [
  'channel',
  'partner',
  'completion',
  'completedSlidesCount',
  'memberStatus',
  'active',
  'writeDate',
] as const
export const CERTIFICATE_FIELDS = ['orchestratorKey', 'student', 'state', 'writeDate'] as const
export const INTEGRATION_FIELDS = [
  'name',
  'elearningCourse',
  'trainingProgram',
  'autoEnrollEligible',
  'completionThreshold',
  'minSessionsRequired',
  'minHomeworkRequired',
  'minElearningProgress',
  'status',
  'writeDate',
] as const
export const ASSESSMENT_FIELDS = [
  'name',
  'courseIntegration',
  'kind',
  'survey',
  'slide',
  'homeworkTitle',
  'sessionTopic',
  'weight',
  'minimumScore',
  'mandatory',
] as const
export const PROGRAM_FIELDS = ['name', 'durationWeeks', 'status', 'writeDate'] as const

/**
 * What the version of a row is a hash of, where the sync also writes into the row. The search and
 * the page that handles what it finds must agree on it.
 */
export const STUDENT_VERSION_FIELDS = [...STUDENT_FIELDS, ...STUDENT_NUMBERS] as const
export const TRACKER_VERSION_FIELDS = [...TRACKER_FIELDS, ...TRACKER_NUMBERS] as const

/**
 * Relations that rows are grouped by when many are compared at once: there are few of their
 * records. Of any other relation, the ids are summed.
 */
export const GROUPED_RELATIONS = ['channel', 'courseIntegration', 'survey', 'slide'] as const
