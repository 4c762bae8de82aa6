import type { Messages } from '../../messages.js'

export const students: Messages['pages']['students'] = {
  empty: 'لا يوجد طلاب مطابقون',
  emptyText: 'غيّروا عوامل التصفية أو امسحوها.',
  none: 'لم يتقدم أحد بعد',
  noneText: 'يظهر الطلاب هنا حين يتقدمون إلى برنامج مفتوح القبول، أو حين يُسجَّلون.',
  search: 'الاسم أو البريد أو الرقم',
  task: 'مهمة مفتوحة',
  bulk: 'عملية جماعية …',
  order: 'الترتيب',
  orders: { name: 'حسب الاسم', recent: 'آخر تغيير', waiting: 'الأطول انتظارًا' },
}
