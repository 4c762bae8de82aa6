import { en, type English } from './en.js'

export type SentenceKey = keyof English

/**
 * A sentence as it travels with a task or a step: which one, and what is filled in. Both are stored
 * for years, so a key keeps its meaning and its values.
 */
export interface Sentence {
  readonly key: SentenceKey
  readonly values?: object
}

/** What is said together. */
export type Said = Sentence | readonly Sentence[]

export interface Instructions {
  /** One or more plain sentences: what is wrong, and what the reader can do, where. In English. */
  readonly instructions: string
  /** The same for readers of other languages. Absent: of an earlier version. */
  readonly sentences?: readonly Sentence[]
}

/** A sentence in a list that earlier versions have stored as English texts. */
export type StoredSentence = Sentence | string

export function say<Key extends SentenceKey>(key: Key, ...[values]: Parameters<English[Key]>): Sentence {
  return values === undefined ? { key } : { key, values }
}

const inEnglish = ({ key, values }: Sentence): string =>
  (en[key] as (values: object | undefined) => string)(values)

export const allOf = (said: Said): readonly Sentence[] => ('key' in said ? [said] : said)

export const textOf = (said: Said): string => allOf(said).map(inEnglish).join(' ')

export const storedInEnglish = (stored: StoredSentence): string =>
  typeof stored === 'string' ? stored : inEnglish(stored)

/** A step’s message, in the same way as instructions. */
export const messageOf = (said: Said) => ({ message: textOf(said), sentences: allOf(said) })

export const instruct = (...sentences: readonly Sentence[]): Required<Instructions> => ({
  instructions: textOf(sentences),
  sentences,
})

/** The sentences of instructions; what an earlier version said has none, and stays as it is. */
export const sentencesOf = ({ instructions, sentences }: Instructions): readonly Sentence[] =>
  sentences ?? [say('as_it_is', { text: instructions })]
