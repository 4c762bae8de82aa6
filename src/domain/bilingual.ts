/** A text in the two scripts of the certificate. At least one is not null. */
export interface Bilingual {
  readonly arabic: string | null
  readonly latin: string | null
}

const ARABIC = /\p{Script=Arabic}/u
const LETTER = /\p{L}/u

/**
 * Characters that print nothing but change what is printed: soft hyphens, byte order marks,
 * variation selectors, and marks of writing direction (with them a name could appear in another
 * order than it is stored). Joiners are kept: Persian names need them.
 */
const INVISIBLE = /(?![\u200c\u200d])[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu

/** Line breaks, tabs and other controls. */
const CONTROL = /[\p{Cc}\u2028\u2029]/gu

/**
 * The text as it is printed: composed (NFC), one space between words, nothing invisible. Null:
 * nothing is left.
 */
export function printable(text: string | null): string | null {
  const clean = (text ?? '')
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(CONTROL, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  return clean === '' ? null : clean
}

/**
 * A value inside a sentence, between U+2068 and U+2069, so that its direction does not mix with the
 * sentence's. On one line and without direction marks of its own.
 */
export const isolated = (text: string): string => `\u2068${printable(text) ?? ''}\u2069`

interface NameFields {
  readonly name: string | null
  readonly nameArabic: string | null
  readonly nameEnglish: string | null
}

/**
 * The student's name in both scripts. The suite requires all three fields, so people copy one into
 * the others. What counts is the script of a field's text, not the field's name. Null: no field has
 * a letter.
 */
export function printedName(student: NameFields): Bilingual | null {
  const written = (fields: readonly (string | null)[], inArabic: boolean) =>
    fields
      .map(printable)
      .find((text) => text !== null && LETTER.test(text) && ARABIC.test(text) === inArabic) ?? null
  const arabic = written([student.nameArabic, student.name, student.nameEnglish], true)
  const latin = written([student.nameEnglish, student.name, student.nameArabic], false)
  return arabic === null && latin === null ? null : { arabic, latin }
}

/** What lists call a student. */
export interface ListedNames {
  /** In Latin letters where there is such a name. Never empty. */
  readonly name: string
  readonly nameArabic: string | null
}

export function listedNames(student: NameFields & { readonly id: number }): ListedNames {
  const names = printedName(student)
  return {
    name: names?.latin ?? names?.arabic ?? printable(student.name) ?? String(student.id),
    nameArabic: names?.arabic ?? null,
  }
}

/**
 * Splits a title such as `برنامج المهارات – Digital Skills` where one side is Arabic and the other
 * is not. Of several such places it takes the one with the fewest Latin letters on the Arabic side.
 * A title without such a place stays whole.
 */
export function splitTitle(title: string): Bilingual {
  const whole = printable(title) ?? ''
  const splits = [...whole.matchAll(/\s*[–—|/]\s*|\s+-\s+/gu)].flatMap(({ 0: separator, index }) => {
    const [left, right] = [whole.slice(0, index), whole.slice(index + separator.length)]
    if (left === '' || right === '' || ARABIC.test(left) === ARABIC.test(right)) return []
    return ARABIC.test(left) ? { arabic: left, latin: right } : { arabic: right, latin: left }
  })
  const foreign = ({ arabic }: { arabic: string }) => arabic.match(/\p{Script=Latin}/gu)?.length ?? 0
  const [best] = splits.sort((a, b) => foreign(a) - foreign(b))
  if (best) return best
  return ARABIC.test(whole) ? { arabic: whole, latin: null } : { arabic: null, latin: whole }
}

/** Returns the half of a bilingual title in a language; the whole title if it has one half only. */
export function titleIn(language: 'ar' | 'en', title: string): string {
  const { arabic, latin } = splitTitle(title)
  return (language === 'ar' ? (arabic ?? latin) : (latin ?? arabic)) ?? title
}
