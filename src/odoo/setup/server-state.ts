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

/** What setup knows about the server before it decides what to make there. */
export interface ServerState {
  /** The server's version text and its major number. */
  readonly version: string
  readonly major: number
  readonly dialect: Dialect
  /** Technical names of the installed modules. */
  readonly modules: ReadonlySet<string>
  /** Technical name of the module that brings the plan's models; null: none does. */
  readonly suite: string | null
  /** Codes of the installed Arabic languages. */
  readonly arabic: readonly string[]
  /**
   * Returns the names of a declared model and its fields: the present ones or, where `missing`,
   * those that setup will make. A model whose origin is not `adopted` is ours: `x_gr_…`.
   */
  readonly resolve: (model: Model) => ResolvedModel
  /** Ids of the declared models on the server, by technical name. */
  readonly models: ReadonlyMap<string, number>
  /** Declared fields on the server, by `<model>.<field>`. */
  readonly fields: ReadonlyMap<string, FieldEntry>
  /** The group of each role: the suite's group if it has one, otherwise ours. */
  readonly groups: Readonly<Record<RoleName, Reference>>
  /** Foreign views of adopted models. Ours inherit from them to show our fields. */
  readonly views: ForeignViews
  /** The address that webhook rules call, with its secret; null: no rules are desired. */
  readonly webhookAddress: string | null
  /** Address of the staff app; null: not known, so nothing leads there. */
  readonly appUrl: string | null
}

/** Returns whether setup makes this model. */
export const isOurs = ({ origin }: ResolvedModel): boolean => origin !== 'adopted'
