import { Problem } from './problems/problem.js'

/** Encodes a position in a list as opaque text. */
export const encodeCursor = (parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url')

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
