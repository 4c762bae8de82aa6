/** HTML that can be sent as it is. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text
  }
}

type Content = Html | string | number | null | undefined | false | readonly Content[]

/**
 * A template that escapes what is inserted, unless it is `Html` already. Null, undefined and false
 * insert nothing.
 */
export const html = (parts: TemplateStringsArray, ...insertions: readonly Content[]): Html =>
  new Html(parts.map((part, index) => part + textOf(insertions[index])).join(''))

function textOf(content: Content): string {
  if (content === null || content === undefined || content === false) return ''
  if (content instanceof Html) return content.text
  if (typeof content === 'object') return content.map(textOf).join('')
  return escapeHtml(`${content}`)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Safe as text and as a quoted attribute. */
export const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
