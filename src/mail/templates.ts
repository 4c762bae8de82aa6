import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Eta } from 'eta'
import type { MailKind } from '../contracts/activities.js'
import type { MailLanguage } from '../store/tables/mail.js'
import { escapeHtml, Markup } from './phrase.js'

const TEMPLATES = join(import.meta.dirname, '..', '..', 'templates', 'mail')

/** `{{= value }}`; braces, because MJML would take `<%` for a tag. */
const SYNTAX = { tags: ['{{', '}}'] as [string, string], autoTrim: false as const }

/** A value that is not there must be an error, not the word "undefined" in somebody's mail. */
const missing = (value: unknown) => new TypeError(`A mail template shows a value of type ${typeof value}.`)

const html = new Eta({
  ...SYNTAX,
  escapeFunction: (value) => {
    if (value instanceof Markup) return value.html
    if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
    throw missing(value)
  },
})

const text = new Eta({
  ...SYNTAX,
  escapeFunction: (value) => {
    if (typeof value === 'string') return value
    throw missing(value)
  },
})

/** The HTML part, from what `npm run mail:compile` made of the kind's MJML. */
export const renderHtml = (kind: MailKind, data: object) =>
  html.render(templateOf(html, join('compiled', `${kind}.html`)), data)

/** The text part, written by hand in each language. */
export const renderText = (kind: MailKind, language: MailLanguage, data: object) =>
  text.render(templateOf(text, `${kind}.${language}.txt`), data)

const compiled = new Map<string, ReturnType<Eta['compile']>>()

function templateOf(eta: Eta, file: string) {
  const known = compiled.get(file)
  if (known) return known
  const template = eta.compile(readFileSync(join(TEMPLATES, file), 'utf8'))
  compiled.set(file, template)
  return template
}
