import type { Messages } from './messages.en.js'

/**
 * Arabic, in the respectful plural, which addresses women and men alike. There are six plural
 * forms: numbers from 3 to 10 take the plural, 11 to 99 the accusative singular, hundreds the
 * singular.
 */
export const ar: Messages = {
  common: {
    greeting: '{named, select, yes {مرحبًا {name}،} other {مرحبًا،}}',
    regards: 'مع أطيب التحيات،',
    footer: 'وصلتكم هذه الرسالة لأنكم مسجَّلون في «{program}»، وقد أُرسلت آليًا.',
    page: 'صفحتكم الشخصية، وفيها تقدُّمكم وشهاداتكم وإعداداتكم',
  },
  welcome: {
    subject: 'أهلًا بكم في «{program}»',
    preheader: 'دوراتكم متاحة الآن، ويمكنكم البدء اليوم.',
    heading: 'أهلًا بكم في «{program}»',
    intro:
      'تم تسجيلكم بنجاح. {count, plural, =0 {} one {أُتيحت لكم دورة واحدة:} two {أُتيحت لكم دورتان:} few {أُتيحت لكم <n>#</n> دورات:} many {أُتيحت لكم <n>#</n> دورة:} other {أُتيحت لكم <n>#</n> دورة:}}',
    next: 'يمكنكم البدء اليوم، ويُحتسب تقدُّمكم من الدرس الأول.',
    button: 'البدء بالدورة الأولى',
    links: 'هذه الروابط خاصة بكم وحدكم. في زيارتكم الأولى تختارون كلمة مرور أو تسجّلون الدخول.',
  },
  milestone: {
    subject: 'أنجزتم <n>{percent}%</n> من «{program}»',
    preheader: 'تعرَّفوا على موقعكم في مسيرتكم التدريبية.',
    heading:
      '{percent, plural, =25 {بداية موفَّقة} =50 {قطعتم نصف الطريق} =75 {اقتربتم من خط النهاية} =100 {أنجزتم كل المطلوب} other {تقدُّم جيد}}',
    intro: 'أنجزتم <n>{percent}%</n> من متطلبات «{program}».',
    next: '{percent, plural, =100 {لم يبقَ عليكم شيء. سنتحقق من استيفاء شروط الشهادة ثم نراسلكم.} other {واصلوا على هذا النحو، فدرسكم التالي بانتظاركم.}}',
    button: '{percent, plural, =100 {الانتقال إلى الدورات} other {متابعة التعلُّم}}',
  },
  reminder: {
    subject: 'تدريبكم في «{program}» بانتظاركم',
    preheader: 'يكفي درس قصير واحد للعودة إلى المسار.',
    heading: 'تدريبكم بانتظاركم',
    intro:
      'لم نسجِّل لكم أي نشاط في «{program}» منذ {days, plural, zero {اليوم} one {يوم واحد} two {يومين} few {<n>#</n> أيام} many {<n>#</n> يومًا} other {<n>#</n> يوم}}.',
    next: 'يكفي درس قصير واحد للعودة إلى المسار.',
    count:
      '{last, select, yes {هذا هو التذكير الأخير.} other {هذا التذكير رقم <n>{number}</n> من <n>{of}</n>.}}',
    button: 'متابعة التعلُّم',
    page: 'صفحتكم الشخصية، ومنها يمكنكم أيضًا إيقاف التذكيرات',
  },
  sign_in: {
    subject: 'دورتكم في «{program}» متاحة لكم',
    preheader: 'يوصلكم إليها رابطكم الشخصي.',
    heading: 'دورتكم متاحة لكم',
    intro: 'أنتم مسجَّلون في «{program}»، لكنكم لم تسجِّلوا الدخول بعد.',
    next: 'يوصلكم رابطكم الشخصي إلى الدورة، وإن لم تكن لديكم كلمة مرور فستختارونها هناك.',
    links: 'هذا الرابط لكم وحدكم، فنرجو ألا تشاركوه مع غيركم.',
    count:
      '{last, select, yes {هذا هو التذكير الأخير.} other {هذا التذكير رقم <n>{number}</n> من <n>{of}</n>.}}',
    button: 'فتح دورتي',
    page: 'صفحتكم الشخصية، ومنها يمكنكم أيضًا إيقاف التذكيرات',
  },
  completion: {
    subject: 'أتممتم دورة {course}',
    preheader: 'تهانينا على إتمام الدورة.',
    heading: 'تهانينا',
    intro: 'أتممتم دورة {course} ضمن «{program}».',
    next: 'بعد استيفاء جميع متطلبات البرنامج نتحقق من شروط الشهادة ثم نرسلها إليكم.',
    button: 'الانتقال إلى الدورات',
  },
  certificate: {
    subject: 'شهادتكم في «{program}»',
    preheader: 'شهادتكم مرفقة بهذه الرسالة.',
    heading: 'تهانينا',
    intro: 'أتممتم «{program}» بنجاح. تجدون شهادتكم مرفقة بهذه الرسالة بصيغة <n>PDF</n>.',
    number: 'رقم الشهادة',
    next: 'يستطيع كل من تعرضون عليه الشهادة أن يتحقق من صحتها:',
    button: 'التحقق من الشهادة',
  },
  review_request: {
    subject:
      '{escalated, select, yes {تصعيد: } other {}}{reminder, plural, =0 {} other {تذكير <n>#</n>: }}{task, select, eligibility {أهلية تحتاج إلى مراجعة} identity {جهة اتصال تحتاج إلى تحديد} person {سجل طالب يحتاج إلى تحقق} enroll {دورات تحتاج إلى تسجيل يدوي} problem {بيانات تحتاج إلى تصحيح في <n>Odoo</n>} address {عنوان بريد إلكتروني يحتاج إلى تصحيح} certificate {شهادة تحتاج إلى مراجعة} other {حالة بانتظاركم}} – {student}',
    preheader: '{program}',
    heading:
      '{task, select, eligibility {أهلية تحتاج إلى مراجعة} identity {جهة اتصال تحتاج إلى تحديد} person {سجل طالب يحتاج إلى تحقق} enroll {دورات تحتاج إلى تسجيل يدوي} problem {بيانات تحتاج إلى تصحيح في <n>Odoo</n>} address {عنوان بريد إلكتروني يحتاج إلى تصحيح} certificate {شهادة تحتاج إلى مراجعة} other {حالة بانتظاركم}}',
    intro:
      '{escalated, select, yes {لم يُتخذ قرار في هذه الحالة في الوقت المحدد، ولذلك جرى تصعيدها.} other {{reminder, plural, =0 {هذه الحالة بانتظاركم.} other {لا تزال هذه الحالة بانتظاركم.}}}}',
    student: 'المتدرب',
    program: 'البرنامج',
    reference: 'المرجع',
    instructions: 'المطلوب',
    deadline: 'الموعد النهائي',
    button: 'فتح المهمة',
    footer: 'وصلتكم هذه الرسالة لأنكم تتابعون متدربي «{program}»، وقد أُرسلت آليًا.',
  },
  report: {
    subject: '{report} – {day}',
    preheader: 'التقرير مرفق بهذه الرسالة.',
    heading: '{report}',
    intro: 'تجدون التقرير مرفقًا بهذه الرسالة{own, select, yes {، وهو يخص متدربيكم وحدهم} other {}}.',
    program: 'البرنامج',
    period: 'الفترة',
    asOf: 'كما في',
    button: 'فتح صفحة التقارير',
    footer:
      'وصلتكم هذه الرسالة لأنكم من مستلمي هذا التقرير المجدول، ويستطيع المدير تغيير ذلك. وقد أُرسلت آليًا.',
  },
  digest: {
    preheader: 'مهام متدربيكم بحسب البرنامج.',
    heading: 'مهامكم المفتوحة',
    subject:
      '{count, plural, one {مهمة واحدة بانتظاركم} two {مهمتان بانتظاركم} few {<n>#</n> مهام بانتظاركم} many {<n>#</n> مهمة بانتظاركم} other {<n>#</n> مهمة بانتظاركم}}{overdue, plural, =0 {} one {، منها واحدة متأخرة} two {، منها اثنتان متأخرتان} other {، منها <n>#</n> متأخرة}}',
    intro:
      '{count, plural, one {مهمة واحدة تخص متدربيكم بانتظاركم} two {مهمتان تخصان متدربيكم بانتظاركم} few {<n>#</n> مهام تخص متدربيكم بانتظاركم} many {<n>#</n> مهمة تخص متدربيكم بانتظاركم} other {<n>#</n> مهمة تخص متدربيكم بانتظاركم}}{fresh, plural, =0 {} one {، منها واحدة جديدة} two {، منها اثنتان جديدتان} other {، منها <n>#</n> جديدة}}{overdue, plural, =0 {} one {، منها واحدة متأخرة} two {، منها اثنتان متأخرتان} other {، منها <n>#</n> متأخرة}}.',
    fresh: 'جديدة',
    overdue: 'متأخرة',
    button: 'فتح قائمة مهامي',
    footer: 'تصلكم هذه الرسالة مرة واحدة في اليوم ما دامت هناك مهام مفتوحة، وقد أُرسلت آليًا.',
  },
  todo: {
    escalated: 'لم تُنجَز هذه المهمة في الوقت المحدد.',
    open: 'اتخاذ القرار في تطبيق التدريب',
    done: '{decision, select, none {انتهت هذه الحالة من تلقاء نفسها، ولم يبقَ ما يستدعي قرارًا.} other {القرار في تطبيق التدريب: {decision, select, approve {القبول} reject {الرفض} ask_more {طلب معلومات إضافية} use_contact {اختيار جهة اتصال} create_contact {إنشاء جهة اتصال جديدة} enroll {التسجيل في الدورات} skip {المتابعة من دونها} retry {إعادة المحاولة} issue_anyway {إصدار الشهادة رغم ذلك} record_again {إعادة التسجيل في <n>Odoo</n>} wait {الانتظار} decline {عدم إصدار الشهادة} same_person {هو الشخص نفسه} another_person {هو شخص آخر} end {إنهاء الطلب} other {أُنجزت}}.}}',
  },
}
