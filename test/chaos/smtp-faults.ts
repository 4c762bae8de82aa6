import type { Behavior } from '../support/smtp.js'

/** Faults with their shares of all mails. The server accepts the other mails at once. */
const FAULTS: readonly { readonly name: string; readonly share: number; readonly behavior: Behavior }[] = [
  { name: '451 to the recipient', share: 0.02, behavior: { at: 'recipient', code: 451 } },
  { name: '451 to the text', share: 0.02, behavior: { at: 'text', code: 451 } },
  { name: 'cut in the text', share: 0.01, behavior: 'cut_in_text' },
  { name: 'cut after acceptance', share: 0.03, behavior: 'cut_after_text' },
]

export interface SmtpFaults {
  /** What happens to the next mail. */
  readonly next: () => Behavior
  /** How often each fault has happened. */
  readonly met: Readonly<Record<string, number>>
}

export function smtpFaults(random: () => number): SmtpFaults {
  const met: Record<string, number> = {}
  return {
    met,
    next: () => {
      let left = random()
      for (const { name, share, behavior } of FAULTS) {
        left -= share
        if (left >= 0) continue
        met[name] = (met[name] ?? 0) + 1
        return behavior
      }
      return 'accept'
    },
  }
}
