import { sharedWords } from '../words/en.js'

/** `"Course A", "Course B"` */
export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')

/** Returns `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`

/** Returns `3 courses`, `1 course`. */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count} ${count === 1 ? singular : plural}`

/** Returns a key of ours or of Odoo as words: `in_progress` as `in progress`. */
export const words = (key: string): string => key.replaceAll('_', ' ')

const { failures }: { readonly failures: Readonly<Record<string, string>> } = sharedWords

/** How a call failed, in words. A type that has none is shown as it is. */
export const failureWords = (type: string): string => failures[type] ?? type
