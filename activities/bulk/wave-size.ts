import type { PreviewedItem } from '../../src/store/bulk-items.js'

/**
 * Returns items up to the one that makes the wave full, and how many of them are affected. Those
 * before it to whom nothing would happen stay: the preview says why.
 */
export function firstAffected(
  items: readonly PreviewedItem[],
  size: number,
): { readonly items: readonly PreviewedItem[]; readonly affected: number } {
  let affected = 0
  for (const [at, { obstacles }] of items.entries()) {
    if (obstacles.length === 0) affected += 1
    if (affected === size) return { items: items.slice(0, at + 1), affected }
  }
  return { items, affected }
}
