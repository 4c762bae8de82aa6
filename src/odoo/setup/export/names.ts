import type { Model } from '../../schema/model.js'
import { requiredName, type ResolvedModel } from '../../client/resolution.js'
import type { Resource } from '../resource.js'

/** Technical name of the module. Must be unique among Odoo's modules. */
export const MODULE = 'training_orchestrator'

/** Odoo's own models with this version's field names. */
export type Tables = (model: Model) => ResolvedModel

/** Returns the technical name of a resource's field. */
export const columnOf = (tables: Tables, { model }: Pick<Resource, 'model'>, logical: string): string =>
  requiredName(tables(model), logical)
