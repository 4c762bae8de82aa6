import { alarmSentences } from './alarm.en.js'
import { bulkSentences } from './bulk.en.js'
import { lackSentences } from './lack.en.js'
import type { Quoted } from './quoted.js'
import { ruleSentences } from './rule.en.js'
import { stepSentences } from './step.en.js'
import { taskSentences } from './task.en.js'

/** Every sentence, in English. Values of stored ones never name a person. */
export const en = {
  ...taskSentences,
  ...stepSentences,
  ...alarmSentences,
  ...bulkSentences,
  ...ruleSentences,
  ...lackSentences,
}

export type English = typeof en

/** The same sentences in another language. `quote` translates those among the values. */
export type Translated<Sentences extends object> = {
  readonly [Key in keyof Sentences]: (
    ...values: [...ValuesOf<Sentences[Key]>, quote: (quoted: Quoted) => string | null]
  ) => string
}

type ValuesOf<Said> = Said extends (...values: infer Values) => string ? Values : never
