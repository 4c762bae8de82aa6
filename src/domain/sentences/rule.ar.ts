import { percent as percentOf, titles } from './arabic-text.js'
import type { Translated } from './en.js'
import { unmetInArabic } from './requirement.ar.js'
import type { ruleSentences } from './rule.en.js'

export const ruleSentencesInArabic: Translated<typeof ruleSentences> = {
  // Where they stand.
  is_eligible: () => 'مؤهل',
  is_not_eligible: () => 'غير مؤهل',
  fact_is_missing: () => 'تنقص معلومة',
  does_not_apply: () => 'لا يتقدم',
  not_of_program: () => 'ليست من البرنامج',
  progress_of_threshold: ({ overall, threshold }) =>
    `بُلغ ${percentOf(overall)} والمطلوب ${percentOf(threshold)}`,
  progress_is: ({ percent }) => `التقدم ${percentOf(percent)}`,
  certificate_issued: () => 'تصدر',
  person_decides: () => 'يقرر أحد الموظفين',
  not_due_yet: () => 'لم تُستحق بعد',

  // Why.
  every_rule_met: () => 'استُوفيت جميع القواعد.',
  may_not_apply: () => 'لم تعد القواعد تسمح له بالتقدم.',
  course_added: () => 'تُضاف هذه الدورة إلى البرنامج.',
  threshold_reached: () => 'بُلغ الحد المطلوب.',
  threshold_not_reached: () => 'لم يعد الحد المطلوب مبلوغًا.',
  completed_before: () => 'لم يعد الحد المطلوب مبلوغًا، لكن الدورة اكتملت من قبل وتبقى مكتملة.',
  program_progress: () => 'التقدم في البرنامج.',
  milestone_email_due: ({ percent }) => `تُستحق رسالة عن بلوغ ${percentOf(percent)}.`,
  courses_open: ({ courses }) => `لم تكتمل: ${titles(courses)}.`,
  every_requirement_met: () => 'استُوفيت جميع المتطلبات.',
  requirement_missed: (stated) => `${unmetInArabic(stated)}.`,
}
