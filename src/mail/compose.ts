import type { MailLanguage } from '../store/tables/mail.js'
import type { MailContent, MailContentData } from './mail-content.js'
import { ar } from './messages.ar.js'
import { en } from './messages.en.js'
import { Isolated, LOCALE, phrase, type Phrase, type PhraseValues, toMarkup, toText } from './phrase.js'
import { renderHtml, renderText } from './templates.js'

export interface ComposedMail {
  /** One line. */
  readonly subject: string
  readonly html: string
  readonly text: string
}

const MESSAGES = { en, ar }

/** The mail that a letter becomes. Pure: equal letters give equal bytes. */
export function composeMail({
  language,
  recipient,
  program,
  organization,
  content,
}: MailContent): ComposedMail {
  const { url, courses = [], percent = null, ...filling } = fillingOf(content, language)
  const values: PhraseValues = {
    named: recipient === null ? 'no' : 'yes',
    name: name(recipient ?? ''),
    program: name(program),
    organization: name(organization),
    ...filling.values,
  }
  const messages: Record<string, string> = {
    ...MESSAGES[language].common,
    ...MESSAGES[language][content.kind],
  }
  const phrases = mapValues(messages, (message) => phrase(language, message, values))
  const shown = mapValues(isolatedOf(values), (value): Phrase => [value])
  const subject = toText(language, phrases['subject'] ?? [])
  const html = (one: Phrase) => toMarkup(language, one)
  const text = (one: Phrase) => toText(language, one)
  return {
    subject,
    html: renderHtml(content.kind, {
      lang: language,
      ...(language === 'ar' ? { dir: 'rtl', start: 'right' } : { dir: 'ltr', start: 'left' }),
      subject,
      url,
      percent,
      t: mapValues(phrases, html),
      v: mapValues(shown, html),
      courses: courses.map((course) => html([course])),
    }),
    text: renderText(content.kind, language, {
      url,
      t: mapValues(phrases, text),
      v: mapValues(shown, text),
      courses: courses.map((course) => text([course])),
    }),
  }
}

/** What a kind of letter adds to the values that every letter has. Isolated values can also be shown on their own. */
interface Filling {
  readonly values: PhraseValues
  /** Where the button leads. */
  readonly url: string
  readonly courses?: readonly Isolated[]
  readonly percent?: number
}

function fillingOf(content: MailContentData, language: MailLanguage): Filling {
  switch (content.kind) {
    case 'welcome':
      return {
        values: { count: content.courses.length },
        courses: content.courses.map(name),
        url: content.coursesUrl,
      }
    case 'milestone':
      return { values: { percent: content.percent }, percent: content.percent, url: content.coursesUrl }
    case 'reminder': {
      const { number, of, daysIdle: days, coursesUrl: url } = content
      return { values: { number, of, days, last: number >= of ? 'yes' : 'no' }, url }
    }
    case 'completion':
      return { values: { course: name(content.course) }, url: content.coursesUrl }
    case 'certificate':
      return {
        values: { certificateNumber: new Isolated(oneLine(content.certificateNumber), 'ltr') },
        url: content.verifyUrl,
      }
    case 'review_request':
      return {
        values: {
          task: content.task,
          student: name(content.student),
          caseReference: new Isolated(content.reference, 'ltr'),
          instructions: name(content.instructions),
          ...(content.deadline === null ? {} : { lastDay: day(content.deadline, language) }),
          reminder: content.reminder,
          escalated: content.escalated ? 'yes' : 'no',
        },
        url: content.reviewsUrl,
      }
  }
}

const isolatedOf = (values: PhraseValues): Record<string, Isolated> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value instanceof Isolated ? [[key, value]] : [])),
  )

const name = (text: string) => new Isolated(oneLine(text))

/**
 * Text from outside as one line. A line break would end a header (and begin a forged one); controls of writing direction would reach
 * beyond our isolates: U+200E, U+200F, U+202A–U+202E, U+2066–U+2069.
 */
const oneLine = (text: string) =>
  text
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()

/** A day in words. UTC: the same for whoever reads it, and never a day later than meant. */
const day = (instant: string, language: MailLanguage) =>
  new Isolated(
    new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(instant),
    ),
  )

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
