import { isolated } from '../../../../src/domain/bilingual.js'

/** Problems of which the kind says everything. */
const WHOLE: Readonly<Record<string, string>> = {
  'not-authenticated': 'انتهت الجلسة. سجِّلوا الدخول من جديد.',
  'invalid-signature': 'التوقيع غير صالح.',
  forbidden: 'لا يُسمح لكم بذلك. فإن كان من صلاحياتكم، فأعيدوا تحميل الصفحة.',
  'not-found': 'السجل غير موجود، أو يخص شخصًا آخر.',
  'previous-run-closing': 'لا يزال الطلب السابق قيد الإغلاق. أعيدوا المحاولة بعد قليل.',
  'another-person':
    'سجل الطالب في Odoo يخص شخصًا آخر غير صاحب هذا الطلب. لم يحدث شيء، وهناك مهمة تطلب قرارًا من شخص.',
  'preview-stale': 'تغيّرت المعاينة منذ قراءتها. اقرؤوها من جديد ثم أكِّدوها.',
  'dry-run-stale': 'المقارنة لقواعد أخرى. أعيدوا المقارنة أولًا.',
  'command-in-flight': 'لا يزال الأمر نفسه قيد التنفيذ.',
  'version-conflict': 'غيَّر شخص آخر ذلك في هذه الأثناء. أعيدوا تحميل الصفحة ثم أعيدوا المحاولة.',
  'version-required': 'أعيدوا تحميل الصفحة ثم أعيدوا المحاولة.',
  'content-too-large': 'المحتوى أكبر من المسموح.',
  'idempotency-key-reused': 'سبق إرسال أمر آخر بالمعرِّف نفسه. أعيدوا تحميل الصفحة ثم أعيدوا المحاولة.',
  'too-many-failures': 'فشلت محاولات كثيرة. أعيدوا المحاولة لاحقًا.',
  internal: 'حدث خطأ في الخادم.',
  'temporal-unavailable': 'لا يستجيب Temporal. أعيدوا المحاولة لاحقًا، ولن يُنفَّذ الأمر مرتين.',
  'worker-unavailable': 'لم يقبل أي عامل الأمر في الوقت المحدد. أعيدوا المحاولة، ولن يُنفَّذ الأمر مرتين.',
  'records-unknown': 'في Odoo سجلات لا يعرفها هذا التثبيت. على مدير النظام أن يعتمدها أولًا.',
  paused: 'أوقف شخص العمل مع هذا النظام مؤقتًا. تبيِّن صفحة المزامنة السبب.',
  'odoo-unavailable':
    'لا يستجيب Odoo، أو لا يسمح للنظام بالوصول. أعيدوا المحاولة لاحقًا، فإن تكرر فراجعوا مدير النظام.',
  'database-unavailable': 'قاعدة البيانات لا تستجيب. أعيدوا المحاولة لاحقًا.',
}

/** Problems of which only the detail says what exactly is wrong. The API has it in English only. */
const WITH_DETAIL: Readonly<Record<string, string>> = {
  'bad-request': 'تعذّرت قراءة الطلب.',
  'wrong-state': 'الحالة الراهنة لا تسمح بذلك.',
  'acceptance-required': 'عدد الطلاب المعنيين كبير، فيلزم تأكيد العدد صراحة.',
  'invalid-content': 'بعض ما أُدخل غير صالح.',
  'odoo-rejected': 'رفض Odoo ذلك. صححوا السجل في Odoo، أو راجعوا مدير النظام.',
}

/** A problem of the API. `english`: what the API says. */
export function problem(kind: string, english: string): string {
  const whole = WHOLE[kind]
  if (whole !== undefined) return whole
  return [WITH_DETAIL[kind], english !== '' && `التفصيل بالإنجليزية: ${isolated(english)}`]
    .filter(Boolean)
    .join(' ')
}
