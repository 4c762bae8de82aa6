import type { Delivery } from '../../src/mail/delivery.js'

/** The state of an email to staff after an attempt. `pending`: it is tried again. */
export function staffEmailStateAfter({ kind }: Delivery): 'accepted' | 'rejected' | 'unknown' | 'pending' {
  switch (kind) {
    case 'accepted':
    case 'rejected':
    case 'unknown':
      return kind
    default:
      return 'pending'
  }
}
