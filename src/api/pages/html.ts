/** HTML text that is safe to send as it is. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text
  }
}

type Content = Html | string | number | null | undefined | false | readonly Content[]

/** A template whose insertions are escaped, unless they are HTML themselves. Nothing is inserted for null, undefined and false. */
export const html = (parts: TemplateStringsArray, ...insertions: readonly Content[]): Html =>
  new Html(parts.map((part, at) => part + textOf(insertions[at])).join(''))

function textOf(content: Content): string {
  if (content === null || content === undefined || content === false) return ''
  if (content instanceof Html) return content.text
  if (typeof content === 'object') return content.map(textOf).join('')
  return String(content).replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`)
}
