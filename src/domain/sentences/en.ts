import { alarmSentences } from './alarm.en.js'
import { bulkSentences } from './bulk.en.js'
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
}

export type English = typeof en

/** The same sentences in another language. */
export type Translated<Sentences extends object> = {
  readonly [Key in keyof Sentences]: (...values: ValuesOf<Sentences[Key]>) => string
}

type ValuesOf<Said> = Said extends (...values: infer Values) => string ? Values : never
