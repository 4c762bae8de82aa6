import type { Environment } from '../environment.js'
import type { Model } from '../model.js'

/** Named arguments of a call. */
export type Arguments = Readonly<Record<string, unknown>>

/** A method that can be called over RPC. */
export interface Method {
  /** Names in their order; `name?` is optional. */
  readonly params: readonly string[]
  /** `ids`: the first argument is the id list. `model`: an `@api.model` method. */
  readonly on: 'ids' | 'model'
  /** Returns JSON; undefined stands for Python's None (no `result` key). */
  run(call: Call): Promise<unknown>
}

interface Call {
  readonly env: Environment
  readonly model: Model
  /** Empty for `@api.model` methods. */
  readonly ids: readonly number[]
  readonly args: Arguments
}

export const onRecords = (params: readonly string[], run: Method['run']): Method => ({
  params,
  on: 'ids',
  run,
})
export const onModel = (params: readonly string[], run: Method['run']): Method => ({
  params,
  on: 'model',
  run,
})
