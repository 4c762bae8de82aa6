import { boolean, char, choice, date, datetime, float, integer, label, many2one, one2many } from './fields.js'
import { model } from './model.js'

/**
 * A person whom the training centre manages.
 *
 * Three figures of the suite are not declared, because it computes them wrongly.
 * `elearning_progress` and `completed_courses` are reset whenever any learner finishes a lesson; we
 * have our own fields for them. `age` stays as of the last edit of the birth date.
 */
export const Student = model(
  'gr.student',
  {
    origin: 'training',
    title: label('Student', 'طالب'),
    plural: label('Students', 'الطلاب'),
    chatter: true,
    order: 'createDate desc',
    access: { manager: 'rwcd', agent: 'rwc', teacher: 'rw', accounting: 'r', bot: 'rwc' },
    ownedBy: ['assignedAgent'],
  },
  {
    name: char({ required: true, label: label('Name', 'الاسم') }),
    nameArabic: char({ required: true, label: label('Name in Arabic', 'الاسم بالعربية') }),
    nameEnglish: char({ required: true, label: label('Name in English', 'الاسم بالإنجليزية') }),
    /** Neither normalized nor unique. */
    email: char({ required: true, label: label('Email', 'البريد الإلكتروني'), index: true }),
    phone: char({ label: label('Phone', 'الهاتف') }),
    birthDate: date({ label: label('Date of birth', 'تاريخ الميلاد') }),
    gender: choice(
      { male: label('Male', 'ذكر'), female: label('Female', 'أنثى'), other: label('Other', 'آخر') },
      { label: label('Gender', 'الجنس') },
    ),
    nationality: char({ label: label('Nationality', 'الجنسية') }),
    nativeLanguage: char({ label: label('Native language', 'اللغة الأم') }),
    englishLevel: choice(
      {
        beginner: label('Beginner', 'مبتدئ'),
        elementary: label('Elementary', 'أساسي'),
        intermediate: label('Intermediate', 'متوسط'),
        upper_intermediate: label('Upper intermediate', 'فوق المتوسط'),
        advanced: label('Advanced', 'متقدم'),
        proficient: label('Proficient', 'متقن'),
      },
      { label: label('English level', 'مستوى الإنجليزية') },
    ),
    hasCertificate: boolean({ label: label('Holds a certificate', 'يحمل شهادة') }),
    certificateType: char({ label: label('Certificate type', 'نوع الشهادة المحمولة') }),
    certificateDate: date({ label: label('Certificate date', 'تاريخ الشهادة المحمولة') }),
    state: choice(
      {
        draft: label('Draft', 'مسودة'),
        eligible: label('Eligible', 'مؤهل'),
        assigned: label('Assigned to agent', 'معيّن لوكيل'),
        contacted: label('Contacted', 'تم التواصل'),
        enrolled: label('Enrolled', 'مسجّل'),
        in_progress: label('In progress', 'قيد التدريب'),
        completed: label('Completed', 'مكتمل'),
        certified: label('Certified', 'حاصل على الشهادة'),
        rejected: label('Rejected', 'مرفوض'),
      },
      { label: label('Stage', 'المرحلة'), default: 'draft', index: true },
    ),
    intakeDate: datetime({ label: label('Intake date', 'تاريخ القبول') }),
    /** The import that the student came with. Only the suite has imports. */
    intakeBatch: many2one('gr.intake.batch', { optional: true }),
    assignedAgent: many2one('res.users', { label: label('Agent', 'الوكيل'), index: true }),
    assignmentDate: datetime({ label: label('Assigned on', 'تاريخ التعيين') }),
    firstContactDate: datetime({ label: label('First contacted on', 'تاريخ أول تواصل') }),
    preferredCourseIntegration: many2one('gr.course.integration', {
      label: label('Preferred course', 'الدورة المفضلة'),
    }),
    enrollmentType: choice(
      {
        auto: label('Automatic', 'تلقائي'),
        manual: label('By an agent', 'يدوي'),
        import: label('Imported', 'مستورد'),
      },
      { label: label('Enrollment method', 'طريقة التسجيل'), default: 'auto' },
    ),
    integrationStatus: choice(
      {
        not_integrated: label('Not in eLearning', 'غير مدمج'),
        enrolled: label('Enrolled', 'مسجّل'),
        in_progress: label('In progress', 'قيد التدريب'),
        completed: label('Completed', 'مكتمل'),
        certified: label('Certified', 'حاصل على الشهادة'),
      },
      { label: label('eLearning status', 'حالة التعلم الإلكتروني'), default: 'not_integrated', index: true },
    ),
    partner: many2one('res.partner', {
      own: true,
      label: label('Contact', 'جهة الاتصال'),
      help: 'The contact that takes the eLearning courses for this student. Maintained by the training orchestrator.',
      index: true,
      copied: false,
    }),
    /** Percent, 0–100. */
    elearningProgress: float({
      own: true,
      label: label('eLearning progress (%)', 'التقدم في التعلم الإلكتروني (%)'),
      help: 'Average completion of the eLearning courses of the student. Maintained by the training orchestrator.',
      copied: false,
    }),
    completedCourses: integer({
      own: true,
      label: label('Completed courses', 'الدورات المكتملة'),
      help: 'Number of courses in which the student has reached the threshold. Maintained by the training orchestrator.',
      copied: false,
    }),
    progressTrackers: one2many('gr.progress.tracker', 'student', { label: label('Progress', 'التقدم') }),
    courseSessions: one2many('gr.course.session', 'student', {
      as: 'course_session_ids',
      label: label('Sessions', 'الجلسات'),
    }),
    homeworkAttempts: one2many('gr.homework.attempt', 'student', {
      as: 'homework_attempt_ids',
      label: label('Homework', 'الواجبات'),
    }),
    certificates: one2many('gr.certificate', 'student', {
      as: 'certificate_ids',
      label: label('Certificates', 'الشهادات'),
    }),
  },
)

/** Students who were imported together from one file. Only the suite has it. */
export const IntakeBatch = model(
  'gr.intake.batch',
  { origin: 'odoo', app: 'grants_training_suite_v2', optional: true },
  {
    name: char({ required: 'defaulted' }),
    filename: char(),
  },
)

/** A document that a student is asked for. */
export const DocumentRequest = model(
  'gr.document.request',
  {
    origin: 'training',
    title: label('Document request', 'طلب مستند'),
    plural: label('Document requests', 'طلبات المستندات'),
    chatter: true,
    order: 'requestDate desc',
    access: { manager: 'rwcd', agent: 'rwc', teacher: 'rw', accounting: 'r', bot: 'rwc' },
    ownedBy: ['student', 'assignedAgent'],
  },
  {
    name: char({ required: 'defaulted', label: label('Reference', 'المرجع'), default: 'New' }),
    student: many2one('gr.student', {
      required: true,
      label: label('Student', 'الطالب'),
      onDelete: 'cascade',
      index: true,
    }),
    documentType: choice(
      {
        passport: label('Passport', 'جواز سفر'),
        id_card: label('ID card', 'بطاقة هوية'),
        birth_certificate: label('Birth certificate', 'شهادة ميلاد'),
        education_certificate: label('Education certificate', 'شهادة تعليمية'),
        work_experience: label('Work experience', 'خبرة عمل'),
        language_certificate: label('Language certificate', 'شهادة لغة'),
        medical_certificate: label('Medical certificate', 'شهادة طبية'),
        financial_document: label('Financial document', 'مستند مالي'),
        other: label('Other', 'آخر'),
      },
      { required: true, label: label('Document type', 'نوع المستند') },
    ),
    documentName: char({ label: label('Document', 'المستند') }),
    /** The suite fills it in. In a model of ours, Odoo does not ask for it, so it may be empty. */
    requestDate: datetime({ label: label('Requested on', 'تاريخ الطلب') }),
    state: choice(
      {
        draft: label('Draft', 'مسودة'),
        requested: label('Requested', 'مطلوب'),
        submitted: label('Submitted', 'مقدّم'),
        under_review: label('Under review', 'قيد المراجعة'),
        approved: label('Approved', 'مقبول'),
        rejected: label('Rejected', 'مرفوض'),
        expired: label('Expired', 'منتهي'),
      },
      { label: label('Status', 'الحالة'), default: 'draft', index: true },
    ),
    isMandatory: boolean({ label: label('Mandatory', 'إلزامي'), default: true }),
    submissionDate: datetime({ label: label('Submitted on', 'تاريخ التقديم') }),
    reviewDate: datetime({ label: label('Reviewed on', 'تاريخ المراجعة') }),
    deadlineDate: datetime({ label: label('Deadline', 'الموعد النهائي') }),
  },
)
