import { isArabic } from './native-language.js'

/** Odoo's Arabic for everybody; a center may have a regional one instead. */
const ARABIC = 'ar_001'
/** Odoo's source language. */
const ENGLISH = 'en_US'

/**
 * The language of Odoo for a student: the code of an active one, or null where their native
 * language, a free text, names none of them. Then Odoo chooses.
 */
export function contactLanguage(nativeLanguage: string | null, active: readonly string[]): string | null {
  if (isArabic(nativeLanguage)) return preferred(ARABIC, 'ar', active)
  const written = simplified(nativeLanguage ?? '')
  if (written === '') return null
  const named = active.find((code) => namesOf(code).includes(written))
  if (named === undefined) return null
  const language = languageOf(named)
  return language === 'en' ? preferred(ENGLISH, 'en', active) : named
}

/** The usual variant of a language if it is active, otherwise the first one that is. */
const preferred = (code: string, language: string, active: readonly string[]): string | null =>
  active.includes(code) ? code : (active.find((other) => languageOf(other) === language) ?? null)

const languageOf = (code: string) => code.split(/[_@]/)[0] ?? code

/** What people call a language: in English, in Arabic, in itself, and by its code. */
function namesOf(code: string): string[] {
  const language = languageOf(code)
  const names = ['en', 'ar', language].map((locale) => nameIn(locale, language))
  return [...names, language, code].map(simplified)
}

/** Odoo may have a language whose code is none for us. */
function nameIn(locale: string, language: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language
  } catch {
    return language
  }
}

const simplified = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}ـ]/gu, '')
    .replace(/^\s*(ال|اللغة\s+ال)/u, '')
    .toLowerCase()
    .trim()
