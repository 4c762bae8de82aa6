/** ISO 639 codes of Arabic and its varieties, alone or at the start of a locale such as `ar_EG`. */
const CODE = /^(ar|ara|arb|arz|apc|ajp|ary|arq|aeb|ayl|afb|acm|acw|ars|apd|ayn|acq)([-_.@].*)?$/u

/** The language by name: `Arabic`, `Arabe`, `Arabisch`, `Egyptian Arabic`, `اللغة العربية`. */
const NAME = /(?<!\p{L})arab|عرب/u

/** Varieties that people name without the word for Arabic. */
const VARIETY = /(?<!\p{L})(levantine|darija|khaleeji|khaliji)|فصحي|خليجي|مصري|شامي|حجازي|نجدي/u

const DENIED = /(?<!\p{L})(not|non|no)[\s-]+arab|غير\s+(ال)?عرب/u

/**
 * Returns whether a student's native language, a free text in Odoo, is Arabic. Letter case, vowel
 * marks, joined letter forms and invisible characters do not matter.
 */
export function isArabic(nativeLanguage: string | null): boolean {
  const text = (nativeLanguage ?? '')
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}ـ]/gu, '')
    .replaceAll('ى', 'ي')
    .toLowerCase()
    .trim()
  if (DENIED.test(text)) return false
  return CODE.test(text) || NAME.test(text) || VARIETY.test(text)
}
