import type { Messages } from '../../messages.js'

export const audit: Messages['pages']['audit'] = {
  empty: 'لا تغيير يطابق',
  none: 'لم يغيّر أحد شيئًا بعد',
  noneText: 'تظهر هنا القرارات والقواعد والإيقافات والمفاتيح وعمليات الدخول.',
  student: 'رقم طالب',
  from: 'من',
  to: 'حتى',
  at: 'الوقت',
  actor: 'الفاعل',
  learner: 'المتعلّم',
  onlyThis: 'عرض ما فعله هذا الشخص أو المفتاح فقط',
  action: 'الإجراء',
  entity: 'موضوع التغيير',
  outcome: 'النتيجة',
  changed: 'ما تغيّر',
  request: 'رقم الطلب التقني',
}
