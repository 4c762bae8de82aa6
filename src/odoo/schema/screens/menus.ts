import { label } from '../fields.js'
import { Certificate, CertificateTemplate } from '../certificates.js'
import { AssessmentIntegration, CourseIntegration, TrainingProgram } from '../programs.js'
import { CourseSession, HomeworkAttempt, ProgressTracker } from '../progress.js'
import { DocumentRequest, Student } from '../students.js'
import type { MenuEntry } from './screen.js'

/**
 * The app's icon: symbol, color and background from Odoo's own icon font. It needs no file on the
 * server.
 */
export const APP_ICON = 'fa fa-graduation-cap,#FFFFFF,#0F766E'

export const MENU: MenuEntry = {
  name: 'root',
  title: label('Training', 'التدريب'),
  roles: ['manager', 'agent', 'teacher', 'accounting'],
  entries: [
    { name: 'dashboard', title: label('Dashboard', 'لوحة المتابعة'), leadsTo: 'overview' },
    {
      name: 'students',
      title: label('Students', 'الطلاب'),
      entries: [
        {
          name: 'student',
          title: label('Students', 'الطلاب'),
          opens: { model: Student, views: ['list', 'kanban', 'form', 'graph', 'pivot'] },
        },
        {
          name: 'document_request',
          title: label('Document requests', 'طلبات المستندات'),
          opens: { model: DocumentRequest, views: ['list', 'kanban', 'form'] },
        },
      ],
    },
    {
      name: 'training',
      title: label('Training', 'التدريب'),
      entries: [
        {
          name: 'progress_tracker',
          title: label('Progress', 'التقدم'),
          opens: { model: ProgressTracker, views: ['list', 'kanban', 'form', 'graph', 'pivot'] },
        },
        {
          name: 'course_session',
          title: label('Sessions', 'الجلسات'),
          opens: {
            model: CourseSession,
            views: ['list', 'calendar', 'kanban', 'form', 'graph', 'pivot'],
          },
        },
        {
          name: 'homework_attempt',
          title: label('Homework', 'الواجبات'),
          opens: { model: HomeworkAttempt, views: ['list', 'kanban', 'form', 'graph', 'pivot'] },
        },
      ],
    },
    {
      name: 'certificate',
      title: label('Certificates', 'الشهادات'),
      opens: { model: Certificate, views: ['list', 'kanban', 'form', 'graph', 'pivot'] },
    },
    {
      name: 'reporting',
      title: label('Reporting', 'التقارير'),
      // The plan’s gr.training.dashboard, without snapshots. Agents see their own students.
      entries: [
        {
          name: 'report_student',
          title: label('Applications', 'الطلبات'),
          opens: { model: Student, views: ['graph', 'pivot', 'kanban', 'list', 'form'] },
        },
        {
          name: 'report_progress_tracker',
          title: label('Progress', 'التقدم'),
          opens: { model: ProgressTracker, views: ['graph', 'pivot', 'kanban', 'list', 'form'] },
        },
        {
          name: 'report_course_session',
          title: label('Attendance', 'الحضور'),
          opens: { model: CourseSession, views: ['graph', 'pivot', 'list'] },
        },
      ],
    },
    {
      name: 'configuration',
      title: label('Configuration', 'الإعدادات'),
      roles: ['manager', 'teacher'],
      entries: [
        {
          name: 'training_program',
          title: label('Training programs', 'البرامج التدريبية'),
          opens: { model: TrainingProgram, views: ['list', 'kanban', 'form', 'graph', 'pivot'] },
        },
        {
          name: 'course_integration',
          title: label('Course integrations', 'الدورات المدمجة'),
          opens: { model: CourseIntegration, views: ['list', 'kanban', 'form', 'graph', 'pivot'] },
        },
        {
          name: 'assessment_integration',
          title: label('Assessments', 'التقييمات'),
          opens: { model: AssessmentIntegration, views: ['list', 'kanban', 'form'] },
        },
        {
          name: 'certificate_template',
          title: label('Certificate templates', 'قوالب الشهادات'),
          opens: { model: CertificateTemplate, views: ['list', 'form'] },
        },
      ],
    },
  ],
}
