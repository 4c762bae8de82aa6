/** Years. Nobody has lived longer. */
const OLDEST = 120

/**
 * Whether somebody alive on the day of `asOf` can be born on this ISO date. Odoo accepts any date:
 * one in the future, or a year of the Islamic calendar such as 1410.
 */
export function isPlausibleBirthDate(birthDate: string, asOf: Date): boolean {
  const years = yearsSince(birthDate, asOf)
  return years !== null && years >= 0 && years <= OLDEST
}

/** Whole years on the day of `asOf` (UTC); null without a plausible birth date. */
export function ageAt(birthDate: string | null, asOf: Date): number | null {
  return birthDate !== null && isPlausibleBirthDate(birthDate, asOf) ? yearsSince(birthDate, asOf) : null
}

/** Negative for a date in the future; null when there is no such day. */
function yearsSince(date: string, asOf: Date): number | null {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return null
  const parsed = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(parsed.getTime()) || parsed.getUTCDate() !== day) return null
  const hadBirthday =
    asOf.getUTCMonth() + 1 > month || (asOf.getUTCMonth() + 1 === month && asOf.getUTCDate() >= day)
  return asOf.getUTCFullYear() - year - (hadBirthday ? 0 : 1)
}
