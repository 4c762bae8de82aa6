import type { MailLanguage } from '../../src/contracts/mail.js'
import type { Task } from '../../src/contracts/tasks.js'
import { titleIn } from '../../src/domain/bilingual.js'
import { instructionsInArabic } from '../../src/domain/sentences/in-arabic.js'
import { escapeHtml } from '../../src/html.js'
import { ar } from '../../src/mail/messages.ar.js'
import { en } from '../../src/mail/messages.en.js'
import { phrase, toText } from '../../src/mail/phrase.js'

const MESSAGES = { en, ar }

export interface TodoText {
  /** One line, plain text. */
  readonly summary: string
  /** HTML. */
  readonly note: string
}

/** Returns what an agent reads about a task in Odoo. Names nobody: the student's record does. */
export function todoText(
  language: MailLanguage,
  { task, program, url }: { readonly task: Task; readonly program: string; readonly url: string },
): TodoText {
  const { heading } = MESSAGES[language].review_request
  const { escalated, open } = MESSAGES[language].todo
  const say = (message: string) => toText(language, phrase(language, message, { task: task.kind }))
  const paragraphs = [
    ...(task.escalated ? [say(escalated)] : []),
    titleIn(language, program),
    (language === 'ar' ? instructionsInArabic(task) : null) ?? task.instructions,
  ]
  const dir = language === 'ar' ? 'rtl' : 'ltr'
  return {
    summary: say(heading),
    note: [
      ...paragraphs.map((text) => `<p dir="${dir}">${escapeHtml(text)}</p>`),
      `<p dir="${dir}"><a href="${escapeHtml(url)}">${escapeHtml(say(open))}</a></p>`,
    ].join(''),
  }
}

/** Returns what Odoo notes on the student when a task has ended. */
export const feedbackText = (language: MailLanguage, decision: string | null): string =>
  toText(language, phrase(language, MESSAGES[language].todo.done, { decision: decision ?? 'none' }))
