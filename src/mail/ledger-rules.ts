import type { MailKind, MailOutcome, MailState } from '../contracts/mail.js'
import type { Delivery } from './delivery.js'
import { GUARANTEE } from './guarantees.js'

/** What the ledger knows about an email. */
export interface LedgerState {
  readonly state: MailState
  /** For `sending`: the attempt has used up its time, so its process is dead. */
  readonly leaseExpired: boolean
  readonly unknownAttempts: number
}

export type NextAction =
  /** Nothing to send: this is how it ended. */
  | { readonly kind: 'settled'; readonly outcome: MailOutcome }
  /** Another attempt is in progress. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'send'; readonly unknownAttempts: number }

/**
 * Whether an email may be sent now. One that the server certainly does not have (`rejected`,
 * `no_recipient`, `switched_off`) is sent again on request, because its cause may be gone.
 */
export function nextAction(kind: MailKind, ledger: LedgerState): NextAction {
  switch (ledger.state) {
    case 'accepted':
    case 'possibly_twice':
      return { kind: 'settled', outcome: ledger.state }
    case 'pending':
    case 'rejected':
    case 'no_recipient':
    case 'switched_off':
      return { kind: 'send', unknownAttempts: ledger.unknownAttempts }
    case 'unknown':
      return afterUnknown(kind, ledger.unknownAttempts)
    case 'sending':
      return ledger.leaseExpired ? afterUnknown(kind, ledger.unknownAttempts + 1) : { kind: 'busy' }
  }
}

const afterUnknown = (kind: MailKind, unknownAttempts: number): NextAction =>
  GUARANTEE[kind] === 'at_most_once'
    ? { kind: 'settled', outcome: 'unknown' }
    : { kind: 'send', unknownAttempts }

/** Returns the state of an email after an attempt. */
export function stateAfter(delivery: Delivery, unknownAttempts: number): MailState {
  switch (delivery.kind) {
    case 'accepted':
      return unknownAttempts > 0 ? 'possibly_twice' : 'accepted'
    case 'unknown':
      return 'unknown'
    case 'rejected':
      return 'rejected'
    case 'deferred':
    case 'login_rejected':
    case 'provider_problem':
      // An earlier attempt may have got through, and the ledger must not forget it.
      return unknownAttempts > 0 ? 'unknown' : 'pending'
  }
}

/** Returns how an email ended; null if it must be tried again. */
export function outcomeOf(kind: MailKind, state: MailState): MailOutcome | null {
  if (state === 'pending' || state === 'sending') return null
  return state === 'unknown' && GUARANTEE[kind] === 'at_least_once' ? null : state
}
