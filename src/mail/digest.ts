import type { MailLanguage } from '../contracts/mail.js'
import type { TaskKind } from '../contracts/tasks.js'
import { html, type Html } from '../html.js'
import type { ComposedMail } from './compose.js'
import { ar } from './messages.ar.js'
import { en } from './messages.en.js'
import { Isolated, phrase, toHtml, toText, type PhraseValues } from './phrase.js'

/** A task in a digest. */
interface DigestTask {
  readonly kind: TaskKind
  readonly student: string
  readonly url: string
  readonly isNew: boolean
  readonly isOverdue: boolean
}

export interface DigestContent {
  readonly language: MailLanguage
  /** Null: the review mailbox. */
  readonly recipient: string | null
  readonly organization: string
  readonly programs: readonly { readonly title: string; readonly tasks: readonly DigestTask[] }[]
  /** Where all tasks are. */
  readonly url: string
}

const MESSAGES = { en, ar }

/** Renders the digest of a day. Pure: equal content gives equal bytes. */
export function composeDigest(content: DigestContent): ComposedMail {
  const { language, recipient, organization, programs, url } = content
  const messages = MESSAGES[language].digest
  const tasks = programs.flatMap((program) => program.tasks)
  const counts = {
    count: tasks.length,
    fresh: tasks.filter(({ isNew }) => isNew).length,
    overdue: tasks.filter(({ isOverdue }) => isOverdue).length,
  }
  const say = (message: string, values: PhraseValues = {}) => phrase(language, message, values)
  const name = (value: string) => [new Isolated(oneLine(value))]
  const greeting = say(MESSAGES[language].common.greeting, {
    named: recipient === null ? 'no' : 'yes',
    name: new Isolated(oneLine(recipient ?? '')),
  })
  const intro = say(messages.intro, counts)
  const headingOf = ({ kind }: DigestTask) => say(MESSAGES[language].review_request.heading, { task: kind })
  const marksOf = ({ isNew, isOverdue }: DigestTask) => [
    ...(isOverdue ? [say(messages.overdue)] : []),
    ...(isNew ? [say(messages.fresh)] : []),
  ]
  const asText = (value: Parameters<typeof toText>[1]) => toText(language, value)
  const asHtml = (value: Parameters<typeof toHtml>[1]) => toHtml(language, value)
  const item = (task: DigestTask): Html =>
    html`<li style="margin-bottom: 6px">
      <a href="${task.url}">${asHtml(name(task.student))}</a>:
      ${asHtml(headingOf(task))}${marksOf(task).map((mark) => html` <strong>(${asHtml(mark)})</strong>`)}
    </li>`
  const line = (task: DigestTask) =>
    [
      `* ${asText(name(task.student))}: ${asText(headingOf(task))}`,
      ...marksOf(task).map((mark) => `(${asText(mark)})`),
    ].join(' ') + `\n${task.url}`
  return {
    subject: asText(say(messages.subject, counts)),
    html: html`<!doctype html>
      <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
        <head>
          <meta charset="utf-8" />
        </head>
        <body
          style="font-family: sans-serif; line-height: 1.5; max-width: 600px; margin: 0 auto; padding: 16px"
        >
          <p>${asHtml(greeting)}</p>
          <p>${asHtml(intro)}</p>
          ${programs.map(
            (program) =>
              html`<h2 style="font-size: 16px">${asHtml(name(program.title))}</h2>
                <ul>
                  ${program.tasks.map(item)}
                </ul>`,
          )}
          <p><a href="${url}">${asHtml(say(messages.button))}</a></p>
          <p>${asHtml(say(MESSAGES[language].common.regards))}<br />${asHtml(name(organization))}</p>
          <p style="color: #595959; font-size: 13px">${asHtml(say(messages.footer))}</p>
        </body>
      </html>`.toString(),
    text: [
      asText(greeting),
      asText(intro),
      ...programs.flatMap((program) => [asText(name(program.title)), ...program.tasks.map(line)]),
      `${asText(say(messages.button))}:\n${url}`,
      `${asText(say(MESSAGES[language].common.regards))}\n${asText(name(organization))}`,
      `--\n${asText(say(messages.footer))}`,
      '',
    ].join('\n\n'),
  }
}

/** A line break could forge a line; direction controls would reach beyond our isolates. */
const oneLine = (text: string) =>
  text
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
