import assert from 'node:assert/strict'
import type { Changes } from '../../../src/odoo/schema/model.js'
import {
  AssessmentIntegration,
  CourseSession,
  HomeworkAttempt,
  Slide,
  SlideProgress,
  Survey,
  SurveyAttempt,
} from '../../../src/odoo/schema/index.js'
import { type ActivityFixture } from '../activity-fixture.js'
import { unique, type MadeCourse } from '../../support/odoo-records.js'

/** Assessments of a course, and what learners do for them. */
type Direct = Pick<ActivityFixture, 'direct'>
type Sql = Pick<ActivityFixture, 'direct' | 'sql'>

export const makeAssessment = (
  { direct }: Direct,
  { courseIntegrationId }: Pick<MadeCourse, 'courseIntegrationId'>,
  values: Changes<typeof AssessmentIntegration> & { kind: 'certification' | 'quiz' | 'homework' | 'session' },
): Promise<number> =>
  direct.create(AssessmentIntegration, {
    name: `Assessment ${unique()}`,
    courseIntegration: courseIntegrationId,
    weight: 1,
    minimumScore: 0,
    mandatory: true,
    active: true,
    ...values,
  })

export const makeCertification = ({ direct }: Direct): Promise<number> =>
  direct.create(Survey, { title: `Exam ${unique()}`, certification: true, scoringSuccessMin: 70 })

/** As Odoo leaves an attempt with that score, finished unless `changes` say otherwise. */
export async function makeAttempt(
  { direct, sql }: Sql,
  survey: number,
  partner: number,
  score: number,
  changes: Changes<typeof SurveyAttempt> = {},
): Promise<number> {
  assert.ok(sql, 'Scores are computed from answers: a real Odoo has to be asked on its website.')
  const id = await direct.create(SurveyAttempt, { survey, partner, testEntry: false })
  await sql('UPDATE survey_user_input SET scoring_percentage = $2, scoring_success = $3 WHERE id = $1', [
    id,
    score,
    score >= 70,
  ])
  await direct.write(SurveyAttempt, [id], { state: 'done', ...changes })
  return id
}

export const makeQuiz = ({ direct }: Direct, { channelId }: MadeCourse): Promise<number> =>
  direct.create(Slide, {
    name: `Quiz ${unique()}`,
    channel: channelId,
    slideCategory: 'quiz',
    isPublished: true,
  })

export const completeQuiz = ({ direct }: Direct, slide: number, partner: number): Promise<number> =>
  direct.create(SlideProgress, { slide, partner, completed: true })

export const attend = (
  { direct }: Direct,
  student: number,
  sessionTopic: string,
  values: Changes<typeof CourseSession> = {},
): Promise<number> =>
  direct.create(CourseSession, {
    student,
    sessionTopic,
    sessionDate: new Date().toISOString(),
    state: 'completed',
    attendanceStatus: 'present',
    ...values,
  })

export const handIn = (
  { direct }: Direct,
  student: number,
  homeworkTitle: string,
  grade: number,
  values: Changes<typeof HomeworkAttempt> = {},
): Promise<number> =>
  direct.create(HomeworkAttempt, {
    student,
    homeworkTitle,
    dueDate: new Date().toISOString(),
    state: 'graded',
    grade,
    maxGrade: 100,
    ...values,
  })
