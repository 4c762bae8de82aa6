import assert from 'node:assert/strict'
import { progressId, type Application } from '../../src/contracts/application.js'
import { setIntake } from '../../src/intake/set-intake.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import {
  Certificate,
  CourseIntegration,
  CourseSession,
  HomeworkAttempt,
  Membership,
  Partner,
  ProgressTracker,
  SlideProgress,
  Student,
  TrainingProgram,
} from '../../src/odoo/schema/index.js'
import { learn, makeCourse, makeProgram, makeStudent, unique } from '../support/odoo-records.js'
import type { Environment } from './environment.js'

/** What a journey leaves in Odoo, without what differs between journeys: ids, marks, instants. */
export type Records = Awaited<ReturnType<typeof readRecords>>

const LESSONS = 3

/**
 * Takes one student from application to certificate, through a course that asks for lessons, a live
 * session and homework. Returns the records that this leaves in Odoo. `staff`: Odoo as somebody who
 * may make them.
 */
export async function journey(environment: Environment, staff: Odoo): Promise<Records> {
  const mark = unique()
  const odoo = { direct: staff }
  const programId = await makeProgram(odoo, { name: `Journey ${mark}` })
  await takeOnlyNewStudents(environment, programId)
  const course = await makeCourse(odoo, programId, {
    lessons: LESSONS,
    integration: { completionThreshold: 100, minSessionsRequired: 1, minHomeworkRequired: 1 },
  })
  const studentId = await makeStudent(odoo, { preferredCourseIntegration: course.courseIntegrationId })
  const application = { programId, studentId }

  await environment.sweep()
  await environment.reaches(application, 'is enrolled', ({ flows }) =>
    flows.some(({ flow, closed }) => flow === 'enrollment' && closed),
  )
  const [student] = await staff.read(Student, [studentId], ['partner'])
  const partnerId = student?.partner ?? assert.fail('the student has no contact')
  await attend(staff, studentId)
  await learn(odoo, partnerId, course.lessons)
  await environment.sweep()
  await environment.client.workflow.getHandle(progressId(application)).result()
  await environment.sweep()
  return generalised(await readRecords(staff, application, partnerId), mark) as Records
}

/** A connected Odoo has other programs and students, who must not be enrolled. */
export async function takeOnlyNewStudents({ direct, store }: Environment, programId: number): Promise<void> {
  const now = direct.serverTime() ?? new Date()
  for (const { id } of await direct.searchRead(TrainingProgram, [], [])) {
    const mode = id === programId ? 'on' : 'off'
    const request = { programId: id, mode, reason: 'npm run journey', author: 'journey' } as const
    await setIntake(store, { ...request, since: now.toISOString() }, { byDefault: 'off', now })
  }
}

/** Makes one attended session and one graded homework. */
async function attend(staff: Odoo, student: number): Promise<void> {
  const now = new Date().toISOString()
  await staff.create(CourseSession, {
    student,
    name: 'Live session',
    sessionDate: now,
    state: 'completed',
    attendanceStatus: 'present',
  })
  await staff.create(HomeworkAttempt, {
    student,
    name: 'Letter',
    homeworkTitle: 'Letter',
    submissionDate: now,
    dueDate: now,
    state: 'graded',
    grade: 80,
    maxGrade: 100,
  })
}

async function readRecords(odoo: Odoo, { programId, studentId }: Application, partnerId: number) {
  const ofStudent = [['student', '=', studentId]] as const
  const [students, partners, memberships, lessons, trackers, integrations, programs, certificates] =
    await Promise.all([
      odoo.read(
        Student,
        [studentId],
        ['state', 'integrationStatus', 'elearningProgress', 'completedCourses'],
      ),
      odoo.read(Partner, [partnerId], ['lang', 'isCompany', 'active']),
      odoo.searchRead(
        Membership,
        [['partner', '=', partnerId]],
        ['completion', 'completedSlidesCount', 'memberStatus', 'active'],
      ),
      odoo.searchRead(SlideProgress, [['partner', '=', partnerId]], ['completed']),
      odoo.searchRead(ProgressTracker, ofStudent, [
        'elearningProgress',
        'customSessionsCompleted',
        'homeworkSubmissions',
        'overallProgress',
        'status',
        'enrollmentDate',
        'startDate',
        'completionDate',
      ]),
      odoo.searchRead(
        CourseIntegration,
        [['trainingProgram', '=', programId]],
        ['enrolledStudents', 'completedStudents', 'completionRate'],
      ),
      odoo.read(
        TrainingProgram,
        [programId],
        ['totalCourses', 'enrolledStudents', 'completedStudents', 'completionRate'],
      ),
      odoo.searchRead(Certificate, ofStudent, [
        'certificateType',
        'certificateTitle',
        'courseName',
        'state',
        'deliveryMethod',
        'issueDate',
        'completionDate',
        'validUntil',
        'verificationCode',
        'certificateFile',
        'orchestratorKey',
      ]),
    ])
  return { students, partners, memberships, lessons, trackers, integrations, programs, certificates }
}

/** Replaces values that differ between journeys by the word for what they are. */
function generalised(value: unknown, mark: string): unknown {
  if (Array.isArray(value)) return value.map((one) => generalised(one, mark))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => name !== 'id')
        .map(([name, one]) => [name, generalised(one, mark)]),
    )
  if (typeof value !== 'string') return value
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return '<instant>'
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return '<date>'
  if (/^\d+_\d+_v\d+$/.test(value)) return '<key>'
  if (value.startsWith('JVBERi')) return '<PDF>'
  if (/^[\w-]{20,}$/.test(value)) return '<token>'
  return value.replaceAll(mark, '<mark>').replace(/Course [0-9a-f]{12}/, 'Course <mark>')
}
