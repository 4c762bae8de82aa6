import { isolated } from '../bilingual.js'
import { sharedWords } from '../words/ar.js'

/** Arabic for words that sentences show, ours and Odoo’s. One of another app is shown as it is. */

const wordOf =
  (words: Readonly<Record<string, string>>) =>
  (value: string): string =>
    Object.hasOwn(words, value) ? (words[value] ?? value) : isolated(value)

export const stage = wordOf(sharedWords.stages)

export const task = wordOf(sharedWords.tasks)

export const decision = wordOf(sharedWords.decisions)

export const certificateState = wordOf(sharedWords.certificateStates)

export const ruleChange = wordOf(sharedWords.ruleChanges)

export const levelOfEnglish = wordOf(sharedWords.englishLevels)

export const documentType = wordOf(sharedWords.documentTypes)

export const documentState = wordOf(sharedWords.documentStates)

export const trackerStatus = wordOf({
  not_started: 'لم تبدأ',
  in_progress: 'قيد التنفيذ',
  completed: 'مكتملة',
  certified: 'صدرت شهادتها',
  missing: 'لا متتبع لها',
})

/** An email as the sentences about it name it. */
export const email = wordOf({
  welcome: 'رسالة الترحيب',
  review_request: 'رسالة طلب المراجعة',
  milestone: 'رسالة التقدم',
  reminder: 'رسالة التذكير',
  sign_in: 'رسالة التذكير بتسجيل الدخول',
  completion: 'رسالة إكمال الدورة',
  certificate: 'رسالة الشهادة',
})

export const programStatus = wordOf({ draft: 'مسودة', active: 'نشط', archived: 'مؤرشف' })

/** Stage and eLearning status of a student, as Odoo labels them. */
export const studentStatus = wordOf({ ...sharedWords.studentStates, not_integrated: 'غير مدمج' })

export const failure = wordOf(sharedWords.failures)
