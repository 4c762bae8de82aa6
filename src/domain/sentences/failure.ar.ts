import { number } from './arabic-text.js'
import { failure } from './values.ar.js'

/** Sentences of failures: ours, so the set is small. */
const SENTENCES: Readonly<Record<string, string>> = {
  'The student no longer exists in Odoo.': 'الطالب لم يعد موجودًا في Odoo.',
  'The program no longer exists in Odoo.': 'البرنامج لم يعد موجودًا في Odoo.',
  'The certificate no longer exists in Odoo.': 'سجل الشهادة لم يعد موجودًا في Odoo.',
  'The course integration no longer exists in Odoo.': 'الدورة المدمجة لم تعد موجودة في Odoo.',
  'Odoo did not save the certificate.': 'لم يحفظ Odoo الشهادة.',
  'The database is unavailable.': `${failure('StoreUnavailable')}.`,
  'The previous run is still being closed.': 'لا يزال الطلب السابق قيد الإغلاق.',
}

const ofOdoo =
  (type: string) =>
  (where: string): string =>
    `${failure(type)}${where === '' ? '' : ` (${number(where)})`}.`

/** Beginnings of sentences that go on with a model or a person's record, in the order of trial. */
const BEGINNINGS: readonly (readonly [RegExp, (rest: string) => string])[] = [
  [/^Odoo is unavailable(?: \((.+)\))?\.$/, ofOdoo('OdooUnavailable')],
  [/^Odoo is busy(?: \((.+)\))?\.$/, ofOdoo('OdooBusy')],
  [/^Odoo rejects the login of the bot user(?: \((.+)\))?\.$/, ofOdoo('OdooLoginRejected')],
  [/^Odoo lacks a model, field or right for everybody(?: \((.+)\))?\.$/, ofOdoo('OdooNotReady')],
  [/^Odoo denies access to this record(?: \((.+)\))?\.$/, ofOdoo('OdooAccessDenied')],
  [/^Odoo rejects the values(?: \((.+)\))?\.$/, ofOdoo('OdooRejected')],
  [/^The record no longer exists in Odoo(?: \((.+)\))?\.$/, ofOdoo('OdooMissing')],
  [
    /^Unexpected (\w+) in the activity\./,
    (name) => `عطل غير متوقع (${number(name)}). يبيِّن سجل العامل (${number('worker')}) موضعه.`,
  ],
  [
    /^Odoo has no such model, field or method(?:: )?(.*)\.$/,
    (which) => `النموذج أو الحقل أو الإجراء المطلوب غير موجود في Odoo: ${number(which)}.`,
  ],
  [
    /^The student’s record in Odoo is about another person than this application\. It has another email address.*$/,
    () =>
      'سجل الطالب في Odoo يخص شخصًا آخر غير صاحب هذا الطلب: فعنوان البريد الإلكتروني مختلف، ولا شيء آخر يدل على أنه الشخص نفسه.',
  ],
  [
    /^The student’s record in Odoo is about another person than this application\. It was created at (.+)\.$/,
    () =>
      'سجل الطالب في Odoo يخص شخصًا آخر غير صاحب هذا الطلب: فقد أُنشئ في وقت آخر غير وقت إنشاء سجل هذا الطلب.',
  ],
]

/** Returns a sentence about a failed call in Arabic; null: it has none. */
export function failureInArabic(sentence: string): string | null {
  const whole = SENTENCES[sentence]
  if (whole !== undefined) return whole
  for (const [pattern, inArabic] of BEGINNINGS) {
    const match = pattern.exec(sentence)
    if (match !== null) return inArabic(match[1] ?? '')
  }
  return null
}
