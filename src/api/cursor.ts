import { Problem } from './problems/problem.js'

/** A place in a list, as text that callers hand back unread. */
export const encodeCursor = (parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url')

/** The parts of a cursor, checked by `isPlace`; throws invalid-content for a text that we did not make. */
export function decodeCursor<Place>(cursor: string, isPlace: (parts: unknown) => parts is Place): Place {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    parts = undefined
  }
  if (isPlace(parts)) return parts
  throw new Problem('invalid-content', 'The cursor is not one of ours.', {
    errors: [{ pointer: '/cursor', detail: 'is not a cursor' }],
  })
}
