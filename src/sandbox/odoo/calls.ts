import type { Environment } from './environment.js'
import { modelOf, withContext } from './environment.js'
import { accessError, attributeError, typeError, userError } from './errors.js'
import { BASE_METHODS } from './methods/base.js'
import type { Arguments, Method } from './methods/method.js'
import { toDictionary, toIds } from './values.js'

/**
 * `execute_kw`: calls a public method of a model with positional and named arguments, as Python would bind them. Returns JSON;
 * undefined where the method returns None. Throws Odoo's exceptions.
 */
export async function callMethod(
  env: Environment,
  modelName: string,
  methodName: string,
  positional: readonly unknown[],
  named: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const model = modelOf(env, modelName)
  if (methodName.startsWith('_'))
    throw accessError(`Private methods (such as '${modelName}.${methodName}') cannot be called remotely.`)
  const method = model.methods[methodName] ?? BASE_METHODS[methodName]
  if (!method) throw attributeError(`The method '${modelName}.${methodName}' does not exist`)
  const { context, ...keywords } = named
  const scope = withContext(env, context === undefined || context === null ? {} : toDictionary(context))
  await checkLanguage(scope)
  const [first, ...rest] = positional
  const onIds = method.on === 'ids'
  return method.run({
    env: scope,
    model,
    ids: onIds ? toIds(first) : [],
    args: bind(methodName, method, onIds ? rest : positional, keywords),
  })
}

/** Python's binding of arguments to parameters. Throws TypeError. */
function bind(
  name: string,
  { params }: Method,
  positional: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): Arguments {
  const names = params.map((param) => param.replace('?', ''))
  if (positional.length > names.length)
    throw typeError(
      `${name}() takes ${names.length} positional arguments but ${positional.length} were given`,
    )
  const bound: Record<string, unknown> = {}
  for (const [place, value] of positional.entries()) bound[names[place] ?? ''] = value
  for (const [keyword, value] of Object.entries(keywords)) {
    if (!names.includes(keyword)) throw typeError(`${name}() got an unexpected keyword argument '${keyword}'`)
    if (keyword in bound) throw typeError(`${name}() got multiple values for argument '${keyword}'`)
    bound[keyword] = value
  }
  const missing = params.find((param) => !param.endsWith('?') && !(param in bound))
  if (missing !== undefined) throw typeError(`${name}() missing 1 required positional argument: '${missing}'`)
  return bound
}

/** From 18 on a language that is not installed is refused. */
async function checkLanguage(env: Environment): Promise<void> {
  const { lang } = env.context
  if (typeof lang !== 'string' || lang === 'en_US') return
  const rows = await env.sql('SELECT 1 FROM res_lang WHERE code = $1 AND active', [lang])
  if (rows.length === 0) throw userError(`Invalid language code: ${lang}`)
}
