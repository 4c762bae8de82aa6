import type { RegisteredState } from './registered-state.js'

/**
 * The state of a certificate in our register after a look at its record in Odoo. `deleted`: there
 * is no record any more. `null`: a state that we do not know, which belongs to another app.
 *
 * | in Odoo | here |
 * |---|---|
 * | revoked | revoked |
 * | expired before its last day | expired |
 * | deleted | withdrawn, unless it was revoked before |
 * | anything else that we know | valid again |
 *
 * A certificate that was replaced stays so: the newer one counts.
 */
export function stateAfter(
  registered: RegisteredState,
  inOdoo: string | null,
  isPastItsLastDay: boolean,
): RegisteredState {
  if (registered === 'superseded' || inOdoo === null) return registered
  switch (inOdoo) {
    case 'revoked':
      return 'revoked'
    case 'deleted':
      return registered === 'revoked' ? 'revoked' : 'withdrawn'
    case 'expired':
      return isPastItsLastDay ? 'valid' : 'expired'
    default:
      return 'valid'
  }
}
