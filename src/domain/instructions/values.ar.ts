import { isolated } from './arabic-text.js'

/** Arabic for values of Odoo that sentences show. A value of another app is shown as it is. */

const wordOf =
  (words: Readonly<Record<string, string>>) =>
  (value: string): string =>
    Object.hasOwn(words, value) ? (words[value] ?? value) : isolated(value)

export const levelOfEnglish = wordOf({
  beginner: 'مبتدئ',
  elementary: 'أساسي',
  intermediate: 'متوسط',
  upper_intermediate: 'فوق المتوسط',
  advanced: 'متقدم',
  proficient: 'متقن',
})

export const documentType = wordOf({
  passport: 'جواز السفر',
  id_card: 'بطاقة الهوية',
  birth_certificate: 'شهادة الميلاد',
  education_certificate: 'الشهادة التعليمية',
  work_experience: 'إثبات الخبرة العملية',
  language_certificate: 'شهادة اللغة',
  medical_certificate: 'الشهادة الطبية',
  financial_document: 'المستند المالي',
  other: 'مستند آخر',
})

export const documentState = wordOf({
  draft: 'مسودة',
  requested: 'مطلوب',
  submitted: 'مقدَّم',
  under_review: 'قيد المراجعة',
  approved: 'مقبول',
  rejected: 'مرفوض',
  expired: 'منتهي الصلاحية',
})

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
