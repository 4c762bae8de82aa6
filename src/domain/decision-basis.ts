import type { Verdict } from './eligibility.js'
import type { RequirementCheck } from './requirements.js'

/** The newest eligibility verdict and requirement check of a run; null: none was made. */
export interface DecisionBasis {
  readonly verdict: Verdict | null
  readonly check: RequirementCheck | null
}
