import { number } from './arabic-text.js'
import type { Translated } from './en.js'
import type { BotRight, lackSentences } from './lack.en.js'

const RIGHTS: Readonly<Record<BotRight, string>> = {
  r: 'القراءة',
  w: 'التعديل',
  c: 'الإنشاء',
  d: 'الحذف',
}

const OWNERS = { odoo: 'Odoo', suite: 'حزمة التدريب' } as const

const BOT = 'مستخدم النظام الآلي'

const names = (all: readonly string[]) => all.map(number).join('، ')

const fieldsOf = ({ model, fields }: { readonly model: string; readonly fields: readonly string[] }) =>
  `${names(fields)} (${number(model)})`

export const lackSentencesInArabic: Translated<typeof lackSentences> = {
  version_not_supported: ({ version, supported }) =>
    `إصدار Odoo المتصل هو ${number(version)}، والإصدارات المدعومة: ${names(supported)}.`,
  bot_has_no_access: ({ model }) => `لا يستطيع ${BOT} الوصول إلى ${number(model ?? 'Odoo')}.`,
  app_not_installed: ({ model, app }) =>
    `التطبيق ${number(app)} غير مثبَّت في Odoo، فلا يوجد النموذج ${number(model)}.`,
  setup_incomplete: ({ models, fields }) =>
    [
      'تنقص Odoo نماذج أو حقول ينشئها أمر الإعداد.',
      ...(models.length > 0 ? [`النماذج: ${names(models.map(({ model }) => model))}.`] : []),
      ...(fields.length > 0 ? [`الحقول: ${fields.map(fieldsOf).join('؛ ')}.`] : []),
    ].join(' '),
  fields_hidden: (one) => `حقول محجوبة عن ${BOT}: ${fieldsOf(one)}.`,
  fields_missing: ({ owner, ...one }) => `حقول ناقصة يُفترض أن تكون في ${OWNERS[owner]}: ${fieldsOf(one)}.`,
  bot_may_not: ({ rights, model }) =>
    `ليس لدى ${BOT} صلاحية ${rights.map((right) => RIGHTS[right]).join(' و')} في النموذج ${number(model)}.`,
  bot_not_in_group: ({ group }) => `ليس ${BOT} عضوًا في المجموعة ${number(group)} في Odoo.`,
}
