import { boolean, char, choice, datetime, float, integer, label, many2one } from './fields.js'
import { model } from './model.js'

/**
 * The progress of students: trackers, live sessions and homework.
 *
 * Some figures of the suite are not declared. It stores `is_late`, `grade_percentage` and
 * `days_until_…` but never computes them for rows created over the external API. The tracker's
 * `overall_progress` is a fixed 70/30 mix; we have our own field for it.
 */

const STUDENT = {
  required: true,
  label: label('Student', 'الطالب'),
  onDelete: 'cascade',
  index: true,
} as const

/**
 * One student in one course integration. The external id under which we load it makes it unique
 * among ours.
 */
export const ProgressTracker = model(
  'gr.progress.tracker',
  {
    origin: 'training',
    title: label('Progress tracker', 'متتبع التقدم'),
    plural: label('Progress', 'التقدم'),
    order: 'student, courseIntegration',
    access: { manager: 'rwcd', agent: 'rwc', teacher: 'rwc', accounting: 'r', bot: 'rwcd' },
    ownedBy: ['student', 'assignedAgent'],
    displayedAs: 'student',
  },
  {
    student: many2one('gr.student', STUDENT),
    courseIntegration: many2one('gr.course.integration', {
      required: true,
      label: label('Course', 'الدورة'),
      onDelete: 'restrict',
      index: true,
    }),
    /** Percent. Odoo rejects values outside 0–100. */
    elearningProgress: float({
      label: label('eLearning progress (%)', 'التعلم الإلكتروني (%)'),
      range: [0, 100],
    }),
    elearningEnrollment: many2one('slide.channel.partner', {
      label: label('eLearning membership', 'العضوية في التعلم الإلكتروني'),
    }),
    customSessionsCompleted: integer({ label: label('Completed sessions', 'الجلسات المنجزة') }),
    homeworkSubmissions: integer({ label: label('Graded homework', 'الواجبات المصححة') }),
    status: choice(
      {
        not_started: label('Not started', 'لم يبدأ'),
        in_progress: label('In progress', 'قيد التدريب'),
        completed: label('Completed', 'مكتمل'),
        certified: label('Certified', 'حاصل على الشهادة'),
      },
      { label: label('Status', 'الحالة'), default: 'not_started', index: true },
    ),
    enrollmentDate: datetime({ label: label('Enrolled on', 'تاريخ التسجيل') }),
    startDate: datetime({ label: label('Started on', 'تاريخ البدء') }),
    completionDate: datetime({ label: label('Completed on', 'تاريخ الإكمال') }),
    /** Weighted percentage of what the course requires, 0–100. */
    overallProgress: float({
      own: true,
      label: label('Overall progress (%)', 'التقدم الإجمالي (%)'),
      help: 'Weighted percentage of what the course requires. The weights come from the policy of the program. Maintained by the training orchestrator.',
      copied: false,
    }),
  },
)

/** A live session of one student. It refers to no course. */
export const CourseSession = model(
  'gr.course.session',
  {
    origin: 'training',
    title: label('Session', 'جلسة'),
    plural: label('Sessions', 'الجلسات'),
    chatter: true,
    order: 'sessionDate desc',
    access: { manager: 'rwcd', agent: 'rwc', teacher: 'rwc', accounting: 'r', bot: 'r' },
    ownedBy: ['student', 'assignedAgent'],
  },
  {
    name: char({ required: 'defaulted', label: label('Name', 'الاسم'), default: 'New Session' }),
    student: many2one('gr.student', STUDENT),
    sessionDate: datetime({ required: true, label: label('Date', 'التاريخ') }),
    /** Hours, more than 0 and at most 8. */
    sessionDuration: float({ label: label('Duration (hours)', 'المدة (ساعات)'), default: 1, range: [0, 8] }),
    sessionType: choice(
      {
        online: label('Online', 'عبر الإنترنت'),
        in_person: label('In person', 'حضوري'),
        hybrid: label('Hybrid', 'مدمج'),
      },
      { label: label('Type', 'النوع'), default: 'online' },
    ),
    state: choice(
      {
        scheduled: label('Scheduled', 'مجدولة'),
        in_progress: label('In progress', 'جارية'),
        completed: label('Completed', 'مكتملة'),
        cancelled: label('Cancelled', 'ملغاة'),
        no_show: label('No show', 'لم يحضر'),
      },
      { label: label('Status', 'الحالة'), default: 'scheduled', index: true },
    ),
    attendanceStatus: choice(
      {
        present: label('Present', 'حاضر'),
        absent: label('Absent', 'غائب'),
        late: label('Late', 'متأخر'),
        excused: label('Excused', 'معذور'),
      },
      { label: label('Attendance', 'الحضور') },
    ),
    sessionTopic: char({ label: label('Topic', 'الموضوع') }),
    progressPercentage: float({ label: label('Progress (%)', 'التقدم (%)'), range: [0, 100] }),
  },
)

/** A submission of homework by one student. It refers to no course and no session. */
export const HomeworkAttempt = model(
  'gr.homework.attempt',
  {
    origin: 'training',
    title: label('Homework', 'واجب'),
    plural: label('Homework', 'الواجبات'),
    chatter: true,
    order: 'submissionDate desc',
    access: { manager: 'rwcd', agent: 'rwc', teacher: 'rwc', accounting: 'r', bot: 'r' },
    ownedBy: ['student', 'assignedAgent'],
  },
  {
    name: char({ required: 'defaulted', label: label('Reference', 'المرجع'), default: 'New' }),
    student: many2one('gr.student', STUDENT),
    homeworkTitle: char({ required: true, label: label('Title', 'العنوان') }),
    homeworkType: choice(
      {
        written: label('Written', 'كتابي'),
        practical: label('Practical', 'عملي'),
        project: label('Project', 'مشروع'),
        quiz: label('Quiz', 'اختبار قصير'),
        presentation: label('Presentation', 'عرض'),
        other: label('Other', 'آخر'),
      },
      { label: label('Type', 'النوع'), default: 'written' },
    ),
    /** The suite fills it in. In a model of ours, Odoo does not ask for it, so it may be empty. */
    submissionDate: datetime({ label: label('Submitted on', 'تاريخ التسليم') }),
    dueDate: datetime({ required: true, label: label('Due date', 'موعد التسليم') }),
    state: choice(
      {
        draft: label('Draft', 'مسودة'),
        submitted: label('Submitted', 'مسلّم'),
        under_review: label('Under review', 'قيد المراجعة'),
        graded: label('Graded', 'مصحّح'),
        returned: label('Returned', 'معاد'),
        resubmitted: label('Resubmitted', 'أعيد تسليمه'),
      },
      { label: label('Status', 'الحالة'), default: 'draft', index: true },
    ),
    /** Between 0 and `maxGrade`. */
    grade: float({ label: label('Grade', 'الدرجة') }),
    maxGrade: float({ label: label('Maximum grade', 'الدرجة القصوى'), default: 100 }),
    attemptNumber: integer({ label: label('Attempt', 'المحاولة'), default: 1 }),
    isResubmission: boolean({ label: label('Resubmission', 'إعادة تسليم') }),
    previousAttempt: many2one('gr.homework.attempt', {
      label: label('Previous attempt', 'المحاولة السابقة'),
    }),
  },
)
