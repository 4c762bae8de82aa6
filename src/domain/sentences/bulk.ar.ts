import { isolated } from '../bilingual.js'
import { counted, number, quoteAll, titles } from './arabic-text.js'
import type { bulkSentences, ContactDoubt } from './bulk.en.js'
import type { Translated } from './en.js'
import { decision, email, ruleChange, stage, studentStatus, task } from './values.ar.js'

const ATTEMPTS = {
  one: 'محاولة واحدة',
  two: 'محاولتين',
  few: 'محاولات',
  many: 'محاولة',
  other: 'محاولة',
}

const CONTACT_DOUBTS: Readonly<Record<ContactDoubt, string>> = {
  link_missing: 'جهة الاتصال المرتبطة لم تعد موجودة',
  link_archived: 'جهة الاتصال المرتبطة مؤرشفة',
  shared_address: 'لطالب آخر عنوان البريد الإلكتروني نفسه، ولا تكون جهة الاتصال إلا لأحدهما',
  several_contacts: 'عدة جهات اتصال لها عنوان البريد الإلكتروني للطالب',
  only_archived: 'جهة الاتصال الوحيدة التي لها عنوان البريد الإلكتروني للطالب مؤرشفة',
  of_another: 'جهة الاتصال تخص طالبًا آخر',
}

const ENDED_SINCE = 'فيبقى كما هو.'

export const bulkSentencesInArabic: Translated<typeof bulkSentences> = {
  // Why nothing would happen, or does not.
  application_in_progress: () => 'للطالب طلب قيد التنفيذ.',
  application_begun_or_ended: () => 'الطلب قيد التنفيذ، أو انتهى.',
  application_ended: ({ stage: last }) => `انتهى الطلب: «${stage(last)}».`,
  application_over: () => 'انتهى الطلب.',
  application_of_other_person: () => 'الطلب الذي قيد التنفيذ يخص شخصًا آخر.',
  applies_to_other_program: () => 'يتقدم الطالب إلى برنامج آخر.',
  training_not_begun: () => 'لم يبدأ التدريب.',
  training_over: () => 'انتهى التدريب.',
  student_gone: () => 'الطالب لم يعد موجودًا في Odoo.',
  student_withdrawn: () => 'انسحب الطالب.',
  student_not_read: () => 'لم تُقرأ بيانات الطالب من Odoo بعد.',
  no_such_task: ({ kind }) => `لا توجد مهمة مفتوحة من النوع «${task(kind)}».`,
  task_accepts: ({ decisions }) =>
    decisions.length === 0
      ? 'المهمة المفتوحة لا تقبل أي قرار.'
      : `تقبل المهمة المفتوحة: ${decisions.map((one) => `«${decision(one)}»`).join('، ')}.`,
  no_course_for_agent: () => 'لا تنتظر المسؤول أي من الدورات المحددة.',
  course_not_of_program: ({ courseIntegrationId }) =>
    `الدورة المدمجة رقم ${number(courseIntegrationId)} ليست من دورات البرنامج.`,
  course_done_already: () => 'الدورة مكتملة من قبل.',
  paused_already: () => 'التدريب متوقف مؤقتًا من قبل.',
  not_paused: () => 'التدريب غير متوقف.',
  no_deadline: () => 'ليس للتدريب موعد نهائي يمكن تأجيله بالأيام.',
  under_version_already: () => 'الطلب وفق هذا الإصدار من قبل.',
  no_email_to_resend: ({ mail }) => `لا توجد ${email(mail)} يمكن إرسالها مرة أخرى.`,
  no_email_any_more: () => 'لم تعد هناك رسالة يمكن إرسالها مرة أخرى.',
  email_on_its_way: () => 'لا تزال الرسالة في طريقها.',
  no_workflow: () => 'لا يوجد إجراء قيد التنفيذ يقبل هذا الأمر.',
  changed_since_preview: () => 'تغيَّر منذ المعاينة.',
  held_by_operation: ({ operationId }) => `تغيِّر العملية الجماعية رقم ${number(operationId)} هذا الطالب.`,
  awaited_by_operation: ({ operationId }) => `ستغيِّر العملية الجماعية رقم ${number(operationId)} هذا الطالب.`,
  given_up: ({ attempts }) => `صُرف النظر عنه بعد ${counted(attempts, ATTEMPTS)}.`,

  // What somebody should know before.
  taken_over: () => 'الطالب قيد التدريب فعلًا: يُحتسب ما بلغه، دون رسالة عما سبق.',
  starts_again: () => 'يبدأ من جديد طلب كان قد انتهى، وله رسائله.',
  last_course: () => 'هذه آخر دورة لم تكتمل: يُتحقق من متطلبات الشهادة، فإن استُوفيت صدرت الشهادة وأُرسلت.',
  rule_changes: ({ kind, reason, because }, quote) =>
    `${ruleChange(kind)}: ${quoteAll(because, quote) ?? isolated(reason)}`,
  decision_not_undoable: () => 'لا يمكن التراجع عن القرار.',
  completion_not_undoable: () => 'الدورة التي تُعتبر مكتملة تبقى مكتملة، ولا يمكن التراجع عن ذلك.',
  email_not_undoable: () => 'لا يمكن استرداد رسالة أُرسلت.',
  withdrawal_not_undoable: () => 'لا يمكن التراجع عن السحب: سجِّلوا الطالب من جديد.',

  // Why an undo leaves something as it is.
  not_undone: () => 'لم يجرِ التراجع.',
  had_not_begun: () => 'لم يكن قد بدأ.',
  has_ended: ({ stage: last }) => `انتهى: «${stage(last)}».`,
  completion_stays: () => 'الدورة التي اعتُبرت مكتملة تبقى مكتملة.',
  reading_stays: () => 'يبقى ما قُرئ من Odoo، فهو ما في Odoo.',
  resumed_since: () => 'استأنف أحدهم التدريب بعد ذلك.',
  resumed_and_paused_since: () => 'استأنف أحدهم التدريب ثم أوقفه بعد ذلك.',
  paused_since: () => 'أوقف أحدهم التدريب بعد ذلك.',
  deadline_changed_since: () => 'حدد أحدهم موعدًا نهائيًا آخر بعد ذلك.',
  had_no_deadline: () => 'لم يكن هناك موعد نهائي من قبل، ولا يمكن حذف موعد نهائي.',
  deadline_passed_since: () => 'انقضى الموعد النهائي السابق، فيبقى الموعد اللاحق.',
  version_changed_since: () => 'نقل أحدهم الطلب إلى إصدار آخر.',
  learner_has_begun: () => 'بدأ الطالب دورة، فيبقى دخوله وتقدُّمه.',
  learner_goes_on: () => 'واصل الطالب دورة، فتبقى حالة متتبعها.',
  access_of_others: () => 'أتاح شخص آخر دورة للطالب بعد ذلك، فتبقى متاحة له.',
  access_needed: () => 'يحتاج طلب آخر قيد التنفيذ إلى الدورة نفسها، فتبقى متاحة.',
  tracker_of_others: () => `أضاف شخص آخر متتبع تقدُّم بعد ذلك، ${ENDED_SINCE}`,
  tracker_changed_since: () => `غيَّر شخص آخر متتبع تقدُّم بعد ذلك، ${ENDED_SINCE}`,
  busy_elsewhere: () => 'للطالب طلب آخر قيد التنفيذ، فتبقى جهة الاتصال والحالة.',
  status_changed_since: () => 'غيَّر أحدهم حالة الطالب بعد ذلك، فتبقى كما هي.',
  link_changed_since: () => 'ربط أحدهم جهة اتصال أخرى بعد ذلك، فتبقى كما هي.',
  contact_has_user: () => 'صار لجهة الاتصال مستخدم، فتبقى مرتبطة.',
  contact_changed_since: () => 'غيَّر شخص آخر جهة الاتصال بعد ذلك، فتبقى مرتبطة.',
  contact_learns: () => 'لجهة الاتصال دورة متاحة، فتبقى مرتبطة.',

  // Who would apply, and who was in training before.
  state_not_open: ({ state }) => `مرحلة الطالب هي «${studentStatus(state)}».`,
  no_active_course: () => 'ليس للبرنامج دورة نشطة.',
  manual_enrollment: () => 'طريقة تسجيل الطالب يدوية.',
  no_automatic_course: () => 'لا دورة في البرنامج تُسجِّل تلقائيًا.',
  contact_question: ({ because }) =>
    `يختار أحد الموظفين جهة الاتصال قبل أي شيء آخر: ${CONTACT_DOUBTS[because]}.`,
  application_ran: () => 'للطالب طلب قيد التنفيذ، أو انتهى من قبل.',
  finished_in_odoo: () => 'البرنامج مكتمل في Odoo.',
  contact_archived_in_odoo: () => 'جهة اتصال الطالب مؤرشفة في Odoo.',
  no_contact_and_address: () => 'ليس للطالب جهة اتصال ولا عنوان بريد إلكتروني واحد صالح.',
  unlinked_learner: () =>
    'هناك جهة اتصال لها عنوان الطالب وأُتيحت لها دورة من البرنامج، لكنها غير مرتبطة به. اختاروا جهة الاتصال في استمارة الطالب في Odoo.',
  rejected_but_begun: () => 'الطالب مرفوض، لكنه بدأ دورة.',
  access_unclear: ({ courses }) => `دورات أُرشفت إتاحتها أو لم تتضح: ${titles(courses)}.`,
  every_threshold_reached: () => 'بُلغت كل الحدود المطلوبة، فتصدر الشهادة فورًا إن احتُسب ما سبق.',
  record_unreadable: () => 'لا يمكن قراءة سجل الطالب.',
}
