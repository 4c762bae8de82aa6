/** When staff get emails, in minutes of the day of the training center. Pure. */

const DAY = 24 * 60

/** From `from` until `to`; over midnight if `to` is earlier. */
export interface QuietHours {
  readonly from: number
  readonly to: number
}

/** Returns the minute of the day of an instant in a time zone. */
export function minuteIn(timeZone: string, instant: Date): number {
  const parts = new Intl.DateTimeFormat('en-u-nu-latn', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  return part('hour') * 60 + part('minute')
}

/** Returns how many minutes of the quiet hours are left; 0: they are not now. */
export function quietMinutesLeft(minute: number, quiet: QuietHours | null): number {
  if (quiet === null) return 0
  const length = distance(quiet.from, quiet.to)
  const passed = distance(quiet.from, minute)
  return passed < length ? length - passed : 0
}

/** Returns the minutes until the next `to`: 0 up to a day. */
export const distance = (from: number, to: number): number => (((to - from) % DAY) + DAY) % DAY
