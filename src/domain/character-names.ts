/** Scripts that the certificate's fonts lack, wholly or in part, by their names in Unicode. */
const SCRIPTS = [
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Bopomofo',
  'Khmer',
  'Lao',
  'Myanmar',
  'Oriya',
  'Thaana',
  'Tibetan',
  'Mongolian',
  'Syriac',
  'Nko',
  'Adlam',
  'Tifinagh',
  'Cherokee',
  'Javanese',
  'Arabic',
  'Armenian',
  'Bengali',
  'Cyrillic',
  'Devanagari',
  'Ethiopic',
  'Georgian',
  'Greek',
  'Gujarati',
  'Gurmukhi',
  'Hebrew',
  'Kannada',
  'Latin',
  'Malayalam',
  'Sinhala',
  'Tamil',
  'Telugu',
  'Thai',
].map((name) => ({ name, pattern: new RegExp(`\\p{Script=${name}}`, 'u') }))

/** Named in one message. */
const NAMED = 20

/**
 * Names characters by their code points and scripts: `U+10D0 (Georgian), U+4E2D, U+7530 (Han)`. It
 * does not show the characters themselves: two of them may be a whole name.
 */
export function namedCharacters(codePoints: readonly number[]): string {
  const byScript = new Map<string, string[]>()
  for (const codePoint of codePoints.slice(0, NAMED)) {
    const script = scriptOf(codePoint)
    const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
    byScript.set(script, [...(byScript.get(script) ?? []), name])
  }
  const groups = [...byScript].map(([script, names]) => `${names.join(', ')} (${script})`)
  const others = codePoints.length - NAMED
  return [...groups, ...(others > 0 ? [`and ${others} more`] : [])].join(', ')
}

const scriptOf = (codePoint: number): string => {
  const character = String.fromCodePoint(codePoint)
  return SCRIPTS.find(({ pattern }) => pattern.test(character))?.name ?? 'another script'
}
