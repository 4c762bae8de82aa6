import { sharedWords as arabic } from '../domain/words/ar.js'
import { sharedWords as english } from '../domain/words/en.js'
import type { ReportTexts } from './report-texts.js'
import type { Vocabulary } from './report.js'
import { ar } from './texts.ar.js'
import { en } from './texts.en.js'

const TEXTS: Readonly<Record<'ar' | 'en', ReportTexts>> = { ar, en }

export const textsIn = (language: 'ar' | 'en'): ReportTexts => TEXTS[language]

/** Returns the words of a vocabulary in a language. A word that is missing is shown as it is. */
export function wordsIn(language: 'ar' | 'en', vocabulary: Vocabulary): Readonly<Record<string, string>> {
  const shared = language === 'ar' ? arabic : english
  const { events, eventStates } = textsIn(language)
  switch (vocabulary) {
    case 'events':
      return events
    case 'eventStates':
      return { ...shared.reconciliationStates, ...eventStates }
    case 'decisions':
      return { ...shared.auditActions, ...shared.decisions }
    default:
      return shared[vocabulary]
  }
}
