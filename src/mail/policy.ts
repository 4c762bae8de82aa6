import type { MailKind, MailOutcome } from '../contracts/activities.js'
import type { MailState } from '../store/tables/mail.js'
import type { Delivery } from './delivery.js'

/**
 * Exactly once does not exist over SMTP: when the connection is lost after the text was handed over, nobody can tell whether the
 * server has the mail. So each kind chooses which mistake is the smaller one.
 */
export type Guarantee =
  /** Sent again with the same Message-ID until the server says that it has it; then it may be there twice. */
  | 'at_least_once'
  /** An unknown outcome counts as sent; then it may be lost. */
  | 'at_most_once'

export const GUARANTEE: Readonly<Record<MailKind, Guarantee>> = {
  welcome: 'at_least_once',
  review_request: 'at_least_once',
  completion: 'at_least_once',
  certificate: 'at_least_once',
  milestone: 'at_most_once',
  reminder: 'at_most_once',
}

/** What the ledger knows of a mail. */
export interface LedgerState {
  readonly state: MailState
  /** For `sending`: the attempt that wrote it has had its time, so its process is dead. */
  readonly leaseExpired: boolean
  readonly unknownAttempts: number
}

export type Move =
  /** Nothing to send: this is how it ended. */
  | { readonly kind: 'settled'; readonly outcome: MailOutcome }
  /** Another attempt has the mail right now. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'send'; readonly unknownAttempts: number }

/**
 * May this mail be sent now? What the server certainly does not have (`rejected`, `no_recipient`) is tried again when asked for:
 * the address may have been corrected since.
 */
export function nextMove(kind: MailKind, standing: LedgerState): Move {
  switch (standing.state) {
    case 'accepted':
    case 'possibly_twice':
      return { kind: 'settled', outcome: standing.state }
    case 'pending':
    case 'rejected':
    case 'no_recipient':
      return { kind: 'send', unknownAttempts: standing.unknownAttempts }
    case 'unknown':
      return afterUnknown(kind, standing.unknownAttempts)
    case 'sending':
      return standing.leaseExpired ? afterUnknown(kind, standing.unknownAttempts + 1) : { kind: 'busy' }
  }
}

const afterUnknown = (kind: MailKind, unknownAttempts: number): Move =>
  GUARANTEE[kind] === 'at_most_once'
    ? { kind: 'settled', outcome: 'unknown' }
    : { kind: 'send', unknownAttempts }

/** Where the mail stands after an attempt. */
export function stateAfter(delivery: Delivery, unknownAttempts: number): MailState {
  switch (delivery.kind) {
    case 'accepted':
      return unknownAttempts > 0 ? 'possibly_twice' : 'accepted'
    case 'unknown':
      return 'unknown'
    case 'rejected':
      return 'rejected'
    case 'deferred':
    case 'login_refused':
      // An earlier attempt may have got through: the ledger must not forget it.
      return unknownAttempts > 0 ? 'unknown' : 'pending'
  }
}

/** How the mail has ended; null: it has not, and is to be tried again. */
export function outcomeOf(kind: MailKind, state: MailState): MailOutcome | null {
  if (state === 'pending' || state === 'sending') return null
  return state === 'unknown' && GUARANTEE[kind] === 'at_least_once' ? null : state
}
