import type { Messages } from '../messages.js'
import { pages } from './pages.js'
import { words } from './words.js'

const rules = new Intl.PluralRules('ar')

/** Forms of an Arabic noun after a number. `one` and `two` contain the number themselves. */
interface Noun {
  readonly one: string
  readonly two: string
  readonly few: string
  readonly many: string
  readonly other: string
}

export function counted(count: number, noun: Noun): string {
  const form = rules.select(count)
  if (form === 'one' || form === 'two') return noun[form]
  return `${count} ${form === 'zero' ? noun.other : noun[form]}`
}

export const ar: Messages = {
  app: {
    name: 'التدريب',
    language: 'English',
    switchLanguage: 'English – التبديل إلى الإنجليزية',
    menu: 'القائمة',
    skip: 'الانتقال إلى المحتوى',
    light: 'ألوان فاتحة',
    dark: 'ألوان داكنة',
    signOut: 'تسجيل الخروج',
    account: 'الحساب',
    search: 'ابحث عن طالب أو بريد أو رقم',
    nothingFound: 'لا نتائج.',
    keyboard: 'لوحة المفاتيح',
    notLive: 'إعادة الاتصال جارية. تُحدَّث الصفحة كل 15 ثانية.',
  },
  nav: {
    work: 'مهامي',
    students: 'الطلاب',
    programs: 'البرامج',
    bulk: 'العمليات الجماعية',
    certificates: 'الشهادات',
    emails: 'الرسائل',
    reports: 'التقارير',
    sync: 'المزامنة',
    serviceLevels: 'مستويات الخدمة',
    overview: 'نظرة عامة',
    audit: 'سجل التدقيق',
    settings: 'الإعدادات',
    odoo: 'Odoo',
    temporal: 'Temporal',
    inbox: 'صندوق الرسائل',
    api: 'واجهة API',
    elsewhere: 'واجهات أخرى',
  },
  common: {
    retry: 'إعادة المحاولة',
    cancel: 'إلغاء',
    close: 'إغلاق',
    save: 'حفظ',
    back: 'رجوع',
    loading: 'جارٍ التحميل …',
    all: 'الكل',
    none: 'لا شيء',
    yes: 'نعم',
    no: 'لا',
    reason: 'السبب',
    reasonHint: 'يُحفظ مع القرار، ويقرؤه من يدقق فيه لاحقًا.',
    comment: 'ملاحظة (اختيارية)',
    program: 'البرنامج',
    student: 'الطالب',
    stage: 'المرحلة',
    since: 'منذ',
    updated: 'آخر تغيير',
    agent: 'المسؤول',
    state: 'الحالة',
    kind: 'النوع',
    columns: 'الأعمدة',
    clear: 'مسح عوامل التصفية',
    showMore: 'عرض المزيد',
    done: 'تم',
    studentNumber: (id) => `الطالب ${id}`,
    programNumber: (id) => `البرنامج ${id}`,
    courseNumber: (id) => `الدورة ${id}`,
    contactNumber: (id) => `جهة الاتصال ${id}`,
    shown: (count) => `المعروض: ${count}`,
    openInOdoo: 'فتح في Odoo',
    openInTemporal: 'فتح في Temporal',
    csv: 'CSV',
    exportTable: (table) => `${table}: حفظ بصيغة CSV`,
    sortBy: (column) => `ترتيب حسب ${column}`,
    chart: 'عرض كرسم',
    pending: 'قُبل الأمر وما زال قيد التنفيذ، وستظهر النتيجة في هذه الصفحة.',
  },
  states: {
    noPermissionTitle: 'لا يمكنكم عرض هذه الصفحة',
    noPermission: 'لا تشملها أدواركم. تتبع الأدوار مجموعاتكم في Odoo، فراجعوا مدير النظام.',
    notFoundTitle: 'لا يوجد شيء هنا',
    notFound: 'قد يكون العنوان قديمًا، أو أن السجل يخص شخصًا آخر.',
    failedTitle: 'تعذّر التحميل',
    offline: 'الخادم لا يستجيب. تحققوا من الاتصال ثم أعيدوا المحاولة.',
    internal: 'حدث خطأ في الخادم. أعيدوا المحاولة، فإن تكرر فأبلغوا مدير النظام برقم الطلب.',
    request: (id) => `الطلب ${id}`,
    commandFailed: 'لم ينجح ذلك',
  },
  signIn: {
    title: 'تسجيل الدخول',
    intro: 'بحسابكم في Odoo.',
    login: 'اسم الدخول أو البريد الإلكتروني',
    password: 'كلمة المرور أو مفتاح API في Odoo',
    submit: 'دخول',
    withKey: 'استخدام مفتاح API لهذا النظام',
    withOdoo: 'استخدام حساب Odoo',
    key: 'مفتاح API',
    keyHint: 'مفتاح التشغيل الأول في الملف data/api-key.',
    note: 'يتحقق Odoo من كلمة المرور، ولا تُحفظ هنا.',
    failed: 'اسم الدخول أو كلمة المرور غير صحيحة.',
    failedKey: 'مفتاح API هذا غير صالح.',
    linkElsewhere: 'لا يعمل هذا الرابط إلا على الجهاز الذي يعمل عليه الخادم. سجّلوا الدخول هنا.',
    linkRefused: 'المفتاح في هذا الرابط لم يعد صالحًا. سجّلوا الدخول هنا.',
    or: 'أو',
    atProvider: (name) => `الدخول عبر \u2068${name}\u2069`,
    providerFailures: {
      expired: 'استغرق ذلك وقتًا أطول من المسموح، أو بدأ في متصفح آخر. حاولوا مرة أخرى.',
      refused: 'لم يكتمل تسجيل الدخول هناك. حاولوا مرة أخرى، أو سجّلوا الدخول بحسابكم في Odoo.',
      unverified:
        'بريدكم الإلكتروني غير موثَّق هناك. راجعوا المسؤول عن ذلك الحساب، أو سجّلوا الدخول بحسابكم في Odoo.',
      unknown:
        'لا يوجد في Odoo زميل نشط بهذا البريد الإلكتروني. اطلبوا من مدير النظام إدخاله في حسابكم في Odoo.',
      ambiguous:
        'هذا البريد الإلكتروني مسجَّل لأكثر من حساب في Odoo. اطلبوا من مدير النظام تصحيح ذلك، أو سجّلوا الدخول بحسابكم في Odoo.',
      'no-role': 'حسابكم في Odoo ليس ضمن أي من المجموعات المسموح لها بالعمل هنا. راجعوا مدير النظام.',
      'provider-down': 'طريقة الدخول هذه غير متاحة حاليًا. سجّلوا الدخول بحسابكم في Odoo.',
      'odoo-down': 'لا يستجيب Odoo، ولذلك لا يمكن لأحد تسجيل الدخول. حاولوا لاحقًا.',
      'too-many': 'فشلت محاولات كثيرة. حاولوا مرة أخرى بعد 15 دقيقة.',
    },
  },
  words,
  pages,
  plural: {
    tasks: (count) =>
      counted(count, { one: 'مهمة واحدة', two: 'مهمتان', few: 'مهام', many: 'مهمة', other: 'مهمة' }),
    students: (count) =>
      counted(count, { one: 'طالب واحد', two: 'طالبان', few: 'طلاب', many: 'طالبًا', other: 'طالب' }),
    reminders: (count) =>
      counted(count, { one: 'تذكير واحد', two: 'تذكيران', few: 'تذكيرات', many: 'تذكيرًا', other: 'تذكير' }),
    attempts: (count) =>
      counted(count, {
        one: 'محاولة واحدة',
        two: 'محاولتان',
        few: 'محاولات',
        many: 'محاولة',
        other: 'محاولة',
      }),
    fields: (count) =>
      counted(count, { one: 'حقل واحد', two: 'حقلان', few: 'حقول', many: 'حقلًا', other: 'حقل' }),
    days: (count) =>
      counted(count, { one: 'يوم واحد', two: 'يومان', few: 'أيام', many: 'يومًا', other: 'يوم' }),
  },
}
