import { Problem } from './problems/problem.js'

/** Encodes a position in a list as opaque text. */
export const encodeCursor = (parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url')

/**
 * Returns a page of `limit` rows, of which one more was read if there are more. `last`: after this
 * row the next page begins; undefined: there is none.
 */
export function pageOf<Row>(rows: readonly Row[], limit: number): { page: Row[]; last: Row | undefined } {
  const page = rows.slice(0, limit)
  return { page, last: rows.length > limit ? page.at(-1) : undefined }
}

/** A cursor that is the id of a row of ours. */
export const isRowId = (parts: unknown): parts is [number] =>
  Array.isArray(parts) && parts.length === 1 && Number.isSafeInteger(parts[0]) && Number(parts[0]) > 0

/** Odoo's ids and PostgreSQL's `integer` end here. */
export const isOdooId = (part: unknown): part is number =>
  Number.isInteger(part) && Number(part) >= 1 && Number(part) <= 2_147_483_647

/** Returns whether the text is an instant as `Date.toISOString` writes it. */
export const isInstant = (part: unknown): part is string =>
  typeof part === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(part) && isoOf(part) === part

const isoOf = (text: string) => {
  const instant = new Date(text)
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString()
}

/** Returns the parts of a cursor. Throws `invalid-content` if it is not one of ours. */
export function decodeCursor<Position>(
  cursor: string,
  isPosition: (parts: unknown) => parts is Position,
): Position {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    parts = undefined
  }
  if (isPosition(parts)) return parts
  throw new Problem('invalid-content', 'The cursor is not valid. Use `next` of the previous page.', {
    errors: [{ pointer: '/cursor', detail: 'is not a cursor' }],
  })
}
