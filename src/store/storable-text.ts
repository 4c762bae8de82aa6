import pg from 'pg'

/**
 * PostgreSQL has no text with U+0000, and no text with half of a surrogate pair. Texts of other
 * systems may contain both. `CleaningClient` replaces them in every parameter of every query, so
 * that no caller has to remember it.
 */

/** Stands for a character that cannot be stored. */
const REPLACEMENT = '\uFFFD'

/** With the flag `u`, surrogates match only where the other half is missing. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu
const UNSTORABLE_ONCE = new RegExp(UNSTORABLE.source, 'u')

/** Returns whether PostgreSQL can store the text as it is. */
export const isStorable = (text: string): boolean => !UNSTORABLE_ONCE.test(text)

/** Returns the text as PostgreSQL can store it. */
const storableText = (text: string): string => {
  const clean = text.replace(UNSTORABLE, REPLACEMENT)
  return isJson(clean) ? storableJson(clean) : clean
}

/** JSON escapes the same characters, and `jsonb` rejects the escapes. Only such JSON is parsed. */
const isJson = (text: string): boolean => {
  if (!/^\s*[{["]/.test(text) || !/\\u(0000|d[89a-f])/i.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A surrogate pair, one escaped code unit, or another escape (such as a backslash). */
const ESCAPES = /\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u(....)|\\[^u]/g

const storableJson = (json: string) =>
  json.replace(ESCAPES, (escape, unit?: string) =>
    unit !== undefined && /^(0000|d[89a-f]..)$/i.test(unit) ? '\\ufffd' : escape,
  )

const storable = (value: unknown): unknown => {
  if (typeof value === 'string') return storableText(value)
  return Array.isArray(value) ? value.map(storable) : value
}

/** Replaces what PostgreSQL cannot store in the parameters of every query. */
export class CleaningClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    const query = this.query.bind(this) as (...parameters: unknown[]) => unknown
    // Assigned, because an override would have to repeat the ten signatures of `query`.
    this.query = ((first: unknown, ...others: unknown[]) =>
      query(withStorableValues(first), ...others.map(storable))) as typeof this.query
  }
}

/** A query with its values in one object, as `{ name, text, values }`. */
const withStorableValues = (query: unknown): unknown =>
  isQueryConfig(query) ? { ...query, values: query.values.map(storable) } : query

const isQueryConfig = (query: unknown): query is { values: unknown[] } =>
  typeof query === 'object' && query !== null && 'values' in query && Array.isArray(query.values)
