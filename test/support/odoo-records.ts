import { randomUUID } from 'node:crypto'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Changes } from '../../src/odoo/schema/model.js'
import {
  Channel,
  CourseIntegration,
  HomeworkAttempt,
  CourseSession,
  Partner,
  ProgressTracker,
  Slide,
  SlideProgress,
  Student,
  TrainingProgram,
} from '../../src/odoo/schema/index.js'

/* Records that tests make in Odoo. */

/** Returns a part for a name or address that no other test uses. */
export const unique = () => randomUUID().replaceAll('-', '').slice(0, 12)

/** Odoo as somebody who may make records of every kind. */
interface Direct {
  readonly direct: Odoo
}

export async function makeStudent(odoo: Direct, values: Changes<typeof Student> = {}): Promise<number> {
  const mark = unique()
  return odoo.direct.create(Student, {
    name: `Learner ${mark}`,
    nameEnglish: `Learner ${mark}`,
    nameArabic: `متعلم ${mark}`,
    email: `learner.${mark}@example.org`,
    birthDate: '1996-03-01',
    englishLevel: 'intermediate',
    hasCertificate: true,
    enrollmentType: 'auto',
    ...values,
  })
}

export const makeContact = (odoo: Direct, email: string, values: Changes<typeof Partner> = {}) =>
  odoo.direct.create(Partner, { name: `Contact ${unique()}`, email, ...values })

/** Makes a student whose contact is linked, as `linkContact` leaves them. */
export async function makeLearner(odoo: Direct): Promise<{ studentId: number; partnerId: number }> {
  const partnerId = await makeContact(odoo, `learner.${unique()}@example.org`)
  return { studentId: await makeStudent(odoo, { partner: partnerId }), partnerId }
}

export interface MadeCourse {
  readonly courseIntegrationId: number
  readonly channelId: number
  readonly lessons: readonly number[]
}

/** Makes a published course with lessons, in a program. */
export async function makeCourse(
  odoo: Direct,
  programId: number,
  options: {
    integration?: Changes<typeof CourseIntegration>
    channel?: Changes<typeof Channel>
    lessons?: number
  } = {},
): Promise<MadeCourse> {
  const name = `Course ${unique()}`
  const channelId = await odoo.direct.create(Channel, {
    name,
    isPublished: true,
    channelType: 'training',
    enroll: 'public',
    visibility: 'public',
    ...options.channel,
  })
  const lessons: number[] = []
  for (let number = 1; number <= (options.lessons ?? 2); number += 1) {
    lessons.push(
      await odoo.direct.create(Slide, {
        name: `Lesson ${number}`,
        channel: channelId,
        slideCategory: 'article',
        isPublished: true,
      }),
    )
  }
  const courseIntegrationId = await odoo.direct.create(CourseIntegration, {
    name,
    elearningCourse: channelId,
    trainingProgram: programId,
    completionThreshold: 75,
    minElearningProgress: 80,
    autoEnrollEligible: true,
    status: 'active',
    ...options.integration,
  })
  return { courseIntegrationId, channelId, lessons }
}

export const makeProgram = (odoo: Direct, values: Changes<typeof TrainingProgram> = {}) =>
  odoo.direct.create(TrainingProgram, {
    name: `Program ${unique()}`,
    status: 'active',
    durationWeeks: 12,
    ...values,
  })

/** Completes lessons, as a learner does by clicking through them. */
export async function learn(odoo: Direct, partnerId: number, lessons: readonly number[]): Promise<void> {
  for (const slide of lessons) {
    await odoo.direct.create(SlideProgress, { slide, partner: partnerId, completed: true })
  }
}

export async function makeHeldSession(odoo: Direct, studentId: number): Promise<number> {
  return odoo.direct.create(CourseSession, {
    student: studentId,
    name: 'Live session',
    sessionDate: new Date().toISOString(),
    state: 'completed',
    attendanceStatus: 'present',
  })
}

export async function makeGradedHomework(odoo: Direct, studentId: number): Promise<number> {
  return odoo.direct.create(HomeworkAttempt, {
    student: studentId,
    homeworkTitle: 'Letter',
    dueDate: new Date().toISOString(),
    state: 'graded',
  })
}

export async function oneRow<R>(rows: Promise<readonly R[]>): Promise<R> {
  const [row, ...more] = await rows
  if (!row || more.length > 0) throw new Error(`Expected one row, found ${more.length + (row ? 1 : 0)}`)
  return row
}

export const trackersOf = (odoo: Direct, studentId: number) =>
  odoo.direct.searchRead(
    ProgressTracker,
    [['student', '=', studentId]],
    [
      'courseIntegration',
      'elearningEnrollment',
      'status',
      'startDate',
      'completionDate',
      'elearningProgress',
      'customSessionsCompleted',
      'homeworkSubmissions',
      'overallProgress',
    ],
    { order: 'id' },
  )
