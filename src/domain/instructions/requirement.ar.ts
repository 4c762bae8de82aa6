import { counted, isolated, number, percent, title } from './arabic-text.js'
import type { RequirementDetail, UnmetRequirement } from './requirement.en.js'
import { documentType, trackerStatus } from './values.ar.js'

/** What is wanted and what was found, in one clause. */
export function unmetInArabic({ course, detail }: UnmetRequirement): string {
  const clause = clauseOf(detail)
  return course === null ? clause : `الدورة ${title(course)}: ${clause}`
}

function clauseOf(detail: RequirementDetail): string {
  switch (detail.of) {
    case 'completed':
      return `المطلوب أن تكون مكتملة (الحالة الآن: ${trackerStatus(detail.status)})`
    case 'overall':
      return `المطلوب تقدُّم عام لا يقل عن ${percent(detail.least)} (الموجود: ${percent(detail.is)})`
    case 'elearning':
      return `المطلوب تقدُّم في الدروس الإلكترونية لا يقل عن ${percent(detail.least)} (الموجود: ${percent(detail.is)})`
    case 'sessions':
      return `المطلوب حضور ${counted(detail.least, SESSIONS)} (الموجود: ${number(detail.is)})`
    case 'homework':
      return `المطلوب تقييم ${counted(detail.least, HOMEWORK)} (الموجود: ${number(detail.is)})`
    case 'assessment':
      return assessment(detail)
    case 'documents':
      return `المطلوب اعتماد كل مستند إلزامي (غير المعتمد: ${detail.open.map(documentType).join('، ')})`
    case 'no_other_certificate':
      return `المطلوب ألا توجد شهادة سارية أخرى لهذا البرنامج (الموجود: سجل الشهادة ${number(detail.certificateId ?? '')} في Odoo)`
  }
}

const SESSIONS = { one: 'جلسة واحدة', two: 'جلستين', few: 'جلسات', many: 'جلسة', other: 'جلسة' }
const HOMEWORK = { one: 'واجب واحد', two: 'واجبين', few: 'واجبات', many: 'واجبًا', other: 'واجب' }

/** `wanted`: a verbal noun. `otherwise`: what is said when nothing has reached it. */
const KINDS = {
  certification: { which: 'أي اختبار', wanted: 'اجتياز الاختبار', otherwise: 'لم يُجتَز' },
  quiz: { which: 'أي اختبار قصير', wanted: 'إكمال الاختبار القصير', otherwise: 'لم يكتمل' },
  homework: { which: 'أي واجب', wanted: 'تقييم الواجب', otherwise: 'لم يُقيَّم' },
  session: { which: 'أي جلسة', wanted: 'حضور الجلسة', otherwise: 'لم تُحضَر' },
} as const

function assessment({
  kind,
  name,
  minimumScore,
  named,
  score,
}: Extract<RequirementDetail, { of: 'assessment' }>): string {
  if (kind === null) return `التقييم «${isolated(name)}» نوعه غير معروف (اختاروا نوعه في Odoo)`
  const { which, wanted, otherwise } = KINDS[kind]
  const isScored = kind === 'certification' || kind === 'homework'
  const least = isScored && minimumScore > 0 ? ` بنتيجة لا تقل عن ${percent(minimumScore)}` : ''
  return `المطلوب ${wanted} «${isolated(name)}»${least} (${foundOf()})`

  function foundOf(): string {
    if (!named) return `لا يحدد التقييم في Odoo ${which} هو المقصود`
    return isScored && score !== null ? `النتيجة: ${percent(score)}` : otherwise
  }
}
