import { label } from '../fields.js'
import { Certificate } from '../certificates.js'
import { CourseSession, HomeworkAttempt, ProgressTracker } from '../progress.js'
import { DocumentRequest, Student } from '../students.js'
import { lines, screen, type Tone } from './screen.js'

const STAGES = {
  eligible: 'info',
  assigned: 'info',
  contacted: 'info',
  enrolled: 'warning',
  in_progress: 'warning',
  completed: 'success',
  certified: 'success',
  rejected: 'danger',
  draft: 'muted',
} satisfies Record<string, Tone>

export const StudentScreen = screen(Student, {
  list: [
    'name',
    { field: 'email', widget: 'email', optional: 'show' },
    { field: 'phone', widget: 'phone', optional: 'hide' },
    { field: 'assignedAgent', optional: 'show' },
    { field: 'state', tones: STAGES },
    { field: 'integrationStatus', optional: 'hide' },
    { field: 'elearningProgress', widget: 'progress', optional: 'show' },
    { field: 'completedCourses', optional: 'show', total: 'sum' },
    { field: 'englishLevel', optional: 'hide' },
    { field: 'birthDate', optional: 'hide' },
    { field: 'intakeDate', optional: 'hide' },
    { field: 'createDate', optional: 'hide' },
  ],
  form: {
    status: {
      field: 'state',
      steps: ['draft', 'eligible', 'enrolled', 'in_progress', 'completed', 'certified'],
      clickable: true,
    },
    heading: 'name',
    groups: [
      {
        title: label('Personal details', 'الشخص'),
        items: [
          'nameArabic',
          'nameEnglish',
          { field: 'email', widget: 'email' },
          { field: 'phone', widget: 'phone' },
          'birthDate',
          'gender',
        ],
      },
      {
        title: label('Eligibility', 'الأهلية'),
        items: [
          'englishLevel',
          'hasCertificate',
          'certificateType',
          'certificateDate',
          'nativeLanguage',
          'nationality',
        ],
      },
      {
        title: label('Agent', 'الوكيل'),
        items: [
          'assignedAgent',
          'assignmentDate',
          'firstContactDate',
          'intakeDate',
          'preferredCourseIntegration',
          'enrollmentType',
        ],
      },
      {
        title: label('eLearning', 'التعلم الإلكتروني'),
        items: [
          { field: 'integrationStatus', readonly: true },
          { field: 'elearningProgress', widget: 'progress', readonly: true },
          { field: 'completedCourses', readonly: true },
          'partner',
        ],
      },
    ],
    pages: [
      {
        title: label('Progress', 'التقدم'),
        lines: 'progressTrackers',
        of: lines(ProgressTracker, 'never', [
          'courseIntegration',
          { field: 'overallProgress', widget: 'progress' },
          { field: 'elearningProgress', widget: 'progress' },
          'customSessionsCompleted',
          'homeworkSubmissions',
          {
            field: 'status',
            tones: { in_progress: 'warning', completed: 'success', certified: 'success' },
          },
          { field: 'enrollmentDate', optional: 'show' },
          { field: 'completionDate', optional: 'hide' },
        ]),
      },
      {
        title: label('Sessions', 'الجلسات'),
        lines: 'courseSessions',
        of: lines(CourseSession, 'inPlace', [
          'name',
          'sessionDate',
          { field: 'sessionDuration', widget: 'hours' },
          'sessionTopic',
          { field: 'sessionType', optional: 'hide' },
          'state',
          'attendanceStatus',
        ]),
      },
      {
        title: label('Homework', 'الواجبات'),
        lines: 'homeworkAttempts',
        of: lines(HomeworkAttempt, 'inPlace', [
          'homeworkTitle',
          { field: 'homeworkType', optional: 'hide' },
          'dueDate',
          'submissionDate',
          'state',
          'grade',
          'maxGrade',
          { field: 'attemptNumber', optional: 'hide' },
        ]),
      },
      {
        title: label('Certificates', 'الشهادات'),
        lines: 'certificates',
        of: lines(Certificate, 'never', [
          'name',
          'certificateTitle',
          'trainingProgram',
          'issueDate',
          {
            field: 'state',
            tones: { issued: 'success', delivered: 'success', verified: 'success', revoked: 'danger' },
          },
        ]),
      },
    ],
  },
  kanban: {
    title: 'name',
    by: 'state',
    movable: true,
    lines: [{ field: 'email', widget: 'email' }, 'preferredCourseIntegration'],
    agent: 'assignedAgent',
    progress: 'elearningProgress',
  },
  graph: { type: 'bar', by: ['state', 'assignedAgent'] },
  pivot: {
    rows: ['assignedAgent'],
    columns: ['state'],
    measures: [],
  },
  search: {
    fields: ['name', 'email', 'phone', 'assignedAgent', 'nationality'],
    also: ['nameArabic', 'nameEnglish'],
    filters: [
      [
        { name: 'mine', title: label('My students', 'طلابي'), mine: true },
        {
          name: 'unassigned',
          title: label('Without an agent', 'بلا وكيل'),
          where: [['assignedAgent', '=', null]],
        },
      ],
      [
        {
          name: 'running',
          title: label('In training', 'في التدريب'),
          where: [['state', 'in', ['enrolled', 'in_progress']]],
        },
        {
          name: 'waiting',
          title: label('Before enrollment', 'قبل التسجيل'),
          where: [['state', 'in', ['draft', 'eligible', 'assigned', 'contacted']]],
        },
        {
          name: 'done',
          title: label('Completed or certified', 'مكتمل أو حاصل على الشهادة'),
          where: [['state', 'in', ['completed', 'certified']]],
        },
        {
          name: 'rejected',
          title: label('Rejected', 'مرفوض'),
          where: [['state', '=', 'rejected']],
        },
      ],
      [
        {
          name: 'not_linked',
          title: label('Without a contact', 'بلا جهة اتصال'),
          where: [['partner', '=', null]],
        },
      ],
      [{ name: 'created', title: label('Application date', 'تاريخ الطلب'), period: 'createDate' }],
    ],
    groupBy: [
      'state',
      'assignedAgent',
      'integrationStatus',
      'englishLevel',
      { field: 'createDate', interval: 'month' },
    ],
  },
  whenEmpty: {
    title: label('No students yet', 'لا يوجد طلاب بعد'),
    text: label(
      'Add a student or import a list. The training orchestrator checks eligibility, enrolls students in eLearning and tracks their progress.',
      'أضف طالبًا أو استورد قائمة. يتحقق منسّق التدريب من الأهلية ويسجّل في التعلم الإلكتروني ويتابع التقدم.',
    ),
  },
})

export const DocumentRequestScreen = screen(DocumentRequest, {
  list: [
    'student',
    'documentType',
    { field: 'documentName', optional: 'show' },
    { field: 'isMandatory', optional: 'show' },
    { field: 'requestDate', optional: 'hide' },
    'deadlineDate',
    {
      field: 'state',
      tones: {
        draft: 'muted',
        requested: 'info',
        submitted: 'warning',
        under_review: 'warning',
        approved: 'success',
        rejected: 'danger',
        expired: 'danger',
      },
    },
  ],
  form: {
    status: {
      field: 'state',
      steps: ['draft', 'requested', 'submitted', 'under_review', 'approved'],
      clickable: true,
    },
    heading: 'name',
    groups: [
      {
        title: label('Document', 'المستند'),
        items: ['student', 'documentType', 'documentName', 'isMandatory'],
      },
      {
        title: label('Dates', 'التواريخ'),
        items: ['requestDate', 'deadlineDate', 'submissionDate', 'reviewDate'],
      },
    ],
  },
  kanban: {
    title: 'student',
    by: 'state',
    movable: true,
    lines: ['documentType', 'deadlineDate'],
  },
  search: {
    fields: ['student', 'documentName', 'name'],
    filters: [
      [{ name: 'mine', title: label('My students', 'طلابي'), mine: true }],
      [
        {
          name: 'open',
          title: label('Open', 'مفتوحة'),
          where: [['state', 'in', ['draft', 'requested', 'submitted', 'under_review']]],
          byDefault: true,
        },
        {
          name: 'to_review',
          title: label('To review', 'للمراجعة'),
          where: [['state', 'in', ['submitted', 'under_review']]],
        },
        {
          name: 'late',
          title: label('Past the deadline', 'تجاوز الموعد'),
          where: [['state', 'in', ['draft', 'requested']]],
          past: 'deadlineDate',
        },
      ],
      [{ name: 'mandatory', title: label('Mandatory', 'إلزامي'), where: [['isMandatory', '=', true]] }],
    ],
    groupBy: ['state', 'documentType', 'student', { field: 'deadlineDate', interval: 'week' }],
  },
  whenEmpty: {
    title: label('No documents requested', 'لا توجد مستندات مطلوبة'),
    text: label(
      'Request a document from a student. The certificate is not issued while a mandatory document is not approved.',
      'اطلب مستندًا من طالب؛ المستند الإلزامي غير المقبول يؤخر إصدار الشهادة.',
    ),
  },
})
