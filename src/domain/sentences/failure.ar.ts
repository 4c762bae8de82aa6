import { number } from './arabic-text.js'

/** Sentences of failures that a person must settle: ours, so the set is small. */
const SENTENCES: Readonly<Record<string, string>> = {
  'The student no longer exists in Odoo.': 'الطالب لم يعد موجودًا في Odoo.',
  'The program no longer exists in Odoo.': 'البرنامج لم يعد موجودًا في Odoo.',
  'The certificate no longer exists in Odoo.': 'سجل الشهادة لم يعد موجودًا في Odoo.',
  'The course integration no longer exists in Odoo.': 'الدورة المدمجة لم تعد موجودة في Odoo.',
  'The record no longer exists in Odoo.': 'السجل لم يعد موجودًا في Odoo.',
  'Odoo did not save the certificate.': 'لم يحفظ Odoo الشهادة.',
}

/** Beginnings of sentences that go on with a model or a person's record, in the order of trial. */
const BEGINNINGS: readonly (readonly [RegExp, (rest: string) => string])[] = [
  [
    /^Odoo denies access to this record \((.+)\)\.$/,
    (where) => `يمنع Odoo الوصول إلى هذا السجل (${number(where)}).`,
  ],
  [/^Odoo rejects the values \((.+)\)\.$/, (where) => `يرفض Odoo القيم (${number(where)}).`],
  [
    /^The record no longer exists in Odoo \((.+)\)\.$/,
    (where) => `السجل لم يعد موجودًا في Odoo (${number(where)}).`,
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
