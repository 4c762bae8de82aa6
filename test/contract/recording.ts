import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Real exchanges with an unmodified Odoo 18; ids, dates and texts as received, secrets and hosts replaced. */
const FOLDER = new URL('./recordings/18/jsonrpc/', import.meta.url)

export interface Exchange {
  readonly what: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: unknown
    /** A body that is not JSON. */
    readonly bodyText?: string
  }
  readonly response: {
    readonly status: number
    readonly contentType: string
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: unknown
    readonly bodyShape?: {
      readonly kind: string
      readonly title?: string | null
      readonly startsWith: string
    }
  }
  /** Name → JSON pointer into the reply: values that later requests use. */
  readonly binds?: Readonly<Record<string, string>>
  /** JSON pointer into the request → name of such a value. */
  readonly refs?: Readonly<Record<string, string>>
}

export const scenarios = (): string[] =>
  readdirSync(fileURLToPath(FOLDER))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace('.json', ''))
    .sort()

export const exchangesOf = (scenario: string): Exchange[] =>
  JSON.parse(readFileSync(new URL(`${scenario}.json`, FOLDER), 'utf8')) as Exchange[]

/** The value at a JSON pointer; undefined when the path leads nowhere. */
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
