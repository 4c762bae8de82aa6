import { binary, boolean, char, choice, date, float, html, label, many2one, text } from './fields.js'
import { model } from './model.js'

/**
 * The document. It refers to a program and names a course, but refers to no course integration and
 * no tracker. The suite enforces no uniqueness.
 */
export const Certificate = model(
  'gr.certificate',
  {
    origin: 'training',
    title: label('Certificate', 'شهادة'),
    plural: label('Certificates', 'الشهادات'),
    chatter: true,
    order: 'issueDate desc',
    access: { manager: 'rwcd', agent: 'rwc', teacher: 'rw', accounting: 'r', bot: 'rwc' },
    ownedBy: ['student', 'assignedAgent'],
  },
  {
    name: char({ required: 'defaulted', label: label('Number', 'الرقم'), default: 'New', copied: false }),
    student: many2one('gr.student', {
      required: true,
      label: label('Student', 'الطالب'),
      onDelete: 'restrict',
      index: true,
    }),
    certificateType: choice(
      {
        completion: label('Completion', 'إتمام'),
        achievement: label('Achievement', 'إنجاز'),
        participation: label('Participation', 'مشاركة'),
        excellence: label('Excellence', 'تميّز'),
        professional: label('Professional', 'مهنية'),
        language: label('Language', 'لغة'),
        technical: label('Technical', 'تقنية'),
        program_completion: label('Program completion', 'إتمام برنامج'),
        other: label('Other', 'أخرى'),
      },
      { required: true, label: label('Type', 'النوع'), default: 'program_completion' },
    ),
    certificateTitle: char({ required: true, label: label('Title', 'العنوان') }),
    certificateDescription: text({ label: label('Description', 'الوصف') }),
    courseName: char({ label: label('Courses', 'الدورات') }),
    completionDate: date({ label: label('Completed on', 'تاريخ الإكمال') }),
    trainingProgram: many2one('gr.training.program', {
      label: label('Training program', 'البرنامج التدريبي'),
      onDelete: 'restrict',
      index: true,
    }),
    template: many2one('gr.certificate.template', { label: label('Template', 'القالب') }),
    /** The suite fills it in. In a model of ours, Odoo does not ask for it, so it may be empty. */
    issueDate: date({ label: label('Issued on', 'تاريخ الإصدار') }),
    state: choice(
      {
        draft: label('Draft', 'مسودة'),
        issued: label('Issued', 'صادرة'),
        delivered: label('Delivered', 'مسلّمة'),
        verified: label('Verified', 'متحقق منها'),
        revoked: label('Revoked', 'ملغاة'),
        expired: label('Expired', 'منتهية'),
      },
      { label: label('Status', 'الحالة'), default: 'draft', index: true },
    ),
    validFrom: date({ label: label('Valid from', 'صالحة من') }),
    /** On a new record without a value the suite sets 730 days after the issue. */
    validUntil: date({ label: label('Valid until', 'صالحة حتى') }),
    finalGrade: float({ label: label('Final grade', 'الدرجة النهائية'), range: [0, 100] }),
    certificateFile: binary({ label: label('File', 'الملف'), copied: false }),
    certificateFilename: char({ label: label('File name', 'اسم الملف'), copied: false }),
    deliveryDate: date({ label: label('Delivered on', 'تاريخ التسليم') }),
    deliveryMethod: choice(
      {
        email: label('Email', 'بريد إلكتروني'),
        postal: label('Postal mail', 'بريد'),
        in_person: label('In person', 'شخصيًا'),
        digital: label('Digital', 'رقمي'),
        other: label('Other', 'أخرى'),
      },
      { label: label('Delivery method', 'طريقة التسليم') },
    ),
    notes: text({ label: label('Notes', 'ملاحظات') }),
    verificationCode: char({ label: label('Verification code', 'رمز التحقق'), copied: false }),
    verificationUrl: char({ label: label('Verification page', 'صفحة التحقق'), copied: false }),
    /** Program, student and version of a certificate that we issued. */
    orchestratorKey: char({
      own: true,
      label: label('Orchestrator key', 'مفتاح المنسّق'),
      help: 'Program, student and version. Set on certificates of the training orchestrator, empty on those created manually.',
      index: true,
      copied: false,
    }),
  },
)

/**
 * Texts that staff maintain for certificates. The printed certificate does not use them: its
 * template is `templates/certificate`.
 */
export const CertificateTemplate = model(
  'gr.certificate.template',
  {
    origin: 'training',
    title: label('Certificate template', 'قالب شهادة'),
    plural: label('Certificate templates', 'قوالب الشهادات'),
    order: 'name',
    access: { manager: 'rwcd', agent: 'r', teacher: 'rw', accounting: 'r', bot: 'r' },
  },
  {
    name: char({ required: true, label: label('Name', 'الاسم') }),
    description: text({ label: label('Description', 'الوصف') }),
    templateType: choice(
      {
        program_completion: label('Program completion', 'إتمام برنامج'),
        course_completion: label('Course completion', 'إتمام دورة'),
        achievement: label('Achievement', 'إنجاز'),
        participation: label('Participation', 'مشاركة'),
        excellence: label('Excellence', 'تميّز'),
        custom: label('Custom', 'مخصص'),
      },
      { required: 'defaulted', label: label('Type', 'النوع'), default: 'program_completion' },
    ),
    headerContent: html({ label: label('Header', 'الترويسة') }),
    bodyContent: html({ label: label('Body', 'النص') }),
    footerContent: html({ label: label('Footer', 'التذييل') }),
    signatureText: char({ label: label('Signature', 'التوقيع') }),
    isDefault: boolean({ label: label('Default', 'افتراضي') }),
    active: boolean({ label: label('Active', 'نشط'), default: true }),
  },
)
