import type { Environment } from '../environment.js'
import type { Model } from '../model.js'
import { TRAITS, type SandboxVersion, type Since } from '../../version.js'

/** Named arguments of a call. */
export type Arguments = Readonly<Record<string, unknown>>

/** Parameters' names in their order; `name?` is optional. */
type Params = readonly string[]

/** `ids`: the first argument is the list of ids. `model`: an `@api.model` method. */
type Receiver = 'ids' | 'model'

/** A method that can be called over RPC. */
export interface Method extends Since {
  readonly params: Params | ((version: SandboxVersion) => Params)
  readonly on: Receiver | ((version: SandboxVersion) => Receiver)
  /** The version from which clients may not call it. */
  readonly privateFrom?: SandboxVersion
  /** Returns JSON, or undefined for Python's None (no `result` key). */
  run(call: Call): Promise<unknown>
}

interface Call {
  readonly env: Environment
  readonly model: Model
  /** Empty for `@api.model` methods. */
  readonly ids: readonly number[]
  readonly args: Arguments
}

export const onRecords = (params: Method['params'], run: Method['run'], since: MethodSince = {}): Method => ({
  params,
  on: 'ids',
  run,
  ...since,
})
export const onModel = (params: Method['params'], run: Method['run'], since: MethodSince = {}): Method => ({
  params,
  on: 'model',
  run,
  ...since,
})

/** An `@api.model` method that needs records on later versions. */
export const onModelUntil = (last: SandboxVersion, params: Method['params'], run: Method['run']): Method => ({
  params,
  on: (version) => (version <= last ? 'model' : 'ids'),
  run,
})

type MethodSince = Pick<Method, 'from' | 'until' | 'privateFrom'>

/**
 * Records that a method returns. From 19 on, clients get their ids; before, a form that depends on
 * the method.
 */
export class Records {
  constructor(
    readonly model: string,
    readonly ids: readonly number[],
    /** Form before 19: the first id, all ids, or Python's representation. */
    readonly before: 'id' | 'ids' | 'text',
  ) {}

  toClientValue(version: SandboxVersion): unknown {
    if (TRAITS[version].returnsIds || this.before === 'ids') return this.ids
    if (this.before === 'id') return this.ids[0] ?? false
    return `${this.model}(${this.ids.join(', ')}${this.ids.length === 1 ? ',' : ''})`
  }
}
