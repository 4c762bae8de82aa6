import { isolated } from '../bilingual.js'
import { counted, number, percent, title } from './arabic-text.js'
import { asksForScore, type RequirementDetail, type StatedRequirement } from './requirement.en.js'
import { documentType, trackerStatus } from './values.ar.js'

/** What is wanted and what was found, in one clause. */
export function unmetInArabic({ course, detail }: StatedRequirement): string {
  const label = detail.of === 'documents' ? '' : 'الموجود: '
  return ofCourse(course, `المطلوب ${wantedOf(detail)} (${label}${foundInArabic(detail)})`)
}

export const wantedInArabic = ({ course, detail }: StatedRequirement): string =>
  ofCourse(course, wantedOf(detail))

const ofCourse = (course: string | null, text: string) =>
  course === null ? text : `الدورة ${title(course)}: ${text}`

function wantedOf(detail: RequirementDetail): string {
  switch (detail.of) {
    case 'completed':
      return 'أن تكون مكتملة'
    case 'overall':
      return `تقدُّم عام لا يقل عن ${percent(detail.least)}`
    case 'elearning':
      return `تقدُّم في الدروس الإلكترونية لا يقل عن ${percent(detail.least)}`
    case 'sessions':
      return `حضور ${counted(detail.least, SESSIONS)}`
    case 'homework':
      return `تقييم ${counted(detail.least, HOMEWORK)}`
    case 'assessment': {
      const { kind, name, minimumScore } = detail
      if (kind === null) return `تقييم «${isolated(name)}»، ونوعه غير معروف`
      const least = asksForScore(detail) ? ` بنتيجة لا تقل عن ${percent(minimumScore)}` : ''
      return `${KINDS[kind].wanted} «${isolated(name)}»${least}`
    }
    case 'documents':
      return 'اعتماد كل مستند إلزامي'
    case 'no_other_certificate':
      return 'ألا توجد شهادة سارية أخرى لهذا البرنامج'
  }
}

export function foundInArabic(detail: RequirementDetail): string {
  switch (detail.of) {
    case 'completed':
      return detail.status === 'declared'
        ? 'اعتبرها أحد الموظفين مكتملة، مع ذكر السبب'
        : trackerStatus(detail.status)
    case 'overall':
    case 'elearning':
      return percent(detail.is)
    case 'sessions':
    case 'homework':
      return number(detail.is)
    case 'assessment':
      return assessmentFound(detail)
    case 'documents':
      return detail.open.length === 0
        ? 'اعتُمدت كلها'
        : `غير المعتمد: ${detail.open.map(documentType).join('، ')}`
    case 'no_other_certificate':
      return detail.certificateId === null ? 'لا توجد' : `سجل الشهادة ${number(detail.certificateId)} في Odoo`
  }
}

const SESSIONS = { one: 'جلسة واحدة', two: 'جلستين', few: 'جلسات', many: 'جلسة', other: 'جلسة' }
const HOMEWORK = { one: 'واجب واحد', two: 'واجبين', few: 'واجبات', many: 'واجبًا', other: 'واجب' }

/** `wanted`: a verbal noun. `done`, `not`: whether something has reached it. */
const KINDS = {
  certification: { which: 'أي اختبار', wanted: 'اجتياز الاختبار', done: 'اجتيز', not: 'لم يُجتَز' },
  quiz: { which: 'أي اختبار قصير', wanted: 'إكمال الاختبار القصير', done: 'اكتمل', not: 'لم يكتمل' },
  homework: { which: 'أي واجب', wanted: 'تقييم الواجب', done: 'قُيِّم', not: 'لم يُقيَّم' },
  session: { which: 'أي جلسة', wanted: 'حضور الجلسة', done: 'حُضرت', not: 'لم تُحضَر' },
} as const

function assessmentFound({
  kind,
  named,
  score,
  reached,
}: Extract<RequirementDetail, { of: 'assessment' }>): string {
  if (kind === null) return 'لا شيء: اختاروا نوع التقييم في Odoo'
  const { which, done, not } = KINDS[kind]
  if (!named) return `لا شيء: لا يحدد التقييم في Odoo ${which} هو المقصود`
  if (score === null) return not
  if (kind === 'session' || kind === 'quiz') return done
  return `${reached || kind === 'homework' ? done : not}، بنتيجة ${percent(score)}`
}
