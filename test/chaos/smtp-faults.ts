import type { Behaviour } from '../support/smtp.js'

/** How the mail server treats what comes: shares of all mails; the rest it takes at once. */
const WEATHER: readonly { readonly name: string; readonly share: number; readonly behaviour: Behaviour }[] = [
  { name: '451 to the recipient', share: 0.02, behaviour: { at: 'recipient', code: 451 } },
  { name: '451 to the text', share: 0.02, behaviour: { at: 'text', code: 451 } },
  { name: 'cut in the text', share: 0.01, behaviour: 'cut_in_text' },
  { name: 'taken, then cut', share: 0.03, behaviour: 'cut_after_text' },
]

export interface MailWeather {
  /** What happens to the next mail. */
  readonly next: () => Behaviour
  /** How often each trouble has been met. */
  readonly met: Readonly<Record<string, number>>
}

export function mailWeather(random: () => number): MailWeather {
  const met: Record<string, number> = {}
  return {
    met,
    next: () => {
      let left = random()
      for (const { name, share, behaviour } of WEATHER) {
        left -= share
        if (left >= 0) continue
        met[name] = (met[name] ?? 0) + 1
        return behaviour
      }
      return 'accept'
    },
  }
}
