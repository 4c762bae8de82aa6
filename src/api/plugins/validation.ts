import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Value } from 'typebox/value'
import { type ContentError, routeNotFound, Problem } from '../problems/problem.js'

/**
 * Checks bodies as they are: a number in quotes is not a number, and an unknown member is an error instead of a command that does less than
 * its sender thinks. Addresses have only text, so parameters and queries are converted first.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema)
  return (value: unknown) => {
    // A command without details may come without a body.
    const content = httpPart === 'body' ? (value ?? {}) : Value.Convert(schema, value)
    if (validator.Check(content)) return { value: content }
    const errors = contentErrors(validator, content)
    if (httpPart === 'params') return { error: routeNotFound() }
    const place = httpPart === 'querystring' ? 'query' : 'body'
    return { error: new Problem('invalid-content', `The ${place} is not valid: see errors.`, { errors }) }
  }
}

/** One error a place: a missing member is pointed at itself, and of alternatives only the sum is told. */
function contentErrors(validator: Validator, content: unknown): ContentError[] {
  const errors: ContentError[] = []
  const told = new Set<string>()
  const tell = (pointer: string, detail: string) => {
    if (!told.has(pointer)) errors.push({ pointer, detail })
    told.add(pointer)
  }
  for (const error of validator.Errors(content)) {
    switch (error.keyword) {
      case 'required':
        for (const name of error.params.requiredProperties)
          tell(`${error.instancePath}/${name}`, 'is missing')
        break
      case 'additionalProperties':
        for (const name of error.params.additionalProperties)
          tell(`${error.instancePath}/${name}`, 'is not known')
        break
      case 'boolean':
        tell(error.instancePath, 'is not known')
        break
      case 'enum':
        tell(error.instancePath, `must be one of ${error.params.allowedValues.join(', ')}`)
        break
      default:
        tell(error.instancePath, error.message)
    }
  }
  return errors
}
