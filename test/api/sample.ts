/** A JSON Schema as our OpenAPI document has it. */
interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly format?: string
  readonly pattern?: string
  readonly minItems?: number
}

/** Returns content that a schema accepts: the least that is required. */
export function sampleOf(schema: Schema, named: Readonly<Record<string, Schema>>): unknown {
  if (schema.$ref !== undefined) return sampleOf(named[schema.$ref.split('/').at(-1) ?? ''] ?? {}, named)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [first] = schema.anyOf ?? []
  if (first) return sampleOf(first, named)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {}, named)]),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}, named))
    case 'integer':
    case 'number':
      return 1
    case 'boolean':
      return false
    case 'string':
      return schema.format === 'date-time' ? '2099-01-01T00:00:00Z' : '2099-01-01'
    default:
      return null
  }
}
