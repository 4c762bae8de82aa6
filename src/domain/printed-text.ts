import { printable, printedName, splitTitle, type Bilingual } from './bilingual.js'

/** The characters (code points) of a font. */
export type Font = Pick<ReadonlySet<number>, 'has'>

/** A text as fonts can print it. */
export interface PrintedText {
  /** Without the symbols that no font has. Null: nothing is left. */
  readonly text: string | null
  /** Code points of letters that no font has, distinct and sorted. Empty: it can be printed. */
  readonly missing: readonly number[]
}

/** A name as it is printed in two scripts. Null: nothing is left to print. */
export interface PrintedName {
  readonly name: Bilingual | null
  readonly missing: readonly number[]
}

/**
 * Fits a text to the fonts. A name without its emoji is still the name, so symbols that no font has
 * are dropped. A letter is never dropped: if no font has it, it is reported. A letter and its marks
 * must be in the same font, because a mark of another font would not sit on the letter.
 */
export function printedText(text: string | null, fonts: readonly Font[]): PrintedText {
  const missing = new Set<number>()
  const fitted = (printable(text) ?? '').match(LETTER_WITH_MARKS)?.map((characters) => {
    const { printed, lacking } = fit(characters, fonts)
    for (const codePoint of lacking) missing.add(codePoint)
    return printed
  })
  return { text: printable(closeGaps(fitted?.join('') ?? '')), missing: [...missing].sort((a, b) => a - b) }
}

/** The student's name, in the fields of the record that are printed. */
export function printedStudent(
  student: Parameters<typeof printedName>[0],
  fonts: readonly Font[],
): PrintedName {
  const name = printedName(student)
  return name === null ? { name, missing: [] } : printedBilingual(name, fonts)
}

/** The title of a program, split into its scripts. */
export function printedProgram(title: string, fonts: readonly Font[]): PrintedName {
  const { text, missing } = printedText(title, fonts)
  return { name: text === null ? null : splitTitle(text), missing }
}

export function printedBilingual({ arabic, latin }: Bilingual, fonts: readonly Font[]): PrintedName {
  const [inArabic, inLatin] = [printedText(arabic, fonts), printedText(latin, fonts)]
  return {
    name:
      inArabic.text === null && inLatin.text === null ? null : { arabic: inArabic.text, latin: inLatin.text },
    missing: [...new Set([...inArabic.missing, ...inLatin.missing])].sort((a, b) => a - b),
  }
}

/** One character and its marks. Joiners belong to the letter before them. */
const LETTER_WITH_MARKS = /\P{M}[\p{M}\u200c\u200d]*|\p{M}+/gu

/** Stands for what was dropped. `printable` removes all controls, so no text has it. */
const GAP = '\0'

/**
 * What a word is made of: letters, their marks, and digits. A code point that our Unicode tables do
 * not know yet may be a letter. U+FFFD stands for one that was lost.
 */
const WORD = /^[\p{L}\p{M}\p{N}\p{Cn}\ufffd]$/u
const NO_WORD =
  /^[\p{Me}\p{Default_Ignorable_Code_Point}\p{Extended_Pictographic}\p{Noncharacter_Code_Point}]$/u
const PUNCTUATION = /^\p{P}/u
const LOST_LETTER = '\ufffd'

const isWord = (character: string) => WORD.test(character) && !NO_WORD.test(character)

function fit(
  characters: string,
  fonts: readonly Font[],
): { readonly printed: string; readonly lacking: readonly number[] } {
  if (isPrintedBy(characters, fonts)) return { printed: characters, lacking: [] }
  const [base = '', ...marks] = Array.from(characters)
  if (!isWord(base)) {
    const symbol = [base, PUNCTUATION.test(base) ? base.normalize('NFKC') : GAP]
    return { printed: symbol.find((form) => isPrintedBy(form, fonts)) ?? GAP, lacking: [] }
  }
  const letter = [base, ...marks.filter(isWord)].join('')
  // Full-width and mathematical letters are letters of the alphabet in another dress.
  const plain = [letter, letter.normalize('NFKC')].find((form) => isPrintedBy(form, fonts))
  return plain === undefined
    ? { printed: letter, lacking: lackingIn(letter, fonts) }
    : { printed: plain, lacking: [] }
}

/** Whether one font has the whole of it, composed or decomposed. */
function isPrintedBy(characters: string, fonts: readonly Font[]): boolean {
  if (characters.includes(LOST_LETTER)) return false
  return [characters, characters.normalize('NFD')].some((form) => {
    const visible = Array.from(form)
      .filter((character) => !JOINER.test(character))
      .map(codePointOf)
    return fonts.some((font) => visible.every((codePoint) => font.has(codePoint)))
  })
}

/** Fonts need not have them. */
const JOINER = /^[\u200c\u200d]$/u

/** What no font has; if each is in some font, the marks: they are not in that of their letter. */
function lackingIn(letter: string, fonts: readonly Font[]): number[] {
  const characters = Array.from(letter)
  const inNoFont = characters.filter((character) => !isPrintedBy(character, fonts))
  const lacking = inNoFont.length > 0 ? inNoFont : characters.slice(1)
  return lacking.map(codePointOf)
}

const codePointOf = (character: string) => character.codePointAt(0) ?? 0

/**
 * Closes the gaps that dropped symbols leave: one of two equal separators, brackets that held only
 * symbols, spaces before punctuation, and separators at either end.
 */
const closeGaps = (text: string): string =>
  text
    .replace(/ ?\0[ \0]*/gu, GAP)
    .replace(/([–—|/·•-])\0\1/gu, '$1')
    .replace(/[([{]\0[)\]}]/gu, GAP)
    .replace(/^[\s–—|/·•-]*\0[\s\0–—|/·•-]*|(?<![\s–—|/·•-])[\s–—|/·•-]*\0[\s\0–—|/·•-]*$/gu, '')
    .replace(/\0+(?=[,.;:!?)\]}،؛؟])/gu, '')
    .replace(/(?<=[([{])\0+/gu, '')
    .replace(/\0+/gu, ' ')
