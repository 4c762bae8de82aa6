import { sharedWords } from '../words/ar.js'
import { isolated } from '../bilingual.js'
import { countedDays, coursesOf, number, titles } from './arabic-text.js'
import type { Translated } from './en.js'
import { failureInArabic } from './failure.ar.js'
import { unmetInArabic } from './requirement.ar.js'
import type { taskSentences } from './task.en.js'
import { documentState, documentType, email, failure, levelOfEnglish } from './values.ar.js'

/** The buttons that the sentences name, as the staff app labels them. */
const { decisions } = sharedWords
const EXTEND = 'تمديد الموعد النهائي'
const OVERRIDE = 'اعتبار دورة مكتملة'
const PAUSE = 'إيقاف مؤقت'
const RESYNC = 'قراءة من Odoo الآن'
const WITHDRAW = 'سحب'

const THEN_RETRY = `ثم اختاروا «${decisions.retry}».`
const NOTICED = 'وسيُلاحَظ التغيير تلقائيًا.'
const OR_OTHER_CONTACT = 'أو اختاروا جهة اتصال أخرى، أو أنشئوا جهة اتصال جديدة.'
const OR_WITHDRAW = `أو أنهوا التدريب بالأمر «${WITHDRAW}».`

const inEnglishOnly = (text: string) => `ورد ما يلي بالإنجليزية: ${isolated(text)}`

export const taskSentencesInArabic: Translated<typeof taskSentences> = {
  // The verdict and its reasons.
  not_eligible: () => 'الطالب غير مؤهل:',
  fact_missing: () => 'تنقص معلومة:',
  waiting_for_more: () => 'بانتظار معلومات إضافية.',
  complete_or_decide: () =>
    'أكملوا السجل في Odoo ليُعاد تقييم الطالب تلقائيًا، أو وافقوا على الطلب أو ارفضوه أو اطلبوا معلومات إضافية.',
  approve_despite_rules: () => 'وافقوا على الطلب رغم القواعد، أو ارفضوه، أو اطلبوا معلومات إضافية.',
  birth_date_implausible: () => 'تاريخ الميلاد المسجَّل غير معقول.',
  birth_date_missing: () => 'تاريخ الميلاد غير مسجَّل.',
  age_outside: ({ age, min, max }) => `العمر (${number(age)}) خارج الحدود: ${ageLimits(min, max)}.`,
  english_missing: () => 'مستوى اللغة الإنجليزية غير مسجَّل.',
  english_not_accepted: ({ level, accepted }) =>
    `مستوى اللغة الإنجليزية «${levelOfEnglish(level)}» ليس من المستويات المقبولة: ${accepted.map(levelOfEnglish).join('، ')}.`,
  no_prior_certificate: () => 'لا توجد شهادة سابقة.',
  document_not_approved: ({ type, state }) =>
    `المستند «${documentType(type)}» لم يُعتمد (حالته: ${documentState(state)}).`,
  document_not_requested: ({ type }) => `المستند «${documentType(type)}» لم يُطلب بعد.`,

  // The contact of the student.
  no_address: () =>
    'ليس للطالب عنوان بريد إلكتروني واحد صالح. صححوه في Odoo ليستمر الطلب تلقائيًا، أو اختاروا جهة الاتصال المطلوبة، أو أنشئوا جهة اتصال جديدة.',
  several_contacts: () =>
    `هناك عدة جهات اتصال في Odoo لها عنوان البريد الإلكتروني لهذا الطالب. اختاروا الجهة الصحيحة، أو أنشئوا جهة اتصال جديدة. وإن دمجتم الجهات المكررة في Odoo بدلًا من ذلك، فاختاروا بعده «${decisions.retry}».`,
  unclear_contact: () =>
    `هناك جهة اتصال في Odoo لا يمكن قراءة حقل بريدها عنوانًا واحدًا، لكنه يتضمن عنوان هذا الطالب. صححوا الحقل في Odoo واختاروا «${decisions.retry}»، أو اختاروا جهة الاتصال المطلوبة، أو أنشئوا جهة اتصال جديدة.`,
  only_contact_archived: () =>
    `جهة الاتصال الوحيدة التي لها عنوان البريد الإلكتروني لهذا الطالب مؤرشفة. استعيدوها في Odoo ثم اختاروا «${decisions.retry}»، ${OR_OTHER_CONTACT}`,
  linked_contact_archived: () =>
    `هذا الطالب مرتبط بجهة اتصال مؤرشفة. استعيدوها في Odoo ثم اختاروا «${decisions.retry}»، ${OR_OTHER_CONTACT}`,
  linked_contact_missing: () =>
    'جهة الاتصال التي كان هذا الطالب مرتبطًا بها لم تعد موجودة في Odoo. اختاروا جهة اتصال أخرى، أو أنشئوا جهة اتصال جديدة.',
  chosen_contact_missing: () =>
    'جهة الاتصال المختارة غير موجودة في Odoo. اختاروا جهة اتصال أخرى، أو أنشئوا جهة اتصال جديدة.',
  chosen_contact_archived: () =>
    `جهة الاتصال المختارة مؤرشفة. استعيدوها في Odoo واختاروها مرة أخرى، ${OR_OTHER_CONTACT}`,
  chosen_contact_of_other: ({ studentId }) =>
    `جهة الاتصال المختارة تخص الطالب رقم ${number(studentId)}، ولا تكون جهة الاتصال إلا لطالب واحد. إن كانا الشخص نفسه، فأزيلوا جهة الاتصال من ذلك الطالب في Odoo واختاروها مرة أخرى، أو ارفضوا هذا الطلب. وإلا فاختاروا جهة اتصال أخرى، أو أنشئوا جهة اتصال جديدة.`,
  contact_of_other: ({ studentId }) =>
    `جهة الاتصال التي لها هذا العنوان مرتبطة بالطالب رقم ${number(studentId)}. إن كانا الشخص نفسه، فارفضوا هذا الطلب، أو أزيلوا جهة الاتصال من ذلك الطالب في Odoo واختاروا «${decisions.retry}». وإلا فصححوا العنوان في Odoo أو أنشئوا جهة اتصال جديدة.`,
  mailbox_of_other: ({ studentId }) =>
    `للطالب رقم ${number(studentId)} عنوان البريد الإلكتروني نفسه. إن كانا الشخص نفسه، فارفضوا هذا الطلب. وإلا فصححوا العنوان في Odoo أو أنشئوا جهة اتصال جديدة.`,
  contact_of_both: ({ studentId }) =>
    `هذا الطالب والطالب رقم ${number(studentId)} مرتبطان بجهة الاتصال نفسها. إن كانت لهذا الطالب، فأزيلوها من الطالب الآخر في Odoo واختاروا «${decisions.retry}». وإن لم تكن له، فاختاروا جهة اتصال أخرى أو أنشئوا جهة اتصال جديدة. وإن كانا الشخص نفسه، فارفضوا هذا الطلب.`,

  // Enrollment in courses.
  no_course: () => `ليس للبرنامج أي دورة مدمجة نشطة. فعِّلوا واحدة في Odoo، ${THEN_RETRY}`,
  agent_enrolls: ({ courses }) =>
    `يتولى المسؤول تسجيل الطلاب في ${coursesOf(courses)}. راجعوا بيانات الطالب، ثم سجِّلوه.`,
  access_not_reported: ({ course }) =>
    `لم يُفِد Odoo بشيء عن ${coursesOf([course])}. تحققوا من إتاحتها للطالب في Odoo، ${THEN_RETRY}`,
  access_course_missing: () =>
    'الدورة الإلكترونية لم تعد موجودة في Odoo. اربطوا الدورة المدمجة بدورة إلكترونية أخرى.',
  access_course_archived: () => 'الدورة الإلكترونية مؤرشفة في Odoo. استعيدوها، أو أرشِفوا الدورة المدمجة.',
  access_course_for_sale: () =>
    'الدورة الإلكترونية معروضة للبيع، فلا تُتاح إلا بطلب شراء. بيعوها لجهة الاتصال، أو غيِّروا سياسة التسجيل فيها.',
  access_course_unpublished: () =>
    'الدورة الإلكترونية غير منشورة، فلن يتمكن الطالب من فتحها. انشروها في Odoo.',
  access_left: () =>
    'عضوية الطالب في الدورة مؤرشفة: فقد غادرها، أو أخفق في المحاولة الأخيرة. استعيدوها في Odoo إن كان سيواصل.',
  access_contact_archived: () => 'جهة اتصال الطالب مؤرشفة أو لم تعد موجودة. استعيدوها في Odoo.',
  access_integration_inactive: () => 'الدورة المدمجة غير نشطة. فعِّلوها في Odoo، أو استغنوا عن هذه الدورة.',
  access_not_granted: () =>
    'لم يُتِح Odoo الدورة الإلكترونية للطالب ولم يذكر سببًا. تحققوا من أن مستخدم النظام الآلي مدير للتعلم الإلكتروني.',
  welcome_undelivered: () =>
    `عنوان البريد الإلكتروني للطالب غير مسجَّل أو لا يعمل. صححوه في Odoo لتُرسل الرسالة مرة أخرى تلقائيًا، أو اختاروا «${decisions.skip}» للمتابعة من دونها.`,

  // The training.
  deadline_passed: () =>
    `انقضى الموعد النهائي للبرنامج. حددوا موعدًا لاحقًا بالأمر «${EXTEND}»، أو استخدموا الأمر «${OVERRIDE}»، ${OR_WITHDRAW}`,
  no_progress: ({ days, remindersOff }) =>
    `لا تقدُّم منذ ${countedDays(days)}${remindersOff ? '، وقد أوقف الطالب التذكيرات' : ' رغم التذكيرات'}. تواصلوا مع الطالب. ويمكنكم وقف احتساب الوقت بالأمر «${PAUSE}»، أو تحديد موعد لاحق بالأمر «${EXTEND}»، أو إنهاء التدريب بالأمر «${WITHDRAW}».`,
  second_contact: ({ partnerId, courses }) =>
    `جهة الاتصال رقم ${number(partnerId)} في Odoo لها عنوان البريد الإلكتروني للطالب وقد انضمت إلى ${coursesOf(courses)}، لكنها ليست جهة اتصال الطالب. هل هذا هو الشخص نفسه؟ إن كان كذلك، فاختاروا «${decisions.same_person}»، فيُحتسب للطالب ما تتعلمه تلك الجهة. ويمكن كذلك دمج الجهتين في Odoo مع إبقاء جهة الطالب، لأن Odoo يحذف عضويات الجهة الأخرى إن كانت الجهتان في دورة واحدة، ويحذف دروسها إن فتحت الجهتان درسًا واحدًا. وإلا فاختاروا «${decisions.another_person}»، ولن تُسألوا عن هذه الجهة مرة أخرى.`,
  record_deleted: ({ record }) =>
    `حُذف ${record === 'student' ? 'الطالب' : 'البرنامج'} في Odoo، فلا يمكن أن يستمر التدريب. لإغلاقه، استخدموا الأمر «${WITHDRAW}».`,
  course_archived: ({ courses }) =>
    `الدورة الإلكترونية التابعة لما يلي مؤرشفة في Odoo، فلا يمكن للطالب فتحها: ${titles(courses)}. استعيدوها، أو أرشِفوا الدورة المدمجة إن لم تعد من دورات البرنامج. ثم استخدموا الأمر «${RESYNC}».`,
  several_trackers: ({ courses }) =>
    `للطالب في Odoo أكثر من متتبع تقدُّم في ${coursesOf(courses)}. يُحتسب الأكثر تقدمًا، وعند التساوي الأقدم. احذفوا البقية في Odoo، ${NOTICED}`,
  contact_unlinked: () =>
    `حُذفت جهة اتصال الطالب في Odoo، أو أُزيلت من سجله. اختاروا جهة الاتصال في استمارة الطالب في Odoo وأتيحوا لها الدورات، ${NOTICED} ${OR_WITHDRAW}`,
  contact_archived: () =>
    `جهة اتصال الطالب مؤرشفة في Odoo. استعيدوها واستخدموا الأمر «${RESYNC}»، أو اختاروا جهة اتصال أخرى في استمارة الطالب في Odoo. ${OR_WITHDRAW}`,
  contact_shared: ({ studentIds }) =>
    `يشترك هذا الطالب في جهة اتصال واحدة مع غيره (رقم الطالب: ${studentIds.map(number).join('، ')})، وقد يكون السبب دمج جهتي اتصالهما. ولا يُحتسب تقدُّم تلك الجهة في التعلم الإلكتروني لأحد حتى تقرروا لمن هو. أبقوها في استمارة ذلك الطالب في Odoo، واختاروا لغيره جهة اتصال أخرى، ${NOTICED}`,
  tracker_lost: ({ courses }) =>
    `حُذف في Odoo متتبع تقدُّم الطالب في ${coursesOf(courses)}، أو نُقل إلى طالب آخر أو دورة أخرى. أنشئوا في Odoo متتبعًا للطالب والدورة، ${NOTICED} ${OR_WITHDRAW}`,
  access_lost: ({ courses, areArchived }) =>
    `لم تعد متاحة للطالب: ${coursesOf(courses)}. والسبب أنه غادر أو أخفق في المحاولة الأخيرة${areArchived ? '' : '، أو أن أحدًا حذف عضويته'}. أتيحوها مرة أخرى في Odoo، ${NOTICED} أو استخدموا الأمر «${OVERRIDE}»، ${OR_WITHDRAW}`,
  access_unknown: ({ courses }) =>
    `للطالب في Odoo حالة مشاركة ليست من حالات Odoo نفسه، وذلك في ${coursesOf(courses)}. اختاروا هناك حالة من حالاته، ${NOTICED} أو استخدموا الأمر «${OVERRIDE}»، ${OR_WITHDRAW}`,
  status_contested: () =>
    `تتغير حالة من حالات هذا الطالب في Odoo مرة بعد مرة، مع أن النظام هو الذي يحددها وقد أعادها عدة مرات. ابحثوا عن الشخص أو قاعدة الأتمتة أو الإجراء المجدول الذي يغيرها؛ والأمر ${number('doctor')} يسمي الإجراءات المجدولة. وستُعاد الحالة مرة أخرى بعد ساعة. لإكمال دورة دون الحد المطلوب، استخدموا الأمر «${OVERRIDE}»، ولإنهاء التدريب استخدموا الأمر «${WITHDRAW}».`,

  // The certificate.
  requirements_unmet: ({ unmet }) =>
    `متطلبات لم تُستوفَ: ${unmet.map(unmetInArabic).join('؛ ')}. أكملوا السجلات في Odoo ليُعاد التحقق من المتطلبات تلقائيًا، أو أصدروا الشهادة رغم ذلك مع ذكر السبب، أو ارفضوها.`,
  certificate_undelivered: () =>
    `عنوان البريد الإلكتروني للطالب غير مسجَّل أو لا يعمل. صححوه في Odoo واختاروا «${decisions.retry}»، أو سلِّموا الشهادة بأنفسكم واختاروا «${decisions.skip}».`,
  certificate_deleted: ({ number: certificate }) =>
    `حُذف سجل الشهادة ${number(certificate)} في Odoo، ولذلك تذكر الصفحة العامة أن الشهادة قد سُحبت. إن كان ذلك خطأً، فاختاروا «${decisions.record_again}» لتُسجَّل في Odoo مرة أخرى وتعود سارية. وإن كان ينبغي أن تبقى مسحوبة، فاختاروا «${decisions.decline}» مع ذكر السبب.`,

  // A call that a person must make possible.
  call_failed: ({ failure: type, text }) =>
    failureInArabic(text) ?? `${failure(type)}. ${inEnglishOnly(text)}`,
  as_it_is: ({ text }) => failureInArabic(text) ?? inEnglishOnly(text),
  grant_right: () => `امنحوا مستخدم النظام الآلي الصلاحية الناقصة، ${THEN_RETRY}`,
  another_person: () =>
    `يحدث هذا عند استعادة نسخة احتياطية من Odoo ثم استخدام أرقام السجلات من جديد. ولن يُكتب شيء ولن تُرسل أي رسالة حتى تقرروا. إن كان الشخص نفسه، فاختاروا «${decisions.same_person}». وإلا فاختاروا «${decisions.end}»، فيُغلق الطلب ويمكن لصاحب السجل أن يقدم طلبًا. أو صححوا السجل في Odoo، ${THEN_RETRY}`,
  restore_record: () =>
    `استعيدوا السجل، ${THEN_RETRY} ولإنهاء الطلب بدلًا من ذلك، استخدموا الأمر «${WITHDRAW}».`,
  ask_doctor: () => `يبيِّن الأمر ${number('doctor')} ما ينقص وكيفية إصلاحه. ${THEN_RETRY}`,
  correct_record: () => `صححوا السجل في Odoo، ${THEN_RETRY}`,

  // An email that was not delivered.
  email_without_address: ({ mail }) =>
    `لم تُرسل ${email(mail)} لعدم وجود عنوان بريد إلكتروني مسجَّل. أدخلوا العنوان في Odoo.`,
  email_rejected: ({ mail }) => `رفض خادم البريد ${email(mail)}. صححوا عنوان البريد الإلكتروني في Odoo.`,
}

function ageLimits(min: number | null, max: number | null): string {
  if (max === null) return `${number(min ?? 0)} فأكثر`
  if (min === null) return `حتى ${number(max)}`
  return `من ${number(min)} إلى ${number(max)}`
}
