import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Eta } from 'eta'
import type { MailKind, MailLanguage, StaffMailKind } from '../contracts/mail.js'
import { escapeHtml, Html } from '../html.js'

type TemplateKind = MailKind | StaffMailKind

const TEMPLATES = join(import.meta.dirname, '..', '..', 'templates', 'mail')

/** `{{= value }}`. Braces, because MJML would read `<%` as a tag. */
const SYNTAX = { tags: ['{{', '}}'] as [string, string], autoTrim: false as const }

/** A missing value must be an error, not the word "undefined" in an email. */
const missing = (value: unknown) => new TypeError(`An email template shows a value of type ${typeof value}.`)

const html = new Eta({
  ...SYNTAX,
  escapeFunction: (value) => {
    if (value instanceof Html) return value.text
    if (typeof value === 'string' || typeof value === 'number') return escapeHtml(`${value}`)
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

/** Returns the HTML part, from the MJML that `npm run mail:compile` compiled. */
export const renderHtml = (kind: TemplateKind, data: object) =>
  html.render(templateOf(html, join('compiled', `${kind}.html`)), data)

/** Returns the text part. Its template is written by hand for each language. */
export const renderText = (kind: TemplateKind, language: MailLanguage, data: object) =>
  text.render(templateOf(text, `${kind}.${language}.txt`), data)

const compiled = new Map<string, ReturnType<Eta['compile']>>()

function templateOf(eta: Eta, file: string) {
  const known = compiled.get(file)
  if (known) return known
  const template = eta.compile(readFileSync(join(TEMPLATES, file), 'utf8'))
  compiled.set(file, template)
  return template
}
