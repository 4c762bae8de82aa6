import { sharedWords } from '../words/en.js'

/** `"Course A", "Course B"` */
export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')

/** Returns a key of ours or of Odoo as words: `in_progress` as `in progress`. */
export const words = (key: string): string => key.replaceAll('_', ' ')

const { failures }: { readonly failures: Readonly<Record<string, string>> } = sharedWords

/** How a call failed, in words. A type that has none is shown as it is. */
export const failureWords = (type: string): string => failures[type] ?? type
