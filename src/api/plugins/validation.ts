import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Value } from 'typebox/value'
import { isStorable } from '../../store/storable-text.js'
import { type ContentError, Problem, routeNotFound } from '../problems/problem.js'

/**
 * Checks bodies as they are: a quoted number is not a number. An unknown member is an error,
 * because the command would otherwise do less than its sender expects. Path and query contain only
 * text, so their values are converted first.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema)
  return (value: unknown) => {
    // A command without details may come without a body.
    const content = httpPart === 'body' ? (value ?? {}) : Value.Convert(schema, value)
    const errors = errorsIn(schema, validator, content)
    if (errors.length === 0) return { value: content }
    if (httpPart === 'params') return { error: routeNotFound() }
    const part = PARTS[httpPart ?? 'body'] ?? 'body'
    return { error: new Problem('invalid-content', `The ${part} is not valid: see errors.`, { errors }) }
  }
}

/** What is wrong with content that comes from elsewhere than a request, such as a file. */
export const contentErrorsIn = (schema: TSchema, content: unknown): ContentError[] =>
  errorsIn(schema, Compile(schema), content)

const errorsIn = (schema: TSchema, validator: Validator, content: unknown) =>
  validator.Check(content) ? unstorableTexts(schema, content) : contentErrors(validator, content)

const PARTS: Readonly<Record<string, string>> = { querystring: 'query', headers: 'header' }

/**
 * Returns the texts that PostgreSQL cannot store. Undeclared members are not checked: routes that
 * allow them ignore them.
 */
function unstorableTexts(schema: TSchema, content: unknown): ContentError[] {
  const errors: ContentError[] = []
  const check = (value: unknown, pointer: string) => {
    if (typeof value === 'string' && !isStorable(value))
      errors.push({ pointer, detail: 'contains a zero character or half of a surrogate pair' })
    if (typeof value !== 'object' || value === null) return
    for (const [key, member] of Object.entries(value)) check(member, `${pointer}/${key}`)
  }
  const declared = 'properties' in schema ? Object.keys(schema.properties as object) : null
  if (declared === null || typeof content !== 'object' || content === null) check(content, '')
  else
    for (const [key, member] of Object.entries(content)) if (declared.includes(key)) check(member, `/${key}`)
  return errors
}

/** Returns one error per pointer. A missing member is reported under its own pointer. */
function contentErrors(validator: Validator, content: unknown): ContentError[] {
  const details = new Map<string, string>()
  const add = (pointer: string, detail: string) => {
    if (!details.has(pointer)) details.set(pointer, detail)
  }
  for (const error of validator.Errors(content)) {
    switch (error.keyword) {
      case 'required':
        for (const name of error.params.requiredProperties) add(`${error.instancePath}/${name}`, 'is missing')
        break
      case 'additionalProperties':
        for (const name of error.params.additionalProperties)
          add(`${error.instancePath}/${name}`, 'is not known')
        break
      case 'boolean':
        add(error.instancePath, 'is not known')
        break
      case 'enum':
        add(error.instancePath, `must be one of ${error.params.allowedValues.join(', ')}`)
        break
      default:
        add(error.instancePath, error.message)
    }
  }
  return Array.from(details, ([pointer, detail]) => ({ pointer, detail }))
}
