/**
 * Which work of a student counts for which course. Sessions, homework, certifications and quizzes
 * name no course in Odoo; the course's assessments name them. A course without an assessment of
 * sessions counts all sessions of the student, and one without an assessment of homework counts all
 * homework. That is ambiguous for a student of several courses, but it is how courses counted
 * before there were assessments.
 */
import { clampPercent, round2, roundPercent } from './overall.js'

/** What staff say counts for one course. */
export interface Assessment {
  readonly id: number
  readonly name: string
  /** null: a kind that we do not know. Nothing can reach it, so a person must decide. */
  readonly kind: 'certification' | 'quiz' | 'homework' | 'session' | null
  /** Of a certification. */
  readonly survey: number | null
  /** Of a quiz: the content that has it. */
  readonly slide: number | null
  readonly homeworkTitle: string | null
  readonly sessionTopic: string | null
  /** Beside the other assessments of the course; 0: not in the mean. */
  readonly weight: number
  /** Percent; 0: none. */
  readonly minimumScore: number
  /** The course is not complete without it. */
  readonly mandatory: boolean
}

/** All work of a student, in whatever course. */
export interface Work {
  readonly sessions: readonly Session[]
  readonly homework: readonly Homework[]
  readonly attempts: readonly Attempt[]
  readonly quizzes: readonly Quiz[]
}

interface Session {
  readonly state: string | null
  readonly attendanceStatus: string | null
  readonly sessionTopic: string | null
}

interface Homework {
  readonly state: string | null
  readonly homeworkTitle: string
  readonly grade: number
  readonly maxGrade: number
}

/** At a survey. */
interface Attempt {
  readonly survey: number
  readonly state: string | null
  readonly testEntry: boolean
  /** Percent. */
  readonly scoringPercentage: number
  readonly scoringSuccess: boolean
}

interface Quiz {
  readonly slide: number
  readonly completed: boolean
}

/** What counts for one course. */
export interface CourseWork {
  readonly sessionsHeld: number
  readonly homeworkGraded: number
  readonly assessments: readonly AssessmentResult[]
}

export interface AssessmentResult extends Pick<
  Assessment,
  'id' | 'name' | 'kind' | 'weight' | 'minimumScore' | 'mandatory'
> {
  /**
   * False: staff have not named the certification, quiz, homework or session yet, so nothing can
   * reach it.
   */
  readonly named: boolean
  /** Best score in percent, two decimals; null: nothing to judge yet. */
  readonly score: number | null
  readonly reached: boolean
}

export function attribute(work: Work, assessments: readonly Assessment[]): CourseWork {
  return {
    sessionsHeld: sessionsHeld(work.sessions, assessments),
    homeworkGraded: homeworkGraded(work.homework, assessments),
    assessments: assessments.map((assessment) => resultOf(work, assessment)),
  }
}

/** Every attended session counts, also several of one topic. */
function sessionsHeld(sessions: readonly Session[], assessments: readonly Assessment[]): number {
  const topics = new Set(assessments.flatMap((assessment) => sessionAskedFor(assessment) ?? []))
  return sessions.filter(
    (session) =>
      wasAttended(session) && (topics.size === 0 || topics.has(comparable(session.sessionTopic ?? ''))),
  ).length
}

/**
 * With assessments, each title counts once, when its best attempt reaches the minimum. Without any,
 * every graded attempt counts.
 */
function homeworkGraded(homework: readonly Homework[], assessments: readonly Assessment[]): number {
  const asked = assessments.flatMap((assessment) => {
    const title = homeworkAskedFor(assessment)
    return title === null ? [] : [{ title, minimumScore: clampPercent(assessment.minimumScore) }]
  })
  if (asked.length === 0) return homework.filter(isGraded).length
  const reached = asked.filter(({ title, minimumScore }) => {
    const best = bestGrade(homework, title)
    return best !== null && best >= minimumScore
  })
  return new Set(reached.map(({ title }) => title)).size
}

/** A session that is over and that the student did not miss. */
const wasAttended = ({ state, attendanceStatus }: Session) =>
  state === 'completed' && attendanceStatus !== 'absent' && attendanceStatus !== 'excused'

/** An attempt that was handed in again is `resubmitted`. Its successor counts. */
const isGraded = ({ state }: Homework) => state === 'graded' || state === 'returned'

const sessionAskedFor = ({ kind, sessionTopic }: Assessment) =>
  kind === 'session' ? named(sessionTopic) : null
const homeworkAskedFor = ({ kind, homeworkTitle }: Assessment) =>
  kind === 'homework' ? named(homeworkTitle) : null

/** null: nothing but blanks. */
const named = (text: string | null) => comparable(text ?? '') || null

function resultOf(work: Work, assessment: Assessment): AssessmentResult {
  const bounded = {
    ...assessment,
    weight: Math.max(0, assessment.weight),
    minimumScore: clampPercent(assessment.minimumScore),
  }
  const { id, name, kind, weight, minimumScore, mandatory } = bounded
  return { id, name, kind, weight, minimumScore, mandatory, ...judge(work, bounded) }
}

function judge(
  { sessions, homework, attempts, quizzes }: Work,
  assessment: Assessment,
): Pick<AssessmentResult, 'named' | 'score' | 'reached'> {
  const { kind, survey, slide, minimumScore } = assessment
  switch (kind) {
    case 'session': {
      const topic = sessionAskedFor(assessment)
      const attended = sessions.some(
        (session) => wasAttended(session) && comparable(session.sessionTopic ?? '') === topic,
      )
      return allOrNothing(topic !== null, attended)
    }
    case 'quiz':
      return allOrNothing(
        slide !== null,
        quizzes.some((quiz) => quiz.slide === slide && quiz.completed),
      )
    case 'homework': {
      const title = homeworkAskedFor(assessment)
      const score = title === null ? null : bestGrade(homework, title)
      return { named: title !== null, score, reached: score !== null && score >= minimumScore }
    }
    case 'certification': {
      const finished = attempts.filter(
        (attempt) => attempt.survey === survey && attempt.state === 'done' && !attempt.testEntry,
      )
      const score = best(finished.map(({ scoringPercentage }) => scoringPercentage))
      const passed = finished.filter(({ scoringSuccess }) => scoringSuccess)
      const reached = passed.some(({ scoringPercentage }) => round2(scoringPercentage) >= minimumScore)
      return { named: survey !== null, score, reached }
    }
    case null:
      return { named: false, score: null, reached: false }
  }
}

/** Odoo keeps no score of a session or a quiz on a content. */
const allOrNothing = (isNamed: boolean, done: boolean) =>
  isNamed && done
    ? { named: true, score: 100, reached: true }
    : { named: isNamed, score: null, reached: false }

/**
 * The best of the graded attempts at a title, in percent; null: none. The best and not the last, as
 * with certifications: another try can't make things worse, and what was reached stays reached. A
 * teacher who wants only the new attempt to count marks the old one as `resubmitted`.
 */
const bestGrade = (homework: readonly Homework[], title: string): number | null =>
  best(
    homework
      .filter((attempt) => isGraded(attempt) && comparable(attempt.homeworkTitle) === title)
      .map(({ grade, maxGrade }) => (maxGrade > 0 ? (100 * grade) / maxGrade : 0)),
  )

const best = (percents: readonly number[]): number | null =>
  percents.length === 0 ? null : round2(Math.min(100, Math.max(0, ...percents)))

/**
 * The mean of the assessments by their weights, in percent with two decimals; null: none has a
 * weight. An assessment that is reached counts in full; until then its score counts. Otherwise a
 * certification passed with 85 % would keep a course incomplete forever.
 */
export function assessmentProgress(results: readonly AssessmentResult[]): number | null {
  const weight = results.reduce((sum, result) => sum + result.weight, 0)
  if (weight <= 0) return null
  const sum = results.reduce(
    (total, result) => total + result.weight * (result.reached ? 100 : (result.score ?? 0)),
    0,
  )
  return roundPercent(sum / weight)
}

/**
 * Ids of the mandatory assessments that are not reached. The course is not complete without them.
 */
export const openAssessments = (results: readonly AssessmentResult[]): number[] =>
  results.filter(({ mandatory, reached }) => mandatory && !reached).map(({ id }) => id)

/**
 * Titles and topics are typed by hand, twice. They are compared without case, width, kind of blank
 * and invisible marks (such as marks of writing direction).
 */
export const comparable = (text: string): string =>
  text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
    // Upper case first: `ß` and `ss` are one, as are the two small sigmas.
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim()
