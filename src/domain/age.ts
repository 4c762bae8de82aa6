/** Years. Nobody has lived longer. */
const OLDEST = 120

/**
 * Whether somebody alive on the day `today` can be born on this one. Odoo accepts any date: one in
 * the future, or a year of the Islamic calendar such as 1410. Days are ISO dates.
 */
export function isPlausibleBirthDate(birthDate: string, today: string): boolean {
  const years = yearsSince(birthDate, today)
  return years !== null && years >= 0 && years <= OLDEST
}

/** Whole years on the day `today`; null without a plausible birth date. */
export function ageOn(today: string, birthDate: string | null): number | null {
  return birthDate !== null && isPlausibleBirthDate(birthDate, today) ? yearsSince(birthDate, today) : null
}

/** Negative for a date in the future; null when there is no such day. */
function yearsSince(date: string, today: string): number | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? []
  if (year === undefined || month === undefined || day === undefined) return null
  const parsed = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(parsed.getTime()) || parsed.getUTCDate() !== Number(day)) return null
  const hadBirthday = today.slice(5) >= `${month}-${day}`
  return Number(today.slice(0, 4)) - Number(year) - (hadBirthday ? 0 : 1)
}
