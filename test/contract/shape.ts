/**
 * The shape of a JSON value: keys and types, and for lists the set of their elements' shapes.
 * `false` differs from `true`, since Odoo returns false for empty values.
 */
export function shapeOf(value: unknown): string {
  if (value === false) return 'false'
  if (value === null) return 'null'
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].sort().join(' | ')}]`
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}: ${shapeOf(inner)}`)
      .sort()
      .join(', ')}}`
  return typeof value
}

/**
 * The parts of a result that are the same on every server: no ids, times or addresses. Records that
 * differ only in those count once, because a server may have been used before.
 */
export function comparable(value: unknown, key = ''): unknown {
  if (/^(id|.*_ids?|.*_date|.*_datetime|.*_url|uid)$/.test(key)) return undefined
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'number')) return value.length
    const items: unknown[] = value.map((item) => comparable(item))
    return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
  }
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, inner]) => [name, comparable(inner, name)] as const)
        .filter(([, inner]) => inner !== undefined),
    )
  return value
}
