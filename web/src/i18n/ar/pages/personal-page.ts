import type { Messages } from '../../messages.js'

export const personalPage: Messages['pages']['personalPage'] = {
  title: 'صفحة الطالب الشخصية',
  reminders: 'التذكيرات',
  on: 'مُفعَّلة',
  off: 'أوقفها الطالب',
  language: 'لغة الرسائل',
  notChosen: 'كما في Odoo',
  linkedAt: 'الروابط صالحة منذ',
  revoke: 'إغلاق الروابط القديمة',
  revokeText: 'تتوقف عن العمل كل الروابط إلى صفحة الطالب التي أُرسلت حتى الآن. وفي الرسالة التالية رابط جديد.',
}
