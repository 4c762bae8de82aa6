/** Attributes of view elements with text for people. */
const READ_BY_PEOPLE =
  'string|help|placeholder|title|alt|confirm|sum|avg|aria-label|add-label|cancel-label|confirm-label'

/** Translates a view's architecture: texts and attributes that have a translation. */
export function translateTerms(arch: string, terms: ReadonlyMap<string, string>): string {
  const inXml = (text: string) => {
    const translation = terms.get(unescaped(text.trim()))
    return translation === undefined ? text : text.replace(text.trim(), () => escaped(translation))
  }
  return arch
    .replace(/>([^<>]+)</g, (_, text: string) => `>${inXml(text)}<`)
    .replace(
      new RegExp(`(\\s(?:${READ_BY_PEOPLE})=)(["'])(.*?)\\2`, 'gs'),
      (_, name: string, quote: string, text: string) => `${name}${quote}${inXml(text)}${quote}`,
    )
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }

const unescaped = (text: string) =>
  text.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? entity)

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
