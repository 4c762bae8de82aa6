import { readSystemStates, stateSentence, type SystemState } from '../../availability/system-states.js'
import { textOf } from '../../domain/sentences/sentence.js'
import type { ApiDeps } from '../deps.js'
import { Problem } from '../problems/problem.js'

/** Seconds until a repetition may make sense. */
const RETRY_AFTER = 15

/**
 * Throws `odoo-unavailable` at once while the circuit is open, instead of waiting for a timeout.
 * With `writes: true` also throws `paused` while a person has paused the work with Odoo.
 */
export async function requireAvailableOdoo(
  { store }: Pick<ApiDeps, 'store'>,
  { writes = false } = {},
): Promise<void> {
  const odoo = (await readSystemStates(store)).find(({ system }) => system === 'odoo')
  if (odoo?.state === 'paused' && writes)
    throw new Problem('paused', `${sentenceOf(odoo)} Try again when it has been resumed.`)
  if (odoo?.circuit?.state !== 'open') return
  const { since } = odoo.circuit
  const detail = sentenceOf({ ...odoo, state: 'unavailable', pause: null, since })
  throw new Problem('odoo-unavailable', detail, { retryAfter: RETRY_AFTER })
}

const sentenceOf = (state: SystemState): string => textOf(stateSentence(state) ?? [])
