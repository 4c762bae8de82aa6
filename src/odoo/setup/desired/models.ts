import type { Model, TrainingModel } from '../../schema/model.js'
import { ModelRecord } from '../../schema/administration.js'
import type { ResolvedModel } from '../../client/resolution.js'
import { resource, resourceId, type Resource } from '../resource.js'

/** External id of a model of ours. */
export const modelId = (name: string) => resourceId('model', name)

/** The manual model. Its order is set later, after its fields exist. */
export const modelResource = ({ name }: ResolvedModel, about: TrainingModel): Resource =>
  resource(
    ModelRecord,
    modelId(name),
    {
      model: name,
      label: about.title.en,
      state: 'manual',
      isMailThread: about.chatter ?? false,
      isMailActivity: about.chatter ?? false,
    },
    { title: name, description: about.title.en, arabic: { label: about.title.ar } },
  )

/** The order of a model. Odoo rejects an order by fields that do not exist yet. */
export const orderResource = (resolved: ResolvedModel, about: TrainingModel): Resource =>
  resource(
    ModelRecord,
    modelId(resolved.name),
    { model: resolved.name, order: orderClause(resolved, about.order) },
    { title: resolved.name },
  )

/**
 * Translates `student, issueDate desc` to technical names. The id at the end keeps lists stable.
 */
function orderClause({ fields }: ResolvedModel, order: string): string {
  const terms = order.split(', ').map((term) => {
    const [logical = '', ...direction] = term.split(' ')
    return [fields[logical]?.name ?? logical, ...direction].join(' ')
  })
  return [...terms, 'id desc'].join(', ')
}

export const trainingModels = (
  models: readonly Model[],
): readonly { readonly model: Model; readonly about: TrainingModel }[] =>
  models.flatMap((model) => (model.about.origin === 'training' ? [{ model, about: model.about }] : []))
