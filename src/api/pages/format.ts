/** Returns `in_progress` as `in progress`. */
export const readable = (key: string) => key.replaceAll('_', ' ')

/** Longest first, in milliseconds. */
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' })

/** Returns `3 hr. ago`; below a minute `just now`. */
export function ago(then: Date, now: Date): string {
  const elapsed = now.getTime() - then.getTime()
  const [unit, length] = UNITS.find(([, milliseconds]) => elapsed >= milliseconds) ?? []
  return unit ? RELATIVE.format(-Math.floor(elapsed / length), unit) : 'just now'
}
