import { ar } from './ar.js'
import { number } from './arabic-text.js'
import { failureInArabic } from './failure.ar.js'
import type { Quoted } from './quoted.js'
import { foundInArabic, unmetInArabic, wantedInArabic } from './requirement.ar.js'
import type { StatedRequirement } from './requirement.en.js'
import type { Instructions, Sentence, StoredSentence } from './sentence.js'

/**
 * Returns sentences in Arabic; null: one of them has no Arabic, or an earlier version has stored
 * none, so all are read in English.
 */
export function inArabic(sentences: readonly Sentence[] | null): string | null {
  const said = sentences?.map(sentenceInArabic) ?? [null]
  return said.includes(null) ? null : said.join(' ')
}

/** Returns the instructions of a task in Arabic; null: they were said in English only. */
export const instructionsInArabic = ({ sentences }: Instructions): string | null =>
  sentences === undefined || sentences.every(isEnglishOnly) ? null : inArabic(sentences)

const isEnglishOnly = ({ key, values }: Sentence): boolean =>
  key === 'as_it_is' && failureInArabic((values as { text: string }).text) === null

/** The same of one that may be an English text: how a call failed, or of an earlier version. */
export function storedInArabic(stored: StoredSentence): string | null {
  if (typeof stored === 'string') return null
  return instructionsInArabic({ instructions: '', sentences: [stored] })
}

function sentenceInArabic(sentence: Sentence): string | null {
  const said = quote(sentence)
  return said === null ? null : finished(said)
}

/** A stored sentence may be of a later version that was taken back. */
function quote({ key, values }: Quoted): string | null {
  if (!Object.hasOwn(ar, key)) return null
  return (ar[key as keyof typeof ar] as (values: object | undefined, quote: Quote) => string)(values, quote)
}

type Quote = (quoted: Quoted) => string | null

/** A checked requirement in Arabic; null: an earlier version has stored it in English only. */
export const requirementInArabic = (stated: StatedRequirement | undefined) =>
  stated === undefined
    ? null
    : {
        wanted: finished(wantedInArabic(stated)),
        found: finished(foundInArabic(stated.detail)),
        unmet: finished(unmetInArabic(stated)),
      }

const finished = (text: string): string => text.replaceAll('Odoo', number('Odoo'))
