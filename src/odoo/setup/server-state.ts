import type { Model, RoleName } from '../schema/model.js'
import type { ResolvedModel } from '../client/resolution.js'
import type { Dialect } from '../client/versions.js'
import type { ForeignViews } from './foreign-views.js'
import type { Reference } from './resource.js'

/** An entry of Odoo's own table of fields. */
export interface FieldEntry {
  readonly id: number
  readonly kind: string
  readonly relation: string | null
  readonly relationField: string | null
  /** Options in Python's notation. */
  readonly selection: string | null
  readonly required: boolean
  readonly readonly: boolean
  readonly store: boolean
}

/** What is known of the server and of our options before it is said what we want there. */
export interface ServerState {
  /** Version of the server as it says it, and its major part. */
  readonly version: string
  readonly major: number
  readonly dialect: Dialect
  /** Technical names of the installed modules. */
  readonly modules: ReadonlySet<string>
  /** Technical name of the module that brings the plan's models; null: none does. */
  readonly suite: string | null
  /** Codes of the installed kinds of Arabic. */
  readonly arabic: readonly string[]
  /**
   * The names of a declared model and its fields as they are or, where `missing`, as setup will make them. A model whose origin is not
   * `adopted` is ours: `x_gr_…`.
   */
  readonly resolve: (model: Model) => ResolvedModel
  /** Ids of the declared models that are there, by technical name. */
  readonly models: ReadonlyMap<string, number>
  /** Declared fields that are there, by `<model>.<field>`. */
  readonly fields: ReadonlyMap<string, FieldEntry>
  /** The group of each role: the suite's own where it has one, else ours. */
  readonly groups: Readonly<Record<RoleName, Reference>>
  /** Views of adopted models that others brought: ours inherit from them to show our own fields. */
  readonly views: ForeignViews
  /** The address that automation rules call, with its secret; null: rules are left out. */
  readonly hookAddress: string | null
}

/** The models that setup makes or has made. */
export const isOurs = ({ origin }: ResolvedModel): boolean => origin !== 'adopted'
