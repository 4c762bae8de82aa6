/**
 * The fields that a decision or a number depends on, by model. The search for changes and the page
 * that handles them read exactly these fields, so that their hashes agree, and the webhook rules
 * are triggered by them. Fields that only we write (statuses, numbers) are left out, so that our
 * own writes are not changes.
 */
export const STUDENT_FIELDS = [
  'email',
  'birthDate',
  'englishLevel',
  'hasCertificate',
  'enrollmentType',
  'preferredCourseIntegration',
  'partner',
  'writeDate',
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
export const TRACKER_FIELDS = ['student', 'courseIntegration', 'status', 'writeDate'] as const
export const MEMBERSHIP_FIELDS = [
  'channel',
  'partner',
  'completion',
  'completedSlidesCount',
  'memberStatus',
  'active',
  'writeDate',
] as const
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
