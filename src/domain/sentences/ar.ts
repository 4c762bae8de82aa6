import { alarmSentencesInArabic } from './alarm.ar.js'
import { bulkSentencesInArabic } from './bulk.ar.js'
import type { English, Translated } from './en.js'
import { lackSentencesInArabic } from './lack.ar.js'
import { ruleSentencesInArabic } from './rule.ar.js'
import { stepSentencesInArabic } from './step.ar.js'
import { taskSentencesInArabic } from './task.ar.js'

/** Every sentence of `en`, in formal Arabic and the respectful plural, as in the emails. */
export const ar: Translated<English> = {
  ...taskSentencesInArabic,
  ...stepSentencesInArabic,
  ...alarmSentencesInArabic,
  ...bulkSentencesInArabic,
  ...ruleSentencesInArabic,
  ...lackSentencesInArabic,
}
