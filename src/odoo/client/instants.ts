/**
 * Odoo's `YYYY-MM-DD HH:MM:SS`, UTC without a zone, and ISO instants. An ISO text with Z in a domain is an error from Odoo 19 on,
 * so that form must never reach the server.
 */
const ODOO_DATETIME = /^(\d{1,4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.\d+)?$/
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/
const ODOO_DATE = /^(\d{1,4})-(\d{2})-(\d{2})$/

/** The first second that Odoo can hold, and the first that it cannot (Python's years 1 to 9999). */
const FIRST = Date.parse('0001-01-01T00:00:00Z')
const END = Date.parse('+010000-01-01T00:00:00Z')

/** ISO instant in whole seconds, or undefined when the text is no datetime of Odoo's. */
export function instantFromOdoo(text: string): string | undefined {
  const [, year, month, day, hour, minute, second] = ODOO_DATETIME.exec(text) ?? []
  if (!year || !month || !day || !hour || !minute || !second) return undefined
  // Years before 1000 come without leading zeros.
  const iso = `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}Z`
  return isReal(iso) ? iso : undefined
}

/** An ISO instant, with Z or an offset, in Odoo's form; fractions of a second are cut off. Undefined: no instant, or out of range. */
export function instantToOdoo(iso: string): string | undefined {
  if (!ISO_INSTANT.test(iso)) return undefined
  const time = Date.parse(iso)
  if (!(time >= FIRST && time < END)) return undefined
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ')
}

/** `YYYY-MM-DD`, or undefined when the text is no date. */
export function dateFromOdoo(text: string): string | undefined {
  const [, year, month, day] = ODOO_DATE.exec(text) ?? []
  if (!year || !month || !day) return undefined
  const date = `${year.padStart(4, '0')}-${month}-${day}`
  return isReal(`${date}T00:00:00Z`) ? date : undefined
}

/** The calendar has this day, and the day this time: `Date.parse` alone moves 30 February to March. */
function isReal(iso: string): boolean {
  const time = Date.parse(iso)
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === iso.slice(0, 19)
}
