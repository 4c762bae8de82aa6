import { ar } from './ar.js'
import { number } from './arabic-text.js'
import type { Instructions, Sentence } from './sentence.js'

/** Returns sentences in Arabic; null: one of them has no Arabic, so all are read in English. */
export function inArabic(sentences: readonly Sentence[]): string | null {
  const said = sentences.map(sentenceInArabic)
  return said.includes(null) ? null : said.join(' ')
}

/** Returns the instructions of a task in Arabic; null: they were said in English only. */
export const instructionsInArabic = ({ sentences }: Instructions): string | null =>
  sentences === undefined || sentences.every(({ key }) => key === 'as_it_is') ? null : inArabic(sentences)

/** A stored sentence may be of a later version that was taken back. */
function sentenceInArabic({ key, values }: Sentence): string | null {
  if (!Object.hasOwn(ar, key)) return null
  const said = (ar[key] as (values: object | undefined) => string)(values)
  return said.replaceAll('Odoo', number('Odoo'))
}
