/**
 * Converts between Odoo's `YYYY-MM-DD HH:MM:SS` (UTC, without a zone) and ISO instants. From Odoo
 * 19 on an ISO text with Z in a domain is an error, so that format must never reach the server.
 */
const ODOO_DATETIME = /^(\d{1,4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.\d+)?$/
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/
const ODOO_DATE = /^(\d{1,4})-(\d{2})-(\d{2})$/

/** The first second that Odoo can store, and the first that it can't (Python's years 1 to 9999). */
const FIRST = Date.parse('0001-01-01T00:00:00Z')
const END = Date.parse('+010000-01-01T00:00:00Z')

/** Returns an ISO instant in whole seconds. Undefined: the text is not a datetime of Odoo's. */
export function instantFromOdoo(text: string): string | undefined {
  const [, year, month, day, hour, minute, second] = ODOO_DATETIME.exec(text) ?? []
  if (!year || !month || !day || !hour || !minute || !second) return undefined
  // Odoo sends years before 1000 without leading zeros.
  const iso = `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}Z`
  return isReal(iso) ? iso : undefined
}

/**
 * Returns an ISO instant (with Z or an offset) in Odoo's format, without fractions of a second.
 * Undefined: the text is not an instant, or it is out of range.
 */
export function instantToOdoo(iso: string): string | undefined {
  if (!ISO_INSTANT.test(iso)) return undefined
  const time = Date.parse(iso)
  if (!(time >= FIRST && time < END)) return undefined
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ')
}

/** Returns `YYYY-MM-DD`. Undefined: the text is not a date. */
export function dateFromOdoo(text: string): string | undefined {
  const [, year, month, day] = ODOO_DATE.exec(text) ?? []
  if (!year || !month || !day) return undefined
  const date = `${year.padStart(4, '0')}-${month}-${day}`
  return isReal(`${date}T00:00:00Z`) ? date : undefined
}

/** Returns whether the date and time exist. `Date.parse` alone turns 30 February into 2 March. */
const isReal = (iso: string): boolean => new Date(iso).getUTCDate() === Number(iso.slice(8, 10))
