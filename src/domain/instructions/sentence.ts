import { en, type English } from './en.js'

export type SentenceKey = keyof English

/**
 * A sentence of instructions as it travels with a task: which one, and what is filled in. Tasks are
 * stored for months, so a key keeps its meaning and its values.
 */
export interface Sentence {
  readonly key: SentenceKey
  readonly values?: object
}

export interface Instructions {
  /** One or more plain sentences: what is wrong, and what the reader can do, where. In English. */
  readonly instructions: string
  /** The same for readers of other languages. Absent: of an earlier version. */
  readonly sentences?: readonly Sentence[]
}

export function say<Key extends SentenceKey>(key: Key, ...[values]: Parameters<English[Key]>): Sentence {
  return values === undefined ? { key } : { key, values }
}

export const inEnglish = ({ key, values }: Sentence): string =>
  (en[key] as (values: object | undefined) => string)(values)

export const instruct = (...sentences: readonly Sentence[]): Required<Instructions> => ({
  instructions: sentences.map(inEnglish).join(' '),
  sentences,
})

/** The sentences of instructions; what an earlier version said has none, and stays as it is. */
export const sentencesOf = ({ instructions, sentences }: Instructions): readonly Sentence[] =>
  sentences ?? [say('as_it_is', { text: instructions })]
