/** The value at a JSON pointer, or undefined. */
export function valueAt(document: unknown, pointer: string): unknown {
  let current = document
  for (const step of pointer.split('/').slice(1)) {
    if (typeof current !== 'object' || current === null) return undefined
    current = (current as Record<string, unknown>)[step]
  }
  return current
}

/** A copy of the document with the value at a JSON pointer replaced. */
export function withValueAt(document: unknown, pointer: string, value: unknown): unknown {
  const [step, ...rest] = pointer.split('/').slice(1)
  if (step === undefined) return value
  const inner = withValueAt(
    (document as Record<string, unknown>)[step],
    rest.map((part) => `/${part}`).join(''),
    value,
  )
  return Array.isArray(document)
    ? document.map((item: unknown, place) => (String(place) === step ? inner : item))
    : { ...(document as object), [step]: inner }
}

/** A copy of the document with every text passed through `change`. */
export function mapTexts(document: unknown, change: (text: string) => string): unknown {
  if (typeof document === 'string') return change(document)
  if (Array.isArray(document)) return document.map((item) => mapTexts(item, change))
  if (typeof document !== 'object' || document === null) return document
  return Object.fromEntries(Object.entries(document).map(([key, value]) => [key, mapTexts(value, change)]))
}
