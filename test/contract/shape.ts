/**
 * The shape of a JSON value: keys, types, for lists the set of their elements' shapes; `false` is told from `true`, since Odoo says
 * false where nothing is. Texts and numbers are only that.
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
 * Parts of a result that mean the same on every server: no ids, no instants, no addresses. Records that are alike but for these count once:
 * a server that has been replayed against before holds them several times.
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
