/** `"Course A", "Course B"` */
export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')

/** Returns a key of ours or of Odoo as words: `in_progress` as `in progress`. */
export const words = (key: string): string => key.replaceAll('_', ' ')
