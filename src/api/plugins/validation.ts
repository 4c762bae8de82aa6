import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Value } from 'typebox/value'
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
    if (validator.Check(content)) return { value: content }
    const errors = contentErrors(validator, content)
    if (httpPart === 'params') return { error: routeNotFound() }
    const part = httpPart === 'querystring' ? 'query' : 'body'
    return { error: new Problem('invalid-content', `The ${part} is not valid: see errors.`, { errors }) }
  }
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
