import { isolated } from '../bilingual.js'
import type { ContactField } from '../contact-fields.js'
import { countedDays, coursesOf, number, percent, title, titles } from './arabic-text.js'
import { callInArabic } from './call.ar.js'
import type { Translated } from './en.js'
import { unmetInArabic } from './requirement.ar.js'
import type { MovedStatus, stepSentences } from './step.en.js'
import {
  certificateState,
  decision,
  email,
  failure,
  programStatus,
  studentStatus,
  trackerStatus,
} from './values.ar.js'

/** Who did something, whether a woman, a man or a program. */
const ordered = (by: string) => `بأمر من ${isolated(by)}`
const decidedBy = (by: string) => `بقرار من ${isolated(by)}`

const decisionOf = (taken: string, by: string) => `القرار «${decision(taken)}» من ${isolated(by)}`

const CONTACT_FIELDS: Readonly<Record<ContactField, string>> = {
  name: 'الاسم',
  email: 'عنوان البريد الإلكتروني',
  phone: 'رقم الهاتف',
  language: 'اللغة',
}

const FOLLOWED: Readonly<Record<string, (certificate: string) => string>> = {
  revoked: (certificate) => `أُلغيت ${certificate} في Odoo.`,
  expired: (certificate) => `ضُبطت ${certificate} في Odoo على أنها منتهية، قبل يومها الأخير.`,
  valid: (certificate) => `عادت ${certificate} سارية في Odoo.`,
}

export const stepSentencesInArabic: Translated<typeof stepSentences> = {
  // How an application begins.
  application_received: () => 'ورد الطلب.',
  adopted_without_course: () => 'كان الطالب قيد التدريب من قبل، ولا تظهر في Odoo أي دورة بدأها.',
  adopted_in_training: ({ courses }) => `كان الطالب قيد التدريب من قبل في ${coursesOf(courses)}.`,
  adopted_after_end: () => 'أُدخل الطلب من السجلات الموجودة في Odoo، وقد انتهى.',
  eligible: () => 'الطالب مؤهل.',
  review_required: () => 'يحتاج الطلب إلى مراجعة يدوية.',
  policy_changed: () => 'تغيرت السياسة، فيُعاد التقييم.',
  facts_changed: () => 'تغيرت البيانات في Odoo، فيُعاد التحقق.',

  // Enrollment in courses.
  enrolling: ({ courses }) => `جارٍ التسجيل في ${coursesOf(courses)}.`,
  program_without_course: () => 'ليس للبرنامج أي دورة.',
  agent_awaited: ({ courses }) => `بانتظار أن يسجل المسؤول الطالب في ${coursesOf(courses)}.`,
  agent_enrolls_in: ({ by, courses }) => `يُسجَّل الطالب ${decidedBy(by)} في ${coursesOf(courses)}.`,
  contact_unclear: () => 'من غير الواضح أي جهة اتصال تخص الطالب.',
  other_contact: () => 'للطالب جهة اتصال أخرى في Odoo.',
  searching_contact: () => 'يُعاد البحث عن جهة الاتصال.',
  access_refused: () => 'لم يُتِح Odoo الدورة للطالب.',
  welcome_not_delivered: () => 'تعذر تسليم رسالة الترحيب.',
  welcome_again: () => 'تُرسل رسالة الترحيب مرة أخرى.',

  // A task for a person.
  decided: ({ decision: taken, by }) => `${decisionOf(taken, by)}.`,
  no_decision: () => 'لم يُتخذ قرار قبل الموعد النهائي.',
  agent_reminded: () => 'أُرسل تذكير إلى المسؤول.',
  escalated: () => 'تصعيد: لم يُتخذ قرار بعد.',
  checking_again: () => 'يُعاد التحقق.',
  retrying: () => 'تُعاد المحاولة.',
  retrying_automatically: () => 'تُعاد المحاولة تلقائيًا.',

  // A call that does not succeed at once.
  call_delayed: ({ call, failure: type }) =>
    `تأخير (${failure(type)}): ${callInArabic(call)}. تُعاد المحاولة حتى تنجح.`,
  call_continues: ({ call }) => `متابعة: ${callInArabic(call)}.`,
  call_stopped: ({ call }) => `توقف عند: ${callInArabic(call)}.`,
  call_retried: ({ call }) => `إعادة المحاولة: ${callInArabic(call)}.`,
  email_given_up: ({ mail, version }) =>
    `صُرف النظر عن ${email(mail)} (${number(version)})، والسبب في سجل الرسائل.`,

  // The training.
  training_started: () => 'بدأ التدريب.',
  adopted_progress: ({ courses, milestone }) => {
    const started = courses.length === 0 ? 'لم تبدأ أي دورة' : `بدأت ${coursesOf(courses)}`
    const passed = milestone === null ? '' : `، وبُلغت المرحلة ${percent(milestone)}`
    return `ما كان من قبل: ${started}${passed}.`
  },
  first_progress: ({ courses }) => `أول تقدُّم في ${coursesOf(courses)}.`,
  course_completed: ({ course, overall, threshold }) =>
    `اكتملت الدورة ${title(course)}: ${percent(overall)} والمطلوب ${percent(threshold)}.`,
  completed_in_odoo: () => `ضُبط متتبعها في Odoo على «${trackerStatus('completed')}».`,
  milestone_reached: ({ percent: milestone, progress }) =>
    `بُلغت المرحلة ${percent(milestone)} (تقدُّم البرنامج ${percent(progress)}).`,
  reminder_sent: ({ number: reminder, days }) =>
    `التذكير رقم ${number(reminder)}: لا تقدُّم منذ ${countedDays(days)}.`,
  sign_in_reminder_sent: ({ number: reminder }) =>
    `التذكير رقم ${number(reminder)} بتسجيل الدخول: لم يسجل الطالب الدخول قط.`,
  reminder_not_wanted: ({ number: reminder }) =>
    `حان موعد التذكير رقم ${number(reminder)} ولم يُرسل، لأن الطالب أوقف التذكيرات.`,
  reminders_switched: ({ off }) => (off ? 'أوقف الطالب التذكيرات.' : 'فعَّل الطالب التذكيرات.'),
  contact_answered: ({ answer, by, partnerId }) =>
    `${decisionOf(answer, by)}: جهة الاتصال رقم ${number(partnerId)} تخص ${answer === 'same_person' ? 'الطالب' : 'شخصًا آخر'}.`,
  contact_differs: ({ field, because }) =>
    because === 'has_login'
      ? 'صُحِّح عنوان البريد الإلكتروني للطالب، ولم يُصحَّح لجهة الاتصال لأن لها حساب مستخدم. غيِّروا العنوان واسم الدخول في Odoo.'
      : `صُحِّح سجل الطالب (${CONTACT_FIELDS[field]})، ولم تُصحَّح جهة الاتصال لأن أحدًا كان قد غيَّرها. صححوها في Odoo إن كانت خطأً.`,
  status_set_back: ({ of, found, restored }) => {
    const status = typeof of === 'string' ? studentStatus : trackerStatus
    return `غُيِّرت ${movedOf(of)} في Odoo من «${status(restored)}» إلى «${status(found)}»، ثم أُعيدت لأن النظام هو الذي يحددها.`
  },
  certificate_requested: () => 'اكتملت جميع الدورات، فطُلبت الشهادة.',

  // What staff should check during a training.
  nothing_to_check: () => 'لم يبقَ ما يستدعي الانتباه.',
  deadline_over: () => 'انقضى الموعد النهائي.',
  stalled: ({ days }) => `لا تقدُّم منذ ${countedDays(days)}.`,
  contact_may_be_student: ({ partnerId, courses }) =>
    `قد تخص جهة الاتصال رقم ${number(partnerId)} الطالب، فقد انضمت إلى ${coursesOf(courses)}.`,
  deleted_in_odoo: ({ record }) => `حُذف ${record === 'student' ? 'الطالب' : 'البرنامج'} في Odoo.`,
  course_is_archived: ({ courses }) =>
    `الدورة الإلكترونية التابعة لما يلي مؤرشفة في Odoo: ${titles(courses)}.`,
  has_several_trackers: ({ courses }) => `للطالب أكثر من متتبع تقدُّم في ${coursesOf(courses)}.`,
  has_no_contact: () => 'لم تعد للطالب جهة اتصال.',
  contact_is_archived: () => 'جهة اتصال الطالب مؤرشفة.',
  contact_is_shared: () => 'لطالب آخر جهة الاتصال نفسها.',
  tracker_missing: ({ courses }) => `لم يعد للطالب متتبع تقدُّم في ${coursesOf(courses)}.`,
  has_lost_access: ({ courses }) => `لم تعد متاحة للطالب: ${coursesOf(courses)}.`,
  access_is_unknown: ({ courses }) => `حالة مشاركة الطالب غير معروفة في ${coursesOf(courses)}.`,
  status_changed_repeatedly: () => 'تتغير حالة في Odoo مرة بعد مرة.',

  // Commands.
  paused: ({ by }) => `أُوقف التدريب مؤقتًا ${ordered(by)}.`,
  resumed: ({ by }) => `استؤنف التدريب ${ordered(by)}.`,
  deadline_moved: ({ day, by }) => `نُقل الموعد النهائي إلى ${number(day)} ${ordered(by)}.`,
  declared_completed: ({ course, by }) => `اعتُبرت الدورة ${title(course)} مكتملة ${decidedBy(by)}.`,
  moved_to_policy: ({ from, to, by }) =>
    `نُقل الطلب ${from === null ? '' : `من الإصدار ${number(from)} `}إلى الإصدار ${number(to)} من السياسة ${ordered(by)}.`,
  read_again: ({ by }) => `قُرئت البيانات من Odoo مرة أخرى ${ordered(by)}.`,

  // The certificate.
  validating: () => 'التحقق من جميع المتطلبات.',
  requirements_not_met: ({ unmet }) => `متطلبات لم تُستوفَ: ${unmet.map(unmetInArabic).join('؛ ')}.`,
  evidence_changed: () => 'تغيرت الأدلة، فيُعاد التحقق.',
  generating: () => 'تُنشأ الشهادة: استُوفيت جميع المتطلبات.',
  generating_anyway: ({ by }) => `تُنشأ الشهادة رغم ذلك ${decidedBy(by)}.`,
  certificate_not_delivered: ({ number: certificate }) =>
    `صدرت الشهادة ${number(certificate)}، لكن تعذر تسليم رسالتها.`,
  certificate_email_again: () => 'تُرسل رسالة الشهادة مرة أخرى.',
  record_deleted_in_odoo: ({ number: certificate }) =>
    `حُذف سجل الشهادة ${number(certificate)} في Odoo، فتُعد الشهادة مسحوبة.`,
  record_is_back: () => 'عاد السجل إلى Odoo.',
  certificate_followed: ({ number: id, state }) => {
    const certificate = `الشهادة ${number(id)}`
    return FOLLOWED[state]?.(certificate) ?? `حالة ${certificate} الآن: ${certificateState(state)}.`
  },

  // How a flow ends.
  enrolled_in_all: () => 'سُجِّل الطالب في جميع الدورات، وبدأ التدريب.',
  already_certified: () => 'في Odoo شهادة سابقة لهذا البرنامج.',
  already_finished: () => 'أنهى الطالب البرنامج من قبل.',
  program_not_open: ({ status }) => `القبول في البرنامج غير مفتوح (حالته: ${programStatus(status)}).`,
  rejected: () => 'رفض أحد الموظفين الطلب.',
  withdrawn: ({ by }) => `سُحب الطلب ${ordered(by)}.`,
  ended_of_other_person: ({ by }) => `أُنهي الطلب ${decidedBy(by)}: سجل الطالب يخص شخصًا آخر.`,
  cancelled: () => 'ألغى مشغِّل النظام الإجراء.',
  certified: ({ number: certificate }) => `حصل الطالب على الشهادة ${number(certificate)}.`,
  certificate_declined: () => 'رُفضت الشهادة.',
  declined: () => 'رفض أحد الموظفين الشهادة.',
  certificate_cancelled: () => 'أُلغي إصدار الشهادة: انسحب الطالب، أو أنهى مشغِّل النظام الإجراء.',
  certificate_sent: ({ number: certificate }) => `صدرت الشهادة ${number(certificate)} وأُرسلت.`,
  certificate_valid_again: ({ number: certificate }) =>
    `عادت الشهادة ${number(certificate)} سارية، فسجلها في Odoo.`,
  certificate_stays_withdrawn: ({ number: certificate, by }) =>
    `تبقى الشهادة ${number(certificate)} مسحوبة ${decidedBy(by)}.`,
  certificate_recorded_again: ({ number: certificate, by }) =>
    `سُجِّلت الشهادة ${number(certificate)} مرة أخرى ${decidedBy(by)}، وهي سارية.`,
}

function movedOf(of: MovedStatus['of']): string {
  if (of === 'stage') return 'مرحلة الطالب'
  if (of === 'elearning') return 'حالة الطالب في التعلم الإلكتروني'
  return `حالة الدورة ${title(of.course)}`
}
