import type { MailLanguage } from '../contracts/mail.js'
import { instructionsInArabic } from '../domain/sentences/in-arabic.js'
import type { Instructions } from '../domain/sentences/sentence.js'
import type { MailBody, MailContent } from './mail-content.js'
import { ar } from './messages.ar.js'
import { en } from './messages.en.js'
import { Isolated, LOCALE, phrase, type Phrase, type PhraseValues, toHtml, toText } from './phrase.js'
import { renderHtml, renderText } from './templates.js'

export interface ComposedMail {
  /** One line. */
  readonly subject: string
  readonly html: string
  readonly text: string
}

const MESSAGES = { en, ar }

/** Renders an email. Pure: equal content gives equal bytes. */
export function composeMail(content: MailContent): ComposedMail {
  const { language, recipient, program, organization, personalPage: page, body } = content
  const { url, courses = [], programs = [], percent = null, values: ofKind } = valuesOf(body, language)
  const values: PhraseValues = {
    named: recipient === null ? 'no' : 'yes',
    name: name(recipient ?? ''),
    ...(program === null ? {} : { program: name(program) }),
    organization: name(organization),
    ...ofKind,
  }
  const messages: Record<string, string> = {
    ...MESSAGES[language].common,
    ...MESSAGES[language][body.kind],
  }
  const phrases = mapValues(messages, (message) => phrase(language, message, values))
  const shown = mapValues(isolatedOf(values), (value): Phrase => [value])
  const subject = toText(language, phrases['subject'] ?? [])
  const html = (one: Phrase) => toHtml(language, one)
  const text = (one: Phrase) => toText(language, one)
  const shownPrograms = <T>(show: (one: Phrase) => T) =>
    programs.map(({ title, tasks }) => ({
      title: show([name(title)]),
      tasks: tasks.map(({ kind, student, ...task }) => ({
        ...task,
        student: show([name(student)]),
        heading: show(phrase(language, MESSAGES[language].review_request.heading, { task: kind })),
      })),
    }))
  return {
    subject,
    html: renderHtml(body.kind, {
      lang: language,
      ...(language === 'ar' ? { dir: 'rtl', start: 'right' } : { dir: 'ltr', start: 'left' }),
      subject,
      url,
      page,
      percent,
      t: mapValues(phrases, html),
      v: mapValues(shown, html),
      courses: courses.map((course) => ({ name: html([course.name]), url: course.url })),
      programs: shownPrograms(html),
    }),
    text: renderText(body.kind, language, {
      url,
      page,
      t: mapValues(phrases, text),
      v: mapValues(shown, text),
      courses: courses.map((course) => ({ name: text([course.name]), url: course.url })),
      programs: shownPrograms(text),
    }),
  }
}

/**
 * What a kind of email adds to the values that all have. Templates can also show isolated values
 * directly.
 */
interface KindValues {
  readonly values: PhraseValues
  /** Where the button leads. */
  readonly url: string
  readonly courses?: readonly { readonly name: Isolated; readonly url: string }[]
  readonly programs?: Extract<MailBody, { kind: 'digest' }>['programs']
  readonly percent?: number
}

function valuesOf(body: MailBody, language: MailLanguage): KindValues {
  switch (body.kind) {
    case 'welcome':
      return {
        values: { count: body.courses.length },
        courses: body.courses.map((course) => ({ name: name(course.name), url: course.url })),
        url: body.courses[0]?.url ?? '',
      }
    case 'milestone':
      return { values: { percent: body.percent }, percent: body.percent, url: body.courseUrl }
    case 'reminder': {
      const { number, of, daysIdle: days, courseUrl: url } = body
      return { values: { number, of, days, last: number >= of ? 'yes' : 'no' }, url }
    }
    case 'sign_in': {
      const { number, of, courseUrl: url } = body
      return { values: { number, of, last: number >= of ? 'yes' : 'no' }, url }
    }
    case 'completion':
      return { values: { course: name(body.course) }, url: body.courseUrl }
    case 'certificate':
      return {
        values: { certificateNumber: new Isolated(oneLine(body.certificateNumber), 'ltr') },
        url: body.verifyUrl,
      }
    case 'digest': {
      const tasks = body.programs.flatMap((of) => of.tasks)
      return {
        values: {
          count: tasks.length,
          fresh: tasks.filter(({ isNew }) => isNew).length,
          overdue: tasks.filter(({ isOverdue }) => isOverdue).length,
        },
        programs: body.programs,
        url: body.url,
      }
    }
    case 'report': {
      const { title, asOf, day, period, isOfOwnStudents, url } = body
      return {
        values: {
          report: name(title),
          asOf: new Isolated(asOf, 'ltr'),
          day: writtenDay(day, language),
          own: isOfOwnStudents ? 'yes' : 'no',
          ...(period && { from: writtenDay(period.from, language), to: writtenDay(period.to, language) }),
        },
        url,
      }
    }
    case 'review_request':
      return {
        values: {
          task: body.task,
          student: name(body.student),
          reference: new Isolated(body.reference, 'ltr'),
          instructions: instructionsIn(language, body),
          ...(body.lastDay === null ? {} : { lastDay: writtenDay(body.lastDay, language) }),
          reminder: body.reminder,
          escalated: body.escalated ? 'yes' : 'no',
        },
        url: body.taskUrl,
      }
  }
}

/** Arabic sentences isolate their own values, whose controls they have removed. */
function instructionsIn(language: MailLanguage, instructions: Instructions): Isolated {
  const arabic = language === 'ar' ? instructionsInArabic(instructions) : null
  return arabic === null ? name(instructions.instructions) : new Isolated(arabic)
}

const isolatedOf = (values: PhraseValues): Record<string, Isolated> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value instanceof Isolated ? [[key, value]] : [])),
  )

const name = (text: string) => new Isolated(oneLine(text))

/**
 * Text from outside as one line. A line break would end a header and could begin a forged one.
 * Direction controls (U+200E, U+200F, U+202A–U+202E, U+2066–U+2069) would reach beyond our
 * isolates.
 */
const oneLine = (text: string) =>
  text
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()

/** A day written out. It belongs to no time zone, so it is formatted in the one it is parsed in. */
const writtenDay = (day: string, language: MailLanguage) =>
  new Isolated(
    new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(`${day}T00:00:00Z`),
    ),
  )

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
