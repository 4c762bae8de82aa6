import { IntlMessageFormat } from 'intl-messageformat'
import type { MailLanguage } from '../store/tables/mail.js'

/**
 * A run of text whose direction must not mix with its surroundings: in Arabic text an unguarded `2026-11-22` is shown as
 * `22-11-2026`, and a Latin name moves the full stop behind it to the other side. `ltr`: numbers; `auto`: names, by their letters.
 */
export class Isolated {
  constructor(
    readonly text: string,
    readonly direction: 'ltr' | 'auto' = 'auto',
  ) {}
}

/** HTML that is ready to be inserted. Everything else is escaped by the template engine. */
export class Markup {
  constructor(readonly html: string) {}
}

export type Phrase = readonly (string | Isolated)[]

export type PhraseValues = Readonly<Record<string, string | number | Isolated>>

/** Western digits in Arabic, too; the Gregorian calendar. */
export const LOCALE: Readonly<Record<MailLanguage, string>> = { en: 'en-GB', ar: 'ar-u-ca-gregory-nu-latn' }

const parsed = new Map<string, IntlMessageFormat>()

/** Fills in an ICU message. Throws when a value is missing. */
export function phrase(language: MailLanguage, message: string, values: PhraseValues): Phrase {
  const key = `${language} ${message}`
  const format = parsed.get(key) ?? new IntlMessageFormat(message, LOCALE[language])
  parsed.set(key, format)
  const result = format.format<Isolated>({ ...values, n: (run) => new Isolated(plain(run), 'ltr') })
  return Array.isArray(result) ? result : [result]
}

const plain = (run: Phrase) => run.map((part) => (part instanceof Isolated ? part.text : part)).join('')

/** In Arabic every isolated run is guarded; in English only what is written from right to left. */
const needsGuard = (language: MailLanguage, { text }: Isolated) =>
  language === 'ar' || /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(text)

/** As HTML, with `<bdi>`. */
export const toMarkup = (language: MailLanguage, phrase: Phrase) =>
  new Markup(
    phrase
      .map((part) => {
        if (typeof part === 'string') return escapeHtml(part)
        if (!needsGuard(language, part)) return escapeHtml(part.text)
        const direction = part.direction === 'ltr' ? ' dir="ltr"' : ''
        return `<bdi${direction}>${escapeHtml(part.text)}</bdi>`
      })
      .join(''),
  )

/** As plain text, with the isolates of Unicode: U+2066 (left to right) or U+2068 (first strong) … U+2069. */
export const toText = (language: MailLanguage, phrase: Phrase) =>
  phrase
    .map((part) => {
      if (typeof part === 'string') return part
      if (!needsGuard(language, part)) return part.text
      return `${part.direction === 'ltr' ? '\u2066' : '\u2068'}${part.text}\u2069`
    })
    .join('')

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
