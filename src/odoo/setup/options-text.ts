import type { Label } from '../schema/fields.js'

/** The options of a selection as Odoo keeps and answers them: a list of pairs in Python's notation. */
export const optionsText = (labels: Readonly<Record<string, Label>>): string =>
  `[${Object.entries(labels)
    .map(([key, { en }]) => `(${quoted(key)}, ${quoted(en)})`)
    .join(', ')}]`

/** As Python writes a text: in double quotes only where that saves escaping a single one. */
function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\')
  if (!text.includes("'")) return `'${escaped}'`
  return text.includes('"') ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped}"`
}

/** The keys in such a text. */
export const optionKeys = (text: string): string[] =>
  [...text.matchAll(/\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*,/g)].map(
    ([, single, double]) => single ?? double ?? '',
  )
