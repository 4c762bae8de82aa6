import { messagingMethods } from '../apps/mail/messages-and-activities.js'
import { type Environment, modelOf, withContext } from '../orm/environment.js'
import {
  accessError,
  attributeError,
  OdooException,
  typeError,
  userError,
  valueError,
} from '../orm/exceptions.js'
import { notFound, unprocessable } from './errors.js'
import { BASE_METHODS } from '../orm/methods/base.js'
import { Records, type Arguments, type Method } from '../orm/methods/method.js'
import type { Model } from '../orm/model.js'
import { toDictionary, toIds } from '../orm/values.js'
import { isOn, TRAITS } from '../version.js'

/**
 * `execute_kw`: calls a public method of a model. Arguments are bound as in Python. Returns JSON,
 * or undefined where the method returns None. Throws Odoo's exceptions.
 */
export async function callMethod(
  env: Environment,
  modelName: string,
  methodName: string,
  positional: readonly unknown[],
  named: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const model = modelOf(env, modelName)
  const method = methodOf(env, model, methodName)
  const { context, ...keywords } = named
  const [first, ...rest] = positional
  const onIds = receiverOf(env, method) === 'ids'
  const result = await run(env, model, method, {
    context: context ?? {},
    ids: onIds ? first : [],
    args: () => bind(methodName, paramsOf(env, method), onIds ? rest : positional, keywords),
  })
  // `create` with one dictionary returns one id.
  if (methodName === 'create' && Array.isArray(result) && !onIds)
    return Array.isArray(positional[0] ?? keywords.vals_list) ? result : (result[0] as unknown)
  return result
}

/**
 * `/json/2`: the same with named arguments only, `ids` and `context` among them. Arguments that do
 * not match the signature are HTTP 422.
 */
export async function callNamed(
  env: Environment,
  modelName: string,
  methodName: string,
  given: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const model = env.transaction.registry.find(modelName)
  if (!model) throw notFound(`the model '${modelName}' does not exist`)
  const { ids, context, ...keywords } = given
  return run(env, model, publicMethod(env, model, methodName), {
    context: context ?? {},
    ids,
    args: (method) => {
      if (receiverOf(env, method) === 'model' && toIds(ids).length > 0)
        throw unprocessable(`cannot call ${modelName}.${methodName} with ids`)
      return bindNamed(paramsOf(env, method), keywords)
    },
  })
}

/** Returns the method. Throws HTTP's 404 if the model does not have it. */
function publicMethod(env: Environment, model: Model, name: string): Method {
  try {
    return methodOf(env, model, name)
  } catch (error) {
    if (error instanceof OdooException && error.exceptionName === 'builtins.AttributeError')
      throw notFound(error.message)
    throw error
  }
}

function methodOf(env: Environment, model: Model, name: string): Method {
  const method = [model.methods[name], messagingMethods(model)[name], BASE_METHODS[name]].find(
    (found) => found && isOn(env.version, found),
  )
  if (name.startsWith('_') || (method?.privateFrom !== undefined && method.privateFrom <= env.version))
    throw accessError(`Private methods (such as '${model.name}.${name}') cannot be called remotely.`)
  if (!method) throw attributeError(`The method '${model.name}.${name}' does not exist`)
  return method
}

interface Given {
  readonly context: unknown
  readonly ids: unknown
  readonly args: (method: Method) => Arguments
}

async function run(env: Environment, model: Model, method: Method, given: Given): Promise<unknown> {
  const scope = withContext(env, toContext(given.context))
  await checkLanguage(scope)
  const args = given.args(method)
  const result = await method.run({ env: scope, model, ids: toIds(given.ids), args })
  return result instanceof Records ? result.toClientValue(env.version) : result
}

/** Converts the context as Python's `dict` does. */
function toContext(value: unknown): Record<string, unknown> {
  if (typeof value === 'string' && value !== '')
    throw valueError('dictionary update sequence element #0 has length 1; 2 is required')
  return typeof value === 'string' ? {} : toDictionary(value)
}

const paramsOf = ({ version }: Environment, { params }: Method): readonly string[] =>
  typeof params === 'function' ? params(version) : params

const receiverOf = ({ version }: Environment, { on }: Method) => (typeof on === 'function' ? on(version) : on)

const bare = (param: string) => param.replace('?', '')

/** Binds arguments to parameters as Python does. Throws TypeError. */
function bind(
  name: string,
  params: readonly string[],
  positional: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): Arguments {
  const names = params.map(bare)
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

/** The same for named arguments only, with the messages of `inspect.signature`. */
function bindNamed(params: readonly string[], keywords: Readonly<Record<string, unknown>>): Arguments {
  const missing = params.find((param) => !param.endsWith('?') && !(param in keywords))
  if (missing !== undefined) throw unprocessable(`missing a required argument: '${missing}'`)
  const names = params.map(bare)
  const unknown = Object.keys(keywords).find((keyword) => !names.includes(keyword))
  if (unknown !== undefined) throw unprocessable(`got an unexpected keyword argument '${unknown}'`)
  return keywords
}

/** From 18 on, Odoo rejects a language that is not installed. */
async function checkLanguage(env: Environment): Promise<void> {
  const { lang } = env.context
  if (!TRAITS[env.version].checksLanguage || typeof lang !== 'string' || lang === 'en_US') return
  const rows = await env.sql('SELECT 1 FROM res_lang WHERE code = $1 AND active', [lang])
  if (rows.length === 0) throw userError(`Invalid language code: ${lang}`)
}
