import type { Model } from '../../schema/model.js'
import { MODELS, TRAINING_MODELS } from '../../schema/index.js'
import { webhookRuleBatches } from '../webhook-rules.js'
import type { Batch } from '../batch.js'
import { defaultResource, displayNameResource, fieldResource, provisionedFields } from './fields.js'
import { modelResource, orderResource, trainingModels } from './models.js'
import { accessResources, externalIdAccess, groupResources, ruleResources } from './rights.js'
import { SystemParameter } from '../../schema/administration.js'
import { resource } from '../resource.js'
import { viewBatches } from '../views/index.js'
import { isOurs, type ServerState } from '../server-state.js'

export interface Desired {
  /** Models, fields and rights: everything that working with the records requires. */
  readonly groundwork: readonly Batch[]
  /** The rest. */
  readonly finish: readonly Batch[]
}

/** Returns everything we want on this server, in an order in which it can be made. Pure. */
export function desiredResources(server: ServerState): Desired {
  const { resolve } = server
  const modelNamed = (name: string) => MODELS.find((model: Model) => model.name === name)
  const resolveNamed = (name: string) => {
    const model = modelNamed(name)
    return model ? resolve(model) : undefined
  }
  const all = trainingModels(TRAINING_MODELS).map(({ model, about }) => ({
    model,
    about,
    resolved: resolve(model),
  }))
  const ours = all.filter(({ resolved }) => isOurs(resolved))
  const fields = all.flatMap(({ model, resolved }) =>
    provisionedFields(model, resolved).map((provisioned) => ({ resolved, provisioned })),
  )
  const groundwork = [
    { title: 'Models', resources: ours.map(({ resolved, about }) => modelResource(resolved, about)) },
    {
      title: 'Fields',
      resources: [
        ...fields.flatMap(
          ({ resolved, provisioned }) => fieldResource(resolved, provisioned, resolveNamed) ?? [],
        ),
        ...ours.flatMap(({ resolved, about }) => displayNameResource(resolved, about, resolveNamed)),
      ],
    },
    {
      title: 'Order of records',
      resources: ours.map(({ resolved, about }) => orderResource(resolved, about)),
    },
    { title: 'Groups', resources: groupResources(server) },
    {
      title: 'Access rights',
      resources: [
        ...ours.flatMap(({ resolved, about }) => accessResources(resolved, about, server)),
        externalIdAccess(server),
      ],
    },
    {
      title: 'Record rules',
      resources: ours.flatMap(({ resolved, about }) => ruleResources(resolved, about, server, modelNamed)),
    },
  ]
  const finish = [
    {
      title: 'Defaults',
      resources: fields.flatMap(({ resolved, provisioned }) => defaultResource(resolved, provisioned)),
    },
    ...viewBatches(server),
    ...webhookRuleBatches(server),
    { title: 'Parameters', resources: [schemaVersion] },
  ]
  return { groundwork, finish }
}

/** Version of the declaration. Raise it with every change that affects a server. */
const SCHEMA_VERSION = '2'

const schemaVersion = resource(
  SystemParameter,
  'parameter_schema_version',
  { key: 'orchestrator.schema_version', value: SCHEMA_VERSION },
  { title: 'orchestrator.schema_version', description: SCHEMA_VERSION },
)
