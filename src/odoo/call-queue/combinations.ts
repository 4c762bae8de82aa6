import type { Call } from '../client/transport.js'
import type { Combination } from './combination.js'
import { combinedFilteredSearch, combinedSameRead, combinedSearch } from './combined-reads.js'
import { combinedCreate, combinedLoad, combinedMethod, combinedWrite } from './combined-writes.js'

const FORMS = [
  combinedFilteredSearch,
  combinedSearch,
  combinedSameRead,
  combinedWrite,
  combinedLoad,
  combinedCreate,
  combinedMethod,
] as const

/** Returns how this call may be combined with others; null: it may not. */
export function combinationOf(call: Call): Combination | null {
  for (const form of FORMS) {
    const combination = form(call)
    if (combination) return combination
  }
  return null
}
