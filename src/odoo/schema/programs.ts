import { boolean, char, choice, float, integer, label, many2one, one2many, text } from './fields.js'
import { model } from './model.js'

const LIFE = {
  draft: label('Draft', 'مسودة'),
  active: label('Active', 'نشط'),
  archived: label('Archived', 'مؤرشف'),
} as const

/** Figures of programs and courses. The suite counts enrolments for people and drops who is certified: these are ours. */
const counter = (en: string, ar: string, help: string) =>
  ({
    own: true,
    label: label(en, ar),
    help: `${help} Kept by the training orchestrator.`,
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
    status: choice(LIFE, { label: label('Status', 'الحالة'), default: 'draft', index: true }),
    courseIntegrations: one2many('gr.course.integration', 'trainingProgram', {
      label: label('Courses', 'الدورات'),
    }),
    totalCourses: integer(counter('Active courses', 'الدورات النشطة', 'Active courses of the program.')),
    enrolledStudents: integer(counter('Students', 'الطلاب', 'Students with a tracker in the program.')),
    completedStudents: integer(
      counter('Students done', 'الطلاب المكملون', 'Students who completed every active course.'),
    ),
    /** Percent. */
    completionRate: float(
      counter('Completion rate (%)', 'نسبة الإكمال (%)', 'Share of students who are done.'),
    ),
  },
)

/** A course of a program: which eLearning course, and what it asks for. */
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
    /** Percent of overall progress from which the course counts as completed. */
    completionThreshold: float({
      label: label('Completion threshold (%)', 'حد الإكمال (%)'),
      default: 100,
      range: [0, 100],
    }),
    minSessionsRequired: integer({ label: label('Sessions required', 'الجلسات المطلوبة') }),
    minHomeworkRequired: integer({ label: label('Homework required', 'الواجبات المطلوبة') }),
    /** Percent. */
    minElearningProgress: float({
      label: label('eLearning required (%)', 'التعلم الإلكتروني المطلوب (%)'),
      default: 80,
      range: [0, 100],
    }),
    status: choice(LIFE, { label: label('Status', 'الحالة'), default: 'draft', index: true }),
    progressTrackers: one2many('gr.progress.tracker', 'courseIntegration', {
      label: label('Progress', 'التقدم'),
    }),
    assessments: one2many('gr.assessment.integration', 'courseIntegration', {
      own: true,
      label: label('What counts', 'ما يُحتسب'),
    }),
    enrolledStudents: integer(counter('Students', 'الطلاب', 'Students with a tracker in this course.')),
    completedStudents: integer(
      counter('Students done', 'الطلاب المكملون', 'Students who completed this course, certified ones too.'),
    ),
    /** Percent. */
    completionRate: float(
      counter('Completion rate (%)', 'نسبة الإكمال (%)', 'Share of students who are done.'),
    ),
  },
)

/**
 * What counts for which course: a certification, a quiz, a homework title or a session topic. No version of the suite has this model:
 * always provisioned. Without any, sessions and homework of a student count for all her courses.
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
      { required: true, label: label('Kind', 'النوع') },
    ),
    /** Of a certification. */
    survey: many2one('survey.survey', { label: label('Certification', 'شهادة الاختبار') }),
    /** Of a quiz: the content it stands on. */
    slide: many2one('slide.slide', { label: label('Quiz', 'الاختبار القصير') }),
    /** Of homework: its title, compared without case and outer blanks. */
    homeworkTitle: char({ label: label('Title of the homework', 'عنوان الواجب') }),
    /** Of a session: its topic, compared likewise. */
    sessionTopic: char({ label: label('Topic of the session', 'موضوع الجلسة') }),
    /** Beside the others of the same course; 0: counts as evidence only, not in the mean. */
    weight: float({ label: label('Weight', 'الوزن'), default: 1, range: [0, 1000] }),
    /** Percent that must be reached; 0: none. */
    minimumScore: float({ label: label('Minimum score (%)', 'الحد الأدنى للدرجة (%)'), range: [0, 100] }),
    /** The course is not complete without it. */
    mandatory: boolean({ label: label('Mandatory', 'إلزامي'), default: true }),
    active: boolean({ label: label('Active', 'نشط'), default: true }),
  },
)
