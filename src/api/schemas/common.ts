import Type, { type TProperties, type TSchema } from 'typebox'

/** An object without other members. `title` is its name in the OpenAPI document. */
export const NamedObject = <P extends TProperties>(title: string, properties: P, description?: string) =>
  Type.Object(properties, { title, additionalProperties: false, ...(description && { description }) })

/** An object without other members that has no name of its own. */
export const StrictObject = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })

export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])

export const OdooId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

export const InstantText = Type.String({ format: 'date-time' })

/** Text that a person writes. It is limited because lists show it. */
export const FreeText = Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' })

/** An application in addresses and responses: program and student. */
export const ApplicationRef = Type.String({
  pattern: '^[1-9]\\d{0,9}-[1-9]\\d{0,9}$',
  description: '`<programId>-<studentId>`',
})
export const ApplicationParams = Type.Object({ programId: OdooId, studentId: OdooId })
/** The part of a path that `ApplicationParams` describe: `7-4711`. */
export const APPLICATION = ':programId-:studentId'

export const Page = {
  cursor: Type.Optional(Type.String({ description: '`next` of the previous page' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
}
export const DEFAULT_LIMIT = 50

export const NextCursor = Nullable(Type.String({ description: 'Cursor of the next page; null on the last' }))

const ProblemBody = NamedObject(
  'Problem',
  {
    type: Type.String({ description: 'Stable name of the kind of problem' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What is wrong this time, and what to do' }),
    instance: Type.String({ description: 'Request id, as in the log' }),
    errors: Type.Optional(
      Type.Array(
        StrictObject({ pointer: Type.String({ description: 'JSON pointer' }), detail: Type.String() }),
      ),
    ),
    state: Type.Optional(Type.Object({}, { additionalProperties: true, description: 'The current state' })),
  },
  'RFC 9457',
)

/** Every route can respond with a problem. */
export const problems = {
  '4xx': {
    description: 'A problem with the request',
    content: { 'application/problem+json': { schema: ProblemBody } },
  },
  '5xx': {
    description: 'A problem on the server side',
    content: { 'application/problem+json': { schema: ProblemBody } },
  },
}
