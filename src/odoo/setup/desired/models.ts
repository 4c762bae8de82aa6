import type { Model, TrainingModel } from '../../schema/model.js'
import { ModelRecord } from '../../schema/administration.js'
import type { ResolvedModel } from '../../client/resolution.js'
import { resource, resourceId, type Resource } from '../resource.js'

/** External id of a model of ours. */
export const modelId = (name: string) => resourceId('model', name)

/** The manual model; its order comes later, when the fields are there. */
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
    { title: name, words: about.title.en, arabic: { label: about.title.ar } },
  )

/** Odoo refuses an order by fields that are not there yet. */
export const orderResource = (there: ResolvedModel, about: TrainingModel): Resource =>
  resource(
    ModelRecord,
    modelId(there.name),
    { model: there.name, order: orderClause(there, about.order) },
    { title: there.name },
  )

/** `student, issueDate desc` with technical names; the newest of equals first, so that lists are stable. */
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
