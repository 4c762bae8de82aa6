import { isolated } from '../bilingual.js'
import { sharedWords } from '../words/ar.js'
import type { alarmSentences, ReportTrouble } from './alarm.en.js'
import { counted, number, percent, quoteAll } from './arabic-text.js'
import type { Translated } from './en.js'
import { failure } from './values.ar.js'

/** What an operator types or sets. */
const code = number

const CONTINUES = 'وكل ما يحتاج إليه ينتظر ثم يستمر تلقائيًا.'

const STUDENTS = { one: 'طالب واحد', two: 'طالبين', few: 'طلاب', many: 'طالبًا', other: 'طالب' }
const TRACKERS = {
  one: 'متتبع تقدُّم واحد',
  two: 'متتبعا تقدُّم',
  few: 'متتبعات تقدُّم',
  many: 'متتبع تقدُّم',
  other: 'متتبع تقدُّم',
}
const CERTIFICATES = { one: 'شهادة واحدة', two: 'شهادتان', few: 'شهادات', many: 'شهادة', other: 'شهادة' }

const replyOf = ({
  code: reply,
  status,
}: {
  readonly code: number | null
  readonly status: string | null
}) => (reply === null ? 'دون رد' : `رده: ${number(status === null ? reply : `${reply} ${status}`)}`)

const REPORT_TROUBLES: Readonly<Record<ReportTrouble, string>> = {
  unknown: 'انقطع الاتصال أثناء إرساله، فربما لم يصل',
  rejected: 'يرفض خادم البريد العنوان',
  no_recipient: 'ليس للمستخدم عنوان بريد إلكتروني في Odoo',
  not_allowed: 'لم يعد المستلم من الموظفين، أو لا يُسمح له بقراءة هذا التقرير',
  too_long: 'صفوفه أكثر مما تتسع له الصيغة',
  waits: 'لا يزال ينتظر الإرسال',
}

const WORK = { everything: 'كل العمل متوقف', odoo: 'العمل مع Odoo متوقف', mail: 'البريد متوقف' } as const

const { systems } = sharedWords

export const alarmSentencesInArabic: Translated<typeof alarmSentences> = {
  odoo_login_rejected: () =>
    `يرفض Odoo دخول مستخدم النظام الآلي. تحققوا من ${code('ODOO_LOGIN')} و${code('ODOO_API_KEY')}: يجب أن يكون المستخدم نشطًا، وأن يكون المفتاح أو كلمة المرور صحيحًا. ${CONTINUES}`,
  odoo_not_ready: ({ findings, more, said }, quote) =>
    [
      `نظام Odoo غير مهيأ للعمل معنا (عدد النواقص: ${number(findings.length + more)}).`,
      ...[quoteAll(said, quote) ?? []].flat(),
      `نفِّذوا الأمر ${code('npm run cli -- setup apply')} بحساب مدير، ويبيِّن الأمر ${code('npm run cli -- doctor')} التفاصيل. ${CONTINUES}`,
    ].join(' '),
  odoo_is_test_copy: () =>
    `نظام Odoo المتصل نسخة تجريبية (${code('database.is_neutralized')})، فلا تُرسل رسائل إلى أحد بل تنتظر. صِلوا النظام بقاعدة البيانات الحقيقية، أو اضبطوا ${code('MAIL_ON_NEUTRALIZED_ODOO=true')} إن كان ${code('SMTP_URL')} صندوق بريد للتجربة.`,
  odoo_restored: ({ lost }) =>
    `بيانات Odoo أقدم مما قُرئ من قبل، فقد استُعيد من نسخة أقدم. تُقرأ بيانات جميع الطلاب من جديد، وتُكتب الحالات والأرقام التي ليست في النسخة، وتُسجَّل الشهادات التي ليست فيها (عددها: ${number(lost)}). أما ما فعله الموظفون والطلاب في Odoo بعد تلك النسخة فقد ضاع، والطلبات التي فُقدت سجلاتها تصبح مهام للمراجعة. ولا يتلقى أحد رسالة مرتين.`,
  certificates_lost: ({ certificates, more }) =>
    `هناك شهادات سارية في سجلنا، لكن Odoo استُعيد من نسخة تخلو منها ولا يمكن تسجيلها فيه من جديد: ${certificates.map((one) => `${number(one.number)} (${failure(one.failure)})`).join('، ')}${more > 0 ? `، وغيرها (${number(more)})` : ''}. استعيدوا سجل الطالب في Odoo. وتُعاد المحاولة كل ساعة.`,
  records_unknown: ({ trackers, certificates }) =>
    `في Odoo سجلات للنظام لا يعرفها هذا التثبيت (${counted(trackers, TRACKERS)}، ${counted(certificates, CERTIFICATES)}): فقاعدة بيانات ${code('PostgreSQL')} جديدة أو فُقدت أو استُعيدت من نسخة احتياطية. ولن يُكتب شيء في Odoo ولن تُرسل أي رسالة حتى تُعتمد هذه السجلات. يبيِّن الأمر ${code('npm run cli -- adopt-records')} ما سيحدث، وينفذه مع ${code('--apply')}.`,
  demo_values: ({ variables }) =>
    `قيم العرض التجريبي مستخدمة (${variables.map(code).join('، ')})، فتنتظر الرسائل والشهادات. اضبطوا قيمكم ثم أعيدوا التشغيل. وإن لم يكن في Odoo هذا أشخاص حقيقيون، فاضبطوا ${code('ALLOW_DEMO_VALUES=true')}.`,
  sweep_failing: ({ failure: type }) =>
    `يفشل البحث عن التغييرات في Odoo منذ عشر دقائق (${failure(type)}). ولا تُلاحَظ التغييرات في Odoo ولا يُسجَّل أحد ولا يُحتسب له شيء حتى ينجح. يفحص الأمر ${code('npm run cli -- doctor')} نظام Odoo، وتعرض واجهة ${code('Temporal')} سبب فشل الإجراء ${code('sweep')}.`,
  reconciliation_stopped: ({ runId, concerned, known, percent: limit }) =>
    `وجدت المقارنة رقم ${number(runId)} فروقًا بين Odoo وما يتذكره النظام تخص ${counted(concerned, STUDENTS)} من أصل ${number(known)}، أي أكثر من ${percent(limit)}. ولم تُصلح شيئًا، لأن كثرة الفروق قد تعني أن Odoo استُعيد من نسخة احتياطية، أو أن أحدًا حذف سجلات خطأً. تعرضها صفحة المزامنة. إن كان ما في Odoo صحيحًا، فأكِّدوا المقارنة هناك أو نفِّذوا الأمر ${code(`npm run cli -- reconcile --confirm ${runId}`)}. وإلا فصححوا Odoo لتقارن المقارنة التالية من جديد.`,
  intake_stopped: ({ programId, found, limit }) =>
    `أُوقف القبول في البرنامج رقم ${number(programId)}: تقدم دفعة واحدة ما لا يقل عن ${counted(found, STUDENTS)}، والمتوقع ${number(limit)} على الأكثر. ولم يُسجَّل أحد منهم. تعرضهم صفحة البرنامج. إن كان عددهم صحيحًا، فأعيدوا فتح القبول هناك مع ذكر العدد المتوقع، وإلا فأوقفوا القبول.`,
  courses_changed: ({ programId }) =>
    `غُيِّرت دورات البرنامج رقم ${number(programId)} في Odoo، ويواصل الطلاب المتدربون وفق القواعد السابقة. انظروا من سيتأثر، ثم طبقوا التغيير عليهم أو على الطلاب الجدد فقط: في صفحة البرامج، أو بالأمر ${code(`course-rules show ${programId}`)}.`,
  mail_login_rejected: (reply) =>
    `يرفض خادم البريد تسجيل دخولنا أو عنوان المرسل (${replyOf(reply)}). وتنتظر جميع الرسائل. تحققوا من ${code('SMTP_URL')} و${code('MAIL_FROM')}.`,
  mail_all_rejected: (reply) =>
    `يرفض خادم البريد رسائلنا أيًّا كان مستلمها (${replyOf(reply)}). وتنتظر الرسائل حتى يقبلها من جديد. تحققوا من حدود الإرسال للحساب في ${code('SMTP_URL')}، ومن أنه يستطيع الإرسال إلى نطاقات أخرى.`,
  report_not_delivered: ({ scheduleId, troubles }) =>
    `لم يصل التقرير المجدول رقم ${number(scheduleId)} إلى جميع مستلميه: ${troubles.map((one) => REPORT_TROUBLES[one]).join('؛ ')}. وتبيِّن صفحة التقارير من هم.`,

  // The state of an outside system.
  system_unavailable: ({ system, failure: type }) =>
    `لا يستجيب ${systems[system]} منذ عشر دقائق (${failure(type)}). ${CONTINUES} ولا يضيع شيء. وتبيِّن صفحة المزامنة كم ينتظر.`,
  system_unavailable_since: ({ system, since }) =>
    `لا يستجيب ${systems[system]} منذ ${number(`${since} UTC`)}. ينتظر العمل ثم يستمر تلقائيًا.`,
  system_recovering: ({ system, since }) =>
    `عاد ${systems[system]} إلى الاستجابة بعد انقطاع بدأ في ${number(`${since} UTC`)}. ويُنجز الآن العمل الذي انتظر.`,
  work_paused: ({ system, since, by, reason }) =>
    `${WORK[system]} مؤقتًا منذ ${number(`${since} UTC`)} بأمر من ${isolated(by)}: ${isolated(reason)}`,
}
