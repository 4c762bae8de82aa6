/**
 * Names as they are compared: whoever looks for one need not know how its owner writes it. Accents,
 * vowel marks, joined forms, tatweel, letter case, hamza, alef maksura and ta marbuta count for
 * nothing.
 */

/** Letters that are one to a reader, after marks were removed. */
const SAME_LETTER: Readonly<Record<string, string>> = {
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ک: 'ك',
  ة: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ء: '',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
}
const VARIANT = new RegExp(`[${Object.keys(SAME_LETTER).join('')}]`, 'gu')

/** Marks, invisible characters, tatweel, and apostrophes within a word (`Sa'id`, `ʿAlī`). */
const IGNORED = /[\p{M}\p{Cf}ـ'’‘ʿʾʼ`´]/gu

/** Arabic and Persian digits. */
const DIGIT = /[٠-٩۰-۹]/gu

const SEPARATOR = /[^\p{L}\p{N}]+/u

/** Parts that are written with or without a space before the next word (`عبد الله`, `ابو بكر`). */
const JOINED = ['عبد', 'ابو']

const ARTICLE = 'ال'

/** Returns the words of a name, folded, one space between them. */
export const foldName = (name: string): string => foldedWords(name).join(' ')

function foldedWords(text: string): string[] {
  const folded = text
    // Ignored before, too: some of these have compatible forms with a space.
    .replace(IGNORED, '')
    .normalize('NFKD')
    .replace(IGNORED, '')
    .toLowerCase()
    .replace(VARIANT, (letter) => SAME_LETTER[letter] ?? letter)
    .replace(DIGIT, (digit) => String((digit.codePointAt(0) ?? 0) % 16))
    // Lower case can bring marks back (`İ`).
    .replace(IGNORED, '')
  return folded.split(SEPARATOR).filter((word) => word !== '')
}

/** A text may be pasted from anywhere. More than this is no name. */
const MAX_WORDS = 24
const MAX_WORD_LENGTH = 60

export interface Searchable {
  /** In any script; null: unknown. */
  readonly names: readonly (string | null)[]
  readonly email: string | null
  readonly studentId: number
}

/** Returns all words by whose beginning somebody may look for a person. */
export function wordsToFind({ names, email, studentId }: Searchable): string[] {
  const words = [...names, email].flatMap((text) => {
    const plain = foldedWords((text ?? '').slice(0, MAX_WORDS * MAX_WORD_LENGTH)).slice(0, MAX_WORDS)
    return [...plain, ...joinedWords(plain)]
  })
  return [...new Set([...words.flatMap(withoutArticle), String(studentId)])].map(short)
}

/**
 * Returns what somebody is looking for: each word is the beginning of one of the words to find.
 * Empty: nothing that could be found.
 */
export const wordsSought = (text: string): string[] =>
  joinedWords(foldedWords(text.slice(0, MAX_WORDS * MAX_WORD_LENGTH)).slice(0, MAX_WORDS)).map(short)

const short = (word: string) => Array.from(word).slice(0, MAX_WORD_LENGTH).join('')

function joinedWords(words: readonly string[]): string[] {
  const joined: string[] = []
  for (let at = 0; at < words.length; at++) {
    const [word = '', next] = [words[at], words[at + 1]]
    if (JOINED.includes(word) && next !== undefined) {
      joined.push(word + next)
      at++
    } else joined.push(word)
  }
  return joined
}

const withoutArticle = (word: string): string[] =>
  word.startsWith(ARTICLE) && word.length >= ARTICLE.length + 3 ? [word, word.slice(ARTICLE.length)] : [word]
