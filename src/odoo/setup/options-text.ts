import type { Label } from '../schema/fields.js'

/** Returns the options of a selection as Odoo stores them: a list of pairs in Python's notation. */
export const optionsText = (labels: Readonly<Record<string, Label>>): string =>
  `[${Object.entries(labels)
    .map(([key, { en }]) => `(${quoted(key)}, ${quoted(en)})`)
    .join(', ')}]`

/** Quotes as Python does: double quotes only when that avoids escaping a single quote. */
function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\')
  if (!text.includes("'")) return `'${escaped}'`
  return text.includes('"') ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped}"`
}

/** Returns the keys in such a text. */
export const optionKeys = (text: string): string[] =>
  [...text.matchAll(/\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*,/g)].map(
    ([, single, double]) => single ?? double ?? '',
  )
