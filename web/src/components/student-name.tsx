import { useLanguage } from '../i18n/language.js'

interface Names {
  /** In Latin letters, where Odoo has such a name. */
  readonly name: string
  readonly nameArabic: string | null
}

interface Named {
  readonly studentId: number
  readonly student?: Names | null
  readonly name?: string | null
  readonly nameArabic?: string | null
}

/** Returns a function that names a student as the reader’s language writes it, or by number. */
export function useStudentName(): (of: Named) => string {
  const { language, messages } = useLanguage()
  return ({ studentId, student, name, nameArabic }) => {
    const latin = student?.name ?? name
    const arabic = student?.nameArabic ?? nameArabic
    return (language === 'ar' ? (arabic ?? latin) : latin) ?? messages.common.studentNumber(studentId)
  }
}

/** A student’s name. Its own letters decide its direction. */
export function StudentName({ of }: { readonly of: Named }) {
  return <bdi>{useStudentName()(of)}</bdi>
}
