/** A text as the certificate prints it in its two halves; at least one is there. */
export interface Bilingual {
  readonly arabic: string | null
  readonly latin: string | null
}

const ARABIC = /\p{Script=Arabic}/u
const LETTER = /\p{L}/u

/**
 * Characters that print nothing but change what is printed: soft hyphens, byte order marks, and the marks that turn the direction of
 * writing (with them a name could show in another order than it is stored). Joiners are kept: Persian names need them.
 */
const INVISIBLE = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

/** Line breaks, tabs and other controls. */
const CONTROL = /[\p{Cc}\u2028\u2029]/gu

/** The text as it is printed: composed (NFC), one space between words, nothing invisible; null when nothing is left. */
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
 * The student's name in both scripts. The suite demands all three fields, so people copy one into the others: what counts is the
 * script that a field is written in, not its name. Null: no field holds a letter.
 */
export function printedName(student: {
  name: string | null
  nameArabic: string | null
  nameEnglish: string | null
}): Bilingual | null {
  const written = (fields: readonly (string | null)[], inArabic: boolean) =>
    fields
      .map(printable)
      .find((text) => text !== null && LETTER.test(text) && ARABIC.test(text) === inArabic) ?? null
  const arabic = written([student.nameArabic, student.name, student.nameEnglish], true)
  const latin = written([student.nameEnglish, student.name, student.nameArabic], false)
  return arabic === null && latin === null ? null : { arabic, latin }
}

/**
 * A title such as `برنامج المهارات – Digital Skills`: split where one side is Arabic and the other is not, else whole. Of several such
 * places it is the one that leaves the fewest foreign letters on the Arabic side.
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
