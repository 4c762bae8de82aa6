import { boolean, char, choice, float, integer, label, many2one, one2many, text } from './fields.js'
import { model } from './model.js'

const LIFECYCLE = {
  draft: label('Draft', 'مسودة'),
  active: label('Active', 'نشط'),
  archived: label('Archived', 'مؤرشف'),
} as const

/**
 * Options of our own figures of programs and courses. The suite's figures are wrong: they count
 * enrollments as students and leave out certified students.
 */
const counter = (en: string, ar: string, help: string) =>
  ({
    own: true,
    label: label(en, ar),
    help: `${help} Maintained by the training orchestrator.`,
    copied: false,
  }) as const

export const TrainingProgram = model(
  'gr.training.program',
  {
    origin: 'training',
    title: label('Training program', 'برنامج تدريبي'),
    plural: label('Training programs', 'البرامج التدريبية'),
    order: 'name',
    access: { manager: 'rwcd', agent: 'r', teacher: 'r', accounting: 'r', bot: 'rw' },
  },
  {
    name: char({ required: true, label: label('Name', 'الاسم') }),
    description: text({ label: label('Description', 'الوصف') }),
    eligibilityCriteria: text({ label: label('Eligibility criteria', 'معايير الأهلية') }),
    /** 0: not set. */
    durationWeeks: integer({ label: label('Duration (weeks)', 'المدة (أسابيع)') }),
    status: choice(LIFECYCLE, { label: label('Status', 'الحالة'), default: 'draft', index: true }),
    courseIntegrations: one2many('gr.course.integration', 'trainingProgram', {
      label: label('Courses', 'الدورات'),
    }),
    totalCourses: integer(
      counter('Active courses', 'الدورات النشطة', 'Number of active courses in the program.'),
    ),
    enrolledStudents: integer(
      counter('Students', 'الطلاب', 'Students with a progress tracker in the program.'),
    ),
    completedStudents: integer(
      counter('Completed students', 'الطلاب المكملون', 'Students who completed every active course.'),
    ),
    /** Percent. */
    completionRate: float(
      counter(
        'Completion rate (%)',
        'نسبة الإكمال (%)',
        'Percentage of students who completed every active course.',
      ),
    ),
  },
)

/** A course of a program: the eLearning course and its requirements. */
export const CourseIntegration = model(
  'gr.course.integration',
  {
    origin: 'training',
    title: label('Course integration', 'دورة مدمجة'),
    plural: label('Course integrations', 'الدورات المدمجة'),
    order: 'name',
    access: { manager: 'rwcd', agent: 'r', teacher: 'rw', accounting: 'r', bot: 'rw' },
  },
  {
    name: char({ required: true, label: label('Name', 'الاسم') }),
    elearningCourse: many2one('slide.channel', {
      required: true,
      label: label('eLearning course', 'دورة التعلم الإلكتروني'),
      onDelete: 'restrict',
      index: true,
    }),
    trainingProgram: many2one('gr.training.program', {
      label: label('Training program', 'البرنامج التدريبي'),
      onDelete: 'restrict',
      index: true,
    }),
    autoEnrollEligible: boolean({
      label: label('Enroll eligible students automatically', 'تسجيل المؤهلين تلقائيًا'),
      default: true,
    }),
    /** Overall progress (percent) from which the course counts as completed. */
    completionThreshold: float({
      label: label('Completion threshold (%)', 'حد الإكمال (%)'),
      default: 100,
      range: [0, 100],
    }),
    minSessionsRequired: integer({ label: label('Sessions required', 'الجلسات المطلوبة') }),
    minHomeworkRequired: integer({ label: label('Homework required', 'الواجبات المطلوبة') }),
    /** Percent. */
    minElearningProgress: float({
      label: label('eLearning progress required (%)', 'التعلم الإلكتروني المطلوب (%)'),
      default: 80,
      range: [0, 100],
    }),
    status: choice(LIFECYCLE, { label: label('Status', 'الحالة'), default: 'draft', index: true }),
    progressTrackers: one2many('gr.progress.tracker', 'courseIntegration', {
      label: label('Progress', 'التقدم'),
    }),
    assessments: one2many('gr.assessment.integration', 'courseIntegration', {
      own: true,
      label: label('Assessments', 'ما يُحتسب'),
    }),
    enrolledStudents: integer(
      counter('Students', 'الطلاب', 'Students with a progress tracker in this course.'),
    ),
    completedStudents: integer(
      counter(
        'Completed students',
        'الطلاب المكملون',
        'Students who completed this course, including certified ones.',
      ),
    ),
    /** Percent. */
    completionRate: float(
      counter('Completion rate (%)', 'نسبة الإكمال (%)', 'Percentage of students who completed this course.'),
    ),
  },
)

/**
 * A certification, quiz, homework title or session topic that counts for a course. No version of
 * the suite has this model, so it is always provisioned. Without any record, the sessions and
 * homework of a student count for all of their courses.
 */
export const AssessmentIntegration = model(
  'gr.assessment.integration',
  {
    origin: 'training',
    title: label('Assessment', 'تقييم'),
    plural: label('Assessments', 'التقييمات'),
    order: 'name',
    access: { manager: 'rwcd', agent: 'r', teacher: 'rwc', accounting: 'r', bot: 'r' },
  },
  {
    name: char({ required: true, label: label('Name', 'الاسم') }),
    courseIntegration: many2one('gr.course.integration', {
      required: true,
      label: label('Course', 'الدورة'),
      onDelete: 'cascade',
      index: true,
    }),
    kind: choice(
      {
        certification: label('Certification', 'شهادة اختبار'),
        quiz: label('Quiz', 'اختبار قصير'),
        homework: label('Homework', 'واجب'),
        session: label('Session', 'جلسة'),
      },
      { required: true, label: label('Type', 'النوع') },
    ),
    /** Set for a certification. */
    survey: many2one('survey.survey', { label: label('Certification', 'شهادة الاختبار') }),
    /** Set for a quiz: the content that has the quiz. */
    slide: many2one('slide.slide', { label: label('Quiz', 'الاختبار القصير') }),
    /** Set for homework: its title. Case and outer whitespace do not matter. */
    homeworkTitle: char({ label: label('Homework title', 'عنوان الواجب') }),
    /** Set for a session: its topic. Case and outer whitespace do not matter. */
    sessionTopic: char({ label: label('Session topic', 'موضوع الجلسة') }),
    /** Relative to the course's other assessments. 0: required perhaps, but not in the average. */
    weight: float({ label: label('Weight', 'الوزن'), default: 1, range: [0, 1000] }),
    /** Percent that must be reached. 0: no minimum. */
    minimumScore: float({ label: label('Minimum score (%)', 'الحد الأدنى للدرجة (%)'), range: [0, 100] }),
    /** The course can't be completed without it. */
    mandatory: boolean({ label: label('Mandatory', 'إلزامي'), default: true }),
    active: boolean({ label: label('Active', 'نشط'), default: true }),
  },
)
