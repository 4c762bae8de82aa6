import type { Model } from '../../schema/model.js'
import { requiredName, type ResolvedModel } from '../../client/resolution.js'
import type { Resource } from '../resource.js'

/** Technical name of the module. No other may be called so. */
export const MODULE = 'training_orchestrator'

/** Odoo's own tables, as this version calls their fields. */
export type Tables = (model: Model) => ResolvedModel

/** Technical name of a field of a resource. */
export const columnOf = (tables: Tables, { model }: Pick<Resource, 'model'>, logical: string): string =>
  requiredName(tables(model), logical)
