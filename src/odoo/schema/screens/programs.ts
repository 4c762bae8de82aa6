import { label } from '../fields.js'
import { Slide, Survey } from '../elearning.js'
import { AssessmentIntegration, CourseIntegration, TrainingProgram } from '../programs.js'
import { ProgressTracker } from '../progress.js'
import { among, lines, screen, type Tone } from './screen.js'

const LIFECYCLE = { draft: 'muted', active: 'success', archived: 'warning' } satisfies Record<string, Tone>

export const TrainingProgramScreen = screen(TrainingProgram, {
  list: [
    'name',
    { field: 'durationWeeks', optional: 'show' },
    { field: 'totalCourses', optional: 'show' },
    { field: 'enrolledStudents', total: 'sum' },
    { field: 'completedStudents', optional: 'show', total: 'sum' },
    { field: 'completionRate', widget: 'progress', total: 'average' },
    { field: 'status', tones: LIFECYCLE },
  ],
  form: {
    status: { field: 'status', steps: ['draft', 'active', 'archived'], clickable: true },
    heading: 'name',
    groups: [
      { title: label('Program', 'البرنامج'), items: ['durationWeeks'] },
      {
        title: label('Statistics', 'الأرقام'),
        items: [
          { field: 'totalCourses', readonly: true },
          { field: 'enrolledStudents', readonly: true },
          { field: 'completedStudents', readonly: true },
          { field: 'completionRate', widget: 'progress', readonly: true },
        ],
      },
    ],
    pages: [
      {
        title: label('Courses', 'الدورات'),
        lines: 'courseIntegrations',
        of: lines(CourseIntegration, 'inPlace', [
          'name',
          'elearningCourse',
          'autoEnrollEligible',
          'completionThreshold',
          { field: 'minElearningProgress', optional: 'hide' },
          { field: 'minSessionsRequired', optional: 'show' },
          { field: 'minHomeworkRequired', optional: 'show' },
          'status',
        ]),
      },
      { title: label('Description', 'الوصف'), texts: ['description'] },
      { title: label('Eligibility', 'الأهلية'), texts: ['eligibilityCriteria'] },
    ],
  },
  kanban: {
    title: 'name',
    by: 'status',
    lines: ['enrolledStudents', 'completedStudents'],
    progress: 'completionRate',
  },
  graph: { type: 'bar', by: ['name'], measure: 'enrolledStudents' },
  pivot: {
    rows: ['name'],
    columns: [],
    measures: ['enrolledStudents', 'completedStudents'],
  },
  search: {
    fields: ['name'],
    filters: [
      [
        {
          name: 'active',
          title: label('Active', 'نشط'),
          where: [['status', '=', 'active']],
        },
        { name: 'draft', title: label('Draft', 'مسودة'), where: [['status', '=', 'draft']] },
      ],
    ],
    groupBy: ['status'],
  },
  whenEmpty: {
    title: label('No training programs yet', 'لا يوجد برنامج تدريبي بعد'),
    text: label(
      'A program consists of courses. Create one, add its eLearning courses and activate it. Students can then be enrolled.',
      'يتكون البرنامج من دورات. أنشئ برنامجًا وأضف دورات التعلم الإلكتروني ثم فعّله ليُسجَّل الطلاب.',
    ),
  },
})

export const CourseIntegrationScreen = screen(CourseIntegration, {
  list: [
    'name',
    'elearningCourse',
    'trainingProgram',
    { field: 'autoEnrollEligible', optional: 'show' },
    { field: 'completionThreshold', optional: 'show' },
    { field: 'enrolledStudents', total: 'sum' },
    { field: 'completedStudents', optional: 'show', total: 'sum' },
    { field: 'completionRate', widget: 'progress', total: 'average' },
    { field: 'status', tones: LIFECYCLE },
  ],
  form: {
    status: { field: 'status', steps: ['draft', 'active', 'archived'], clickable: true },
    heading: 'name',
    groups: [
      {
        title: label('Course', 'الدورة'),
        items: ['trainingProgram', 'elearningCourse', 'autoEnrollEligible'],
      },
      {
        title: label('Requirements', 'ما تتطلبه'),
        items: ['completionThreshold', 'minElearningProgress', 'minSessionsRequired', 'minHomeworkRequired'],
      },
      {
        title: label('Statistics', 'الأرقام'),
        items: [
          { field: 'enrolledStudents', readonly: true },
          { field: 'completedStudents', readonly: true },
          { field: 'completionRate', widget: 'progress', readonly: true },
        ],
      },
    ],
    pages: [
      {
        title: label('Assessments', 'ما يُحتسب'),
        lines: 'assessments',
        of: lines(AssessmentIntegration, 'inForm', [
          'name',
          { field: 'kind', tones: { certification: 'success', quiz: 'info', homework: 'warning' } },
          'weight',
          'minimumScore',
          'mandatory',
        ]),
      },
      {
        title: label('Students', 'الطلاب'),
        lines: 'progressTrackers',
        of: lines(ProgressTracker, 'never', [
          'student',
          { field: 'overallProgress', widget: 'progress' },
          { field: 'elearningProgress', widget: 'progress', optional: 'show' },
          {
            field: 'status',
            tones: { in_progress: 'warning', completed: 'success', certified: 'success' },
          },
        ]),
      },
    ],
  },
  kanban: {
    title: 'name',
    by: 'status',
    lines: ['trainingProgram', 'enrolledStudents'],
    progress: 'completionRate',
  },
  graph: { type: 'bar', by: ['name'], measure: 'enrolledStudents' },
  pivot: {
    rows: ['trainingProgram', 'name'],
    columns: [],
    measures: ['enrolledStudents', 'completedStudents'],
  },
  search: {
    fields: ['name', 'elearningCourse', 'trainingProgram'],
    filters: [
      [
        { name: 'active', title: label('Active', 'نشط'), where: [['status', '=', 'active']] },
        { name: 'draft', title: label('Draft', 'مسودة'), where: [['status', '=', 'draft']] },
      ],
      [
        {
          name: 'by_agent',
          title: label('Enrolled by agents', 'التسجيل بواسطة الوكلاء'),
          where: [['autoEnrollEligible', '=', false]],
        },
      ],
    ],
    groupBy: ['trainingProgram', 'status'],
  },
  whenEmpty: {
    title: label('No courses yet', 'لا توجد دورات بعد'),
    text: label(
      'Choose the eLearning course that belongs to a program and define what a student must achieve in it.',
      'حدد دورة التعلم الإلكتروني التابعة للبرنامج وما يجب أن يحققه الطالب فيها.',
    ),
  },
})

export const AssessmentIntegrationScreen = screen(AssessmentIntegration, {
  list: [
    'name',
    'courseIntegration',
    {
      field: 'kind',
      tones: { certification: 'success', quiz: 'info', homework: 'warning', session: 'muted' },
    },
    'weight',
    'minimumScore',
    'mandatory',
  ],
  form: {
    heading: 'name',
    groups: [
      {
        title: label('Assessment', 'ما يُحتسب'),
        items: [
          'courseIntegration',
          'kind',
          {
            field: 'survey',
            onlyIf: { field: 'kind', is: 'certification' },
            among: among(Survey, [['certification', '=', true]]),
          },
          {
            field: 'slide',
            onlyIf: { field: 'kind', is: 'quiz' },
            among: among(Slide, [
              ['isCategory', '=', false],
              ['slideCategory', '!=', 'certification'],
            ]),
          },
          { field: 'homeworkTitle', onlyIf: { field: 'kind', is: 'homework' } },
          { field: 'sessionTopic', onlyIf: { field: 'kind', is: 'session' } },
        ],
      },
      { title: label('Scoring', 'كيف يُحتسب'), items: ['weight', 'minimumScore', 'mandatory'] },
    ],
  },
  kanban: { title: 'name', by: 'kind', lines: ['courseIntegration', 'weight'] },
  search: {
    fields: ['name', 'courseIntegration', 'homeworkTitle', 'sessionTopic'],
    filters: [
      [{ name: 'mandatory', title: label('Mandatory', 'إلزامي'), where: [['mandatory', '=', true]] }],
      [{ name: 'archived', title: label('Archived', 'مؤرشف'), where: [['active', '=', false]] }],
    ],
    groupBy: ['courseIntegration', 'kind'],
  },
  whenEmpty: {
    title: label('No assessments yet', 'لا يوجد ما هو مرتبط بدورة بعد'),
    text: label(
      'Define which certification, quiz, homework or session counts for which course, with its weight and minimum score. ' +
        'Without any, the sessions and homework of a student count for all of their courses.',
      'حدد أي اختبار أو واجب أو جلسة يُحتسب لأي دورة مع وزنه وحده الأدنى. وإن لم يوجد شيء تُحتسب جلسات الطالب وواجباته لكل دوراته.',
    ),
  },
})
