import { isolated } from '../../../../../src/domain/bilingual.js'
import type { Messages } from '../../messages.js'

export const views: Messages['pages']['views'] = {
  title: 'طرق العرض',
  none: 'لا توجد طرق عرض محفوظة بعد.',
  changed: 'معدَّلة',
  save: 'حفظ كطريقة عرض',
  saveText:
    'تُحفظ عوامل التصفية والترتيب والأعمدة باسم تختارونه، لكم وحدكم وعلى جميع أجهزتكم. ولا يُحفظ نص البحث.',
  name: 'الاسم',
  replaces: 'تحل محل طريقة العرض التي تحمل هذا الاسم.',
  saved: (name) => `حُفظت «${isolated(name)}».`,
  replace: (name) => `استبدال «${isolated(name)}»`,
  replaceText: 'تُستبدل بها عوامل التصفية والترتيب والأعمدة الحالية.',
  replaceAction: 'استبدال',
  delete: (name) => `حذف «${isolated(name)}»`,
  deleteText: 'تُحذف طريقة العرض وحدها، وتبقى الصفحة كما هي.',
  deleteAction: 'حذف',
  deleted: (name) => `حُذفت «${isolated(name)}».`,
}
