import type { AssessmentResult } from '../attribution.js'
import type { TrackerStatus } from '../snapshot.js'
import { words } from './english-text.js'

/** What a requirement of a certificate asks for, and what was found. Percent with two decimals. */
export type RequirementDetail =
  /** `declared`: by a person. */
  | { readonly of: 'completed'; readonly status: TrackerStatus | 'missing' | 'declared' }
  | { readonly of: 'overall' | 'elearning'; readonly least: number; readonly is: number }
  /** Numbers of sessions or of homework. */
  | { readonly of: 'sessions' | 'homework'; readonly least: number; readonly is: number }
  | ({ readonly of: 'assessment' } & Pick<
      AssessmentResult,
      'name' | 'kind' | 'minimumScore' | 'named' | 'score' | 'reached'
    >)
  /** `open`: types of documents. */
  | { readonly of: 'documents'; readonly open: readonly string[] }
  | { readonly of: 'no_other_certificate'; readonly certificateId: number | null }

/** Whether an assessment asks for more than to be passed. */
export const asksForScore = ({
  kind,
  minimumScore,
}: Pick<AssessmentResult, 'kind' | 'minimumScore'>): boolean =>
  (kind === 'certification' || kind === 'homework') && minimumScore > 0

export interface StatedRequirement {
  /** Title of the course; null: of the program as a whole. */
  readonly course: string | null
  readonly detail: RequirementDetail
}

/** What each kind of assessment is called, and how it is reached. */
const KINDS = {
  certification: { noun: 'certification', done: 'passed' },
  quiz: { noun: 'quiz', done: 'completed' },
  homework: { noun: 'homework', done: 'graded' },
  session: { noun: 'session', done: 'attended' },
} as const

/** What is wanted and what was found, in one clause. */
export const unmetInEnglish = (one: StatedRequirement): string =>
  `${wanted(one)} (found: ${found(one.detail)})`

export const wanted = ({ course, detail }: StatedRequirement): string =>
  course === null ? wantedOf(detail) : `${course}: ${wantedOf(detail)}`

function wantedOf(detail: RequirementDetail): string {
  switch (detail.of) {
    case 'completed':
      return 'completed'
    case 'overall':
      return `overall progress of at least ${detail.least} %`
    case 'elearning':
      return `eLearning of at least ${detail.least} %`
    case 'sessions':
      return `${detail.least} sessions attended`
    case 'homework':
      return `${detail.least} homework graded`
    case 'assessment': {
      const { kind, name, minimumScore } = detail
      if (kind === null) return `${name}: an assessment of a kind that is unknown`
      const { noun, done } = KINDS[kind]
      return `${name}: ${noun} ${done}${asksForScore(detail) ? ` with at least ${minimumScore} %` : ''}`
    }
    case 'documents':
      return 'every mandatory document approved'
    case 'no_other_certificate':
      return 'no other valid certificate of this program'
  }
}

export function found(detail: RequirementDetail): string {
  switch (detail.of) {
    case 'completed':
      return detail.status === 'declared'
        ? 'declared completed by a person, with a reason'
        : words(detail.status)
    case 'overall':
    case 'elearning':
      return `${detail.is} %`
    case 'sessions':
    case 'homework':
      return `${detail.is}`
    case 'assessment':
      return assessmentFound(detail)
    case 'documents':
      return detail.open.length === 0 ? 'all approved' : `open: ${detail.open.join(', ')}`
    case 'no_other_certificate':
      return detail.certificateId === null ? 'none' : `certificate record ${detail.certificateId} in Odoo`
  }
}

function assessmentFound({
  kind,
  named,
  score,
  reached,
}: Extract<RequirementDetail, { of: 'assessment' }>): string {
  if (kind === null) return 'nothing: choose the kind of the assessment in Odoo'
  const { noun, done } = KINDS[kind]
  if (!named) return `nothing: the assessment does not say in Odoo which ${noun} it means`
  if (score === null) return `not ${done}`
  if (kind === 'session' || kind === 'quiz') return done
  return reached || kind === 'homework' ? `${done} with ${score} %` : `not ${done}, ${score} %`
}
