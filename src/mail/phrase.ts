import { IntlMessageFormat } from 'intl-messageformat'
import type { MailLanguage } from '../contracts/mail.js'
import { escapeHtml, Html } from '../html.js'

/**
 * A run of text whose direction must not mix with its surroundings. In Arabic text, an unguarded
 * `2026-11-22` is displayed as `22-11-2026`, and a Latin name moves the full stop after it to the
 * other side. `ltr` is for numbers; `auto` is for names, whose letters decide.
 */
export class Isolated {
  constructor(
    readonly text: string,
    readonly direction: 'ltr' | 'auto' = 'auto',
  ) {}
}

export type Phrase = readonly (string | Isolated)[]

export type PhraseValues = Readonly<Record<string, string | number | Isolated>>

/** Western digits and the Gregorian calendar, in Arabic too. */
export const LOCALE: Readonly<Record<MailLanguage, string>> = { en: 'en-GB', ar: 'ar-u-ca-gregory-nu-latn' }

const parsed = new Map<string, IntlMessageFormat>()

/** Formats an ICU message. Throws when a value is missing. */
export function phrase(language: MailLanguage, message: string, values: PhraseValues): Phrase {
  const key = `${language} ${message}`
  const format = parsed.get(key) ?? new IntlMessageFormat(message, LOCALE[language])
  parsed.set(key, format)
  const result = format.format<Isolated>({ ...values, n: (run) => new Isolated(plain(run), 'ltr') })
  return Array.isArray(result) ? result : [result]
}

const plain = (run: Phrase) => run.map((part) => (part instanceof Isolated ? part.text : part)).join('')

/** Arabic text guards every isolated run; English text guards only right-to-left runs. */
const needsGuard = (language: MailLanguage, { text }: Isolated) =>
  language === 'ar' || /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(text)

/** As HTML, with `<bdi>`. */
export const toHtml = (language: MailLanguage, phrase: Phrase) =>
  new Html(
    phrase
      .map((part) => {
        if (typeof part === 'string') return escapeHtml(part)
        if (!needsGuard(language, part)) return escapeHtml(part.text)
        const direction = part.direction === 'ltr' ? ' dir="ltr"' : ''
        return `<bdi${direction}>${escapeHtml(part.text)}</bdi>`
      })
      .join(''),
  )

/**
 * As plain text, with Unicode isolates: U+2066 (left to right) or U+2068 (first strong) … U+2069.
 */
export const toText = (language: MailLanguage, phrase: Phrase) =>
  phrase
    .map((part) => {
      if (typeof part === 'string') return part
      if (!needsGuard(language, part)) return part.text
      return `${part.direction === 'ltr' ? '\u2066' : '\u2068'}${part.text}\u2069`
    })
    .join('')
