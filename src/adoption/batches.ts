/** Ids per call or statement. */
const SIZE = 500

export function* batches<T>(all: readonly T[], size = SIZE): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size)
}
