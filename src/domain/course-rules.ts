import type { Assessment } from './attribution.js'

/**
 * What one course of a program asks for, as Odoo has it. A program’s course rules are those of its
 * active courses, by rising id.
 */
export interface CourseRule {
  readonly courseIntegrationId: number
  readonly name: string
  readonly elearningCourse: number
  /** Percent, as the minimum of eLearning. */
  readonly completionThreshold: number
  readonly minElearningProgress: number
  readonly minSessionsRequired: number
  readonly minHomeworkRequired: number
  /** Lessons of the eLearning course; 0: not known. */
  readonly lessons: number
  readonly assessments: readonly AssessmentRule[]
}

type AssessmentRule = Assessment & { readonly courseIntegration: number }

/**
 * What became of a version of the course rules.
 * - `first`: the first one that was noticed.
 * - `at_once`: it counts for everybody at once (a setting, or only lessons were added).
 * - `nobody`: nobody was in training under other rules.
 * - `open`: those in training stay on their version until a person decides.
 * - `superseded`: Odoo changed again before anybody decided.
 * - `applied`, `new_only`: a person’s decision.
 */
export type CourseRulesDecision =
  'first' | 'at_once' | 'nobody' | 'open' | 'superseded' | 'applied' | 'new_only'

/** Whether trainings follow a change in Odoo once a person says so, or at once. */
export const COURSE_CHANGES = ['hold', 'apply'] as const
export type CourseChanges = (typeof COURSE_CHANGES)[number]

/** What two versions have differently; null: the course or assessment is not there. */
export interface CourseRuleChange {
  readonly courseIntegrationId: number
  readonly course: string
  /** `course`, a member of `CourseRule`, or `assessment “name”`. */
  readonly setting: string
  readonly before: string | number | null
  readonly after: string | number | null
}

const NUMBERS = [
  'completionThreshold',
  'minElearningProgress',
  'minSessionsRequired',
  'minHomeworkRequired',
  'elearningCourse',
] as const

/** Returns the requirements in which two versions differ. New names alone are no change. */
export function changedCourseRules(
  before: readonly CourseRule[],
  after: readonly CourseRule[],
): CourseRuleChange[] {
  const [was, is] = [byId(before), byId(after)]
  const ids = [...new Set([...was.keys(), ...is.keys()])].sort((a, b) => a - b)
  return ids.flatMap((id) => {
    const [one, other] = [was.get(id), is.get(id)]
    const about = { courseIntegrationId: id, course: other?.name ?? one?.name ?? '' }
    if (one === undefined || other === undefined)
      return [
        { ...about, setting: 'course', before: one ? 'included' : null, after: other ? 'included' : null },
      ]
    const differing = [...NUMBERS, 'lessons' as const].filter((setting) => one[setting] !== other[setting])
    return [
      ...differing.map((setting) => ({ ...about, setting, before: one[setting], after: other[setting] })),
      ...changedAssessments(one, other).map((change) => ({ ...about, ...change })),
    ]
  })
}

const byId = (rules: readonly CourseRule[]) =>
  new Map(rules.map((rule) => [rule.courseIntegrationId, rule] as const))

function changedAssessments(before: CourseRule, after: CourseRule) {
  const was = new Map(before.assessments.map((one) => [one.id, one]))
  const is = new Map(after.assessments.map((one) => [one.id, one]))
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((id) => {
    const [one, other] = [was.get(id), is.get(id)]
    const name = other?.name ?? one?.name ?? ''
    if (one && other && contentOf(one) === contentOf(other)) return []
    return [
      {
        setting: `assessment “${name}”`,
        before: one ? describeAssessment(one) : null,
        after: other ? describeAssessment(other) : null,
      },
    ]
  })
}

const contentOf = ({ kind, survey, slide, homeworkTitle, sessionTopic, ...rest }: AssessmentRule): string =>
  JSON.stringify([
    ...[kind, survey, slide, homeworkTitle, sessionTopic],
    ...[rest.weight, rest.minimumScore, rest.mandatory],
  ])

function describeAssessment(assessment: AssessmentRule): string {
  const { kind, survey, slide, homeworkTitle, sessionTopic, weight, minimumScore, mandatory } = assessment
  const of = survey ?? slide ?? homeworkTitle ?? sessionTopic
  return [
    `${kind ?? 'unknown'}${of === null ? '' : ` ${of}`}`,
    `weight ${weight}`,
    `at least ${minimumScore} %`,
    ...(mandatory ? ['mandatory'] : []),
  ].join(', ')
}

/**
 * Whether students in training may be held on `before`. Added lessons are not: learners see them in
 * Odoo, and nobody may be certified for a course that is still being written. They complete nobody.
 */
export const mustBeHeld = (before: readonly CourseRule[], after: readonly CourseRule[]): boolean =>
  changedCourseRules(before, after).some((change) => !isGrowth(change))

const isGrowth = ({ setting, before, after }: CourseRuleChange): boolean =>
  setting === 'lessons' && typeof before === 'number' && typeof after === 'number' && after > before
