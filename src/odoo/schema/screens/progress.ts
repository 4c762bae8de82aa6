import { label } from '../fields.js'
import { CourseSession, HomeworkAttempt, ProgressTracker } from '../progress.js'
import { screen } from './screen.js'

export const ProgressTrackerScreen = screen(ProgressTracker, {
  list: [
    'student',
    'courseIntegration',
    { field: 'overallProgress', widget: 'progress', total: 'average' },
    { field: 'elearningProgress', widget: 'progress', optional: 'show' },
    { field: 'customSessionsCompleted', optional: 'show', total: 'sum' },
    { field: 'homeworkSubmissions', optional: 'show', total: 'sum' },
    {
      field: 'status',
      tones: { not_started: 'muted', in_progress: 'warning', completed: 'success', certified: 'success' },
    },
    { field: 'enrollmentDate', optional: 'hide' },
    { field: 'startDate', optional: 'hide' },
    { field: 'completionDate', optional: 'hide' },
  ],
  form: {
    status: { field: 'status', steps: ['not_started', 'in_progress', 'completed', 'certified'] },
    heading: 'student',
    groups: [
      {
        title: label('Course', 'الدورة'),
        items: ['courseIntegration', { field: 'elearningEnrollment', readonly: true }],
      },
      {
        title: label('Progress', 'التقدم'),
        items: [
          { field: 'overallProgress', widget: 'progress', readonly: true },
          { field: 'elearningProgress', widget: 'progress', readonly: true },
          { field: 'customSessionsCompleted', readonly: true },
          { field: 'homeworkSubmissions', readonly: true },
        ],
      },
      {
        title: label('Dates', 'التواريخ'),
        items: [
          { field: 'enrollmentDate', readonly: true },
          { field: 'startDate', readonly: true },
          { field: 'completionDate', readonly: true },
        ],
      },
    ],
  },
  kanban: {
    title: 'student',
    by: 'status',
    lines: ['courseIntegration'],
    progress: 'overallProgress',
  },
  graph: { type: 'bar', by: ['courseIntegration', 'status'] },
  pivot: {
    rows: ['courseIntegration'],
    columns: ['status'],
    measures: [],
  },
  search: {
    fields: ['student', 'courseIntegration'],
    filters: [
      [{ name: 'mine', title: label('My students', 'طلابي'), mine: true }],
      [
        {
          name: 'active',
          title: label('Not completed', 'غير مكتمل'),
          where: [['status', 'in', ['not_started', 'in_progress']]],
        },
        {
          name: 'not_started',
          title: label('Not started', 'لم يبدأ'),
          where: [['status', '=', 'not_started']],
        },
        {
          name: 'nearly_done',
          title: label('At least 75%', 'من 75 %'),
          where: [
            ['status', '=', 'in_progress'],
            ['overallProgress', '>=', 75],
          ],
        },
        {
          name: 'done',
          title: label('Completed', 'مكتمل'),
          where: [['status', 'in', ['completed', 'certified']]],
        },
      ],
      [{ name: 'enrolled', title: label('Enrollment date', 'تاريخ التسجيل'), period: 'enrollmentDate' }],
    ],
    groupBy: ['courseIntegration', 'status', 'student', { field: 'enrollmentDate', interval: 'month' }],
  },
  whenEmpty: {
    title: label('Nobody is enrolled yet', 'لا يوجد مسجلون بعد'),
    text: label(
      'One record for each student in each course. The training orchestrator creates it when it enrolls the student and updates its figures.',
      'صف لكل طالب في كل دورة. ينشئه منسّق التدريب عند التسجيل ويحدّث أرقامه.',
    ),
  },
})

export const CourseSessionScreen = screen(CourseSession, {
  list: [
    'sessionDate',
    'student',
    'sessionTopic',
    { field: 'name', optional: 'hide' },
    { field: 'sessionType', optional: 'hide' },
    { field: 'sessionDuration', widget: 'hours', optional: 'show', total: 'sum' },
    {
      field: 'state',
      tones: {
        scheduled: 'info',
        in_progress: 'warning',
        completed: 'success',
        cancelled: 'muted',
        no_show: 'danger',
      },
    },
    {
      field: 'attendanceStatus',
      tones: { present: 'success', absent: 'danger', late: 'warning', excused: 'muted' },
    },
  ],
  form: {
    status: { field: 'state', steps: ['scheduled', 'in_progress', 'completed'], clickable: true },
    heading: 'name',
    groups: [
      {
        title: label('Session', 'الجلسة'),
        items: ['student', 'sessionTopic', 'sessionType'],
      },
      {
        title: label('Time and attendance', 'الوقت والحضور'),
        items: [
          'sessionDate',
          { field: 'sessionDuration', widget: 'hours' },
          'attendanceStatus',
          'progressPercentage',
        ],
      },
    ],
  },
  kanban: { title: 'student', by: 'state', movable: true, lines: ['sessionTopic', 'sessionDate'] },
  graph: { type: 'bar', by: [{ field: 'sessionDate', interval: 'week' }, 'attendanceStatus'] },
  pivot: { rows: ['sessionTopic'], columns: ['attendanceStatus'], measures: [] },
  calendar: {
    from: 'sessionDate',
    duration: 'sessionDuration',
    color: 'student',
    shows: ['student', 'sessionTopic', 'state', 'attendanceStatus'],
  },
  search: {
    fields: ['student', 'sessionTopic', 'name'],
    filters: [
      [{ name: 'mine', title: label('My students', 'طلابي'), mine: true }],
      [
        {
          name: 'upcoming',
          title: label('Scheduled', 'مجدولة'),
          where: [['state', '=', 'scheduled']],
        },
        {
          name: 'to_close',
          title: label('Past, attendance missing', 'انتهت بلا تسجيل حضور'),
          where: [
            ['state', 'in', ['scheduled', 'in_progress']],
            ['attendanceStatus', '=', null],
          ],
          past: 'sessionDate',
        },
        { name: 'held', title: label('Completed', 'مكتملة'), where: [['state', '=', 'completed']] },
      ],
      [{ name: 'date', title: label('Date', 'التاريخ'), period: 'sessionDate' }],
    ],
    groupBy: ['student', 'sessionTopic', 'state', { field: 'sessionDate', interval: 'week' }],
  },
  whenEmpty: {
    title: label('No sessions yet', 'لا توجد جلسات بعد'),
    text: label(
      'Schedule a live session with a student. Its topic and attendance decide whether it counts for the courses that require it.',
      'خطط لجلسة مباشرة مع طالب. تُحتسب بموضوعها وحضورها للدورات التي تتطلبها.',
    ),
  },
})

export const HomeworkAttemptScreen = screen(HomeworkAttempt, {
  list: [
    'student',
    'homeworkTitle',
    { field: 'homeworkType', optional: 'hide' },
    { field: 'attemptNumber', optional: 'hide' },
    'submissionDate',
    { field: 'dueDate', optional: 'show' },
    { field: 'grade', total: 'average' },
    { field: 'maxGrade', optional: 'hide' },
    {
      field: 'state',
      tones: {
        draft: 'muted',
        submitted: 'info',
        under_review: 'warning',
        graded: 'success',
        returned: 'danger',
        resubmitted: 'info',
      },
    },
  ],
  form: {
    status: {
      field: 'state',
      steps: ['draft', 'submitted', 'under_review', 'graded'],
      clickable: true,
    },
    heading: 'homeworkTitle',
    groups: [
      {
        title: label('Homework', 'الواجب'),
        items: ['student', 'name', 'homeworkType', 'attemptNumber', 'isResubmission', 'previousAttempt'],
      },
      {
        title: label('Dates and grade', 'التواريخ والدرجة'),
        items: ['dueDate', 'submissionDate', 'grade', 'maxGrade'],
      },
    ],
  },
  kanban: { title: 'homeworkTitle', by: 'state', movable: true, lines: ['student', 'dueDate'] },
  graph: { type: 'bar', by: ['homeworkTitle', 'state'] },
  pivot: { rows: ['homeworkTitle'], columns: ['state'], measures: [] },
  search: {
    fields: ['student', 'homeworkTitle', 'name'],
    filters: [
      [{ name: 'mine', title: label('My students', 'طلابي'), mine: true }],
      [
        {
          name: 'to_grade',
          title: label('To grade', 'للتصحيح'),
          where: [['state', 'in', ['submitted', 'under_review', 'resubmitted']]],
        },
        {
          name: 'late',
          title: label('Overdue', 'متأخر'),
          where: [['state', '=', 'draft']],
          past: 'dueDate',
        },
        { name: 'graded', title: label('Graded', 'مصحّح'), where: [['state', '=', 'graded']] },
      ],
    ],
    groupBy: ['homeworkTitle', 'student', 'state', { field: 'dueDate', interval: 'week' }],
  },
  whenEmpty: {
    title: label('No homework yet', 'لا توجد واجبات بعد'),
    text: label(
      'Record what a student submits. Once graded, it counts for the courses that require it.',
      'سجّل ما يسلّمه الطالب. يُحتسب بعد التصحيح للدورات التي تتطلبه.',
    ),
  },
})
