import { isolated } from '../../../../../src/domain/bilingual.js'
import type { Messages } from '../../messages.js'

export const apiKeys: Messages['pages']['apiKeys'] = {
  title: 'مفاتيح API',
  intro: 'للبرامج التي تستخدم API. لا يتجاوز المفتاح صلاحيات من أنشأه.',
  none: 'لا توجد مفاتيح.',
  new: 'مفتاح جديد',
  name: 'الاسم',
  nameHint: 'الغرض من المفتاح. يظهر بجانب كل ما يُنفَّذ به.',
  scopes: 'ما يُسمح له به',
  limited: 'ما يلي فقط',
  everything: 'كل شيء',
  expires: 'ينتهي',
  never: 'لا ينتهي',
  in: (days) => `بعد ${days}`,
  lastUsed: 'آخر استخدام',
  createdBy: 'أنشأه',
  create: 'إنشاء',
  once: 'هذا هو المفتاح. لا يُعرض إلا الآن، فاحفظوه حيث يقرؤه البرنامج.',
  copy: 'نسخ',
  copied: 'نُسخ',
  revoke: 'إلغاء المفتاح',
  revokeTitle: (name) => `إلغاء المفتاح «${isolated(name)}»؟`,
  revokeText: 'لن تستطيع البرامج التي تستخدمه فعل أي شيء، فورًا وبلا رجعة.',
}
