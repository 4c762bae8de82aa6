import { number, titles } from './arabic-text.js'
import type { Call } from './call.en.js'
import { email } from './values.ar.js'

const STATUSES: Readonly<Record<Extract<Call, { of: 'statuses' }>['point'], string>> = {
  rejected: 'كتابة حالة الرفض',
  enrolled: 'كتابة حالة التسجيل',
  training: 'كتابة حالات التدريب',
  certified: 'كتابة حالة الحصول على الشهادة',
}

/** A call as a noun, which stands at the end of a clause. */
export function callInArabic(call: Call): string {
  switch (call.of) {
    case 'facts':
      return 'قراءة بيانات الطلب'
    case 'training_so_far':
      return 'قراءة التدريب حتى الآن'
    case 'policy_and_program':
      return 'قراءة السياسة والبرنامج'
    case 'before_reminder':
      return 'القراءة قبل التذكير'
    case 'student_record':
      return 'قراءة سجل الطالب'
    case 'person':
      return 'تسجيل صاحب الطلب'
    case 'contact_answer':
      return 'تسجيل الجواب عن جهة الاتصال'
    case 'contact_courses':
      return 'قراءة دورات جهة الاتصال'
    case 'decided_statuses':
      return 'كتابة الحالات كما تقررت'
    case 'evidence':
      return 'قراءة الأدلة اللازمة للشهادة'
    case 'certificate':
      return 'إنشاء الشهادة وتسجيلها في Odoo'
    case 'enrollment':
      return `جهة الاتصال وإتاحة الدورات ومتتبعات التقدم: ${titles(call.courses)}`
    case 'statuses':
      return STATUSES[call.point]
    case 'email':
      return `${email(call.mail)} (${number(call.version)})`
    case 'certificate_record':
      return `تسجيل الشهادة ${number(call.number)} في Odoo`
  }
}
