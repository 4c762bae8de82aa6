import { useLanguage } from '../i18n/language.js'

interface Said {
  readonly english: string
  /** Default: it is said in English only. */
  readonly arabic?: string | null
}

/** A sentence of the API in the reader’s language, marked as English where it has no other. */
export function SaidText({ english, arabic = null }: Said) {
  const { language } = useLanguage()
  return language === 'ar' && arabic !== null ? (
    <span lang="ar" dir="rtl">
      {arabic}
    </span>
  ) : (
    <span lang="en" dir="ltr">
      {english}
    </span>
  )
}

interface ListProps {
  readonly english: readonly string[]
  /** In the same order. */
  readonly arabic: readonly (string | null)[]
}

export function SaidList({ english, arabic }: ListProps) {
  return (
    <ul className="missing">
      {english.map((sentence, index) => (
        <li key={sentence}>
          <SaidText english={sentence} arabic={arabic[index] ?? null} />
        </li>
      ))}
    </ul>
  )
}
