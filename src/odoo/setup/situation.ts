import type { Model, RoleName } from '../model.js'
import type { ResolvedModel } from '../resolution.js'
import type { Dialect } from '../versions.js'
import type { Reference } from './resource.js'

/** What is known of the server and of our options before it is said what we want there. */
export interface Situation {
  /** Major version of Odoo. */
  readonly major: number
  readonly dialect: Dialect
  /** Technical names of the installed modules. */
  readonly modules: ReadonlySet<string>
  /** Technical name of the module that brings the plan's models; null: none does. */
  readonly suite: string | null
  /**
   * The names of a declared model and its fields as they are or, where `missing`, as setup will make them. A model whose origin is not
   * `adopted` is ours: `x_gr_…`.
   */
  readonly resolve: (model: Model) => ResolvedModel
  /** The group of each role: the suite's own where it has one, else ours. */
  readonly groups: Readonly<Record<RoleName, Reference>>
  /**
   * Primary views that others brought, by `<technical model>/<form or list>`: external id of the first. Ours inherit from them to show our
   * own fields.
   */
  readonly views: ReadonlyMap<string, string>
  /** The address that automation rules call, with its secret; null: rules are left out. */
  readonly hookAddress: string | null
}

/** The models that setup makes or has made. */
export const isOurs = ({ origin }: ResolvedModel): boolean => origin !== 'adopted'
