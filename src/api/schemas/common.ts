import Type, { type TProperties, type TSchema } from 'typebox'

/** An object without other members. `title` becomes its name in the OpenAPI document. */
export const NamedObject = <P extends TProperties>(title: string, properties: P, description?: string) =>
  Type.Object(properties, { title, additionalProperties: false, ...(description && { description }) })

export const StrictObject = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })

export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])

/** An id of Odoo. */
export const OdooId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

export const InstantText = Type.String({ format: 'date-time' })

/** Texts of people: limited, because they are shown in lists. */
export const FreeText = Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' })

/** How an application is named in addresses: program, student. */
export const ApplicationRef = Type.String({
  pattern: '^[1-9]\\d{0,9}-[1-9]\\d{0,9}$',
  description: '`<programId>-<studentId>`',
})
export const ApplicationParams = Type.Object({ programId: OdooId, studentId: OdooId })
/** How `ApplicationParams` stand in an address, after a slash: `7-4711`. */
export const APPLICATION = ':programId-:studentId'

export const Page = {
  cursor: Type.Optional(Type.String({ description: '`next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
}
export const DEFAULT_LIMIT = 50

export const NextCursor = Nullable(Type.String({ description: 'Cursor of the next page; null: the last' }))

const ProblemBody = NamedObject(
  'Problem',
  {
    type: Type.String({ description: 'Stable name of the kind of problem' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What it is this time, and what to do' }),
    instance: Type.String({ description: 'Request id, as in the log' }),
    errors: Type.Optional(
      Type.Array(
        StrictObject({ pointer: Type.String({ description: 'JSON pointer' }), detail: Type.String() }),
      ),
    ),
    state: Type.Optional(Type.Object({}, { additionalProperties: true, description: 'The present state' })),
  },
  'RFC 9457',
)

/** Every route can answer with a problem. */
export const problems = {
  '4xx': {
    description: 'A problem with the request',
    content: { 'application/problem+json': { schema: ProblemBody } },
  },
  '5xx': {
    description: 'A problem on our side',
    content: { 'application/problem+json': { schema: ProblemBody } },
  },
}
