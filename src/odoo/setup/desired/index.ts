import type { Model } from '../../schema/model.js'
import { MODELS, TRAINING_MODELS } from '../../schema/index.js'
import { automationBatches } from '../webhook-rules.js'
import type { Batch } from '../batch.js'
import { defaultResource, displayNameResource, fieldResource, madeFields } from './fields.js'
import { modelResource, orderResource, trainingModels } from './models.js'
import { accessResources, groupResources, ruleResources } from './rights.js'
import { SystemParameter } from '../../schema/administration.js'
import { resource } from '../resource.js'
import { screenBatches } from '../views/index.js'
import { isOurs, type ServerState } from '../server-state.js'

export interface Desired {
  /** Models, fields and rights: what must stand before anybody can work with the records. */
  readonly groundwork: readonly Batch[]
  /** The rest. */
  readonly finish: readonly Batch[]
}

/** Everything that we want on this server, in the order in which it can be made. Pure. */
export function desiredResources(situation: ServerState): Desired {
  const { resolve } = situation
  const modelNamed = (name: string) => MODELS.find((model: Model) => model.name === name)
  const resolveNamed = (name: string) => {
    const model = modelNamed(name)
    return model ? resolve(model) : undefined
  }
  const all = trainingModels(TRAINING_MODELS).map(({ model, about }) => ({
    model,
    about,
    there: resolve(model),
  }))
  const ours = all.filter(({ there }) => isOurs(there))
  const fields = all.flatMap(({ model, there }) => madeFields(model, there).map((made) => ({ there, made })))
  const groundwork = [
    { title: 'Models', resources: ours.map(({ there, about }) => modelResource(there, about)) },
    {
      title: 'Fields',
      resources: [
        ...fields.flatMap(({ there, made }) => fieldResource(there, made, resolveNamed) ?? []),
        ...ours.flatMap(({ there, about }) => displayNameResource(there, about, resolveNamed)),
      ],
    },
    { title: 'Order of records', resources: ours.map(({ there, about }) => orderResource(there, about)) },
    { title: 'Groups', resources: groupResources(situation) },
    {
      title: 'Access rights',
      resources: ours.flatMap(({ there, about }) => accessResources(there, about, situation)),
    },
    {
      title: 'Record rules',
      resources: ours.flatMap(({ there, about }) => ruleResources(there, about, situation, modelNamed)),
    },
  ]
  const finish = [
    { title: 'Defaults', resources: fields.flatMap(({ there, made }) => defaultResource(there, made)) },
    ...screenBatches(situation),
    ...automationBatches(situation),
    { title: 'Parameters', resources: [schemaVersion] },
  ]
  return { groundwork, finish }
}

/** Tells which declaration a server was last set up by. Raised with every change of it that a server would notice. */
const SCHEMA_VERSION = '1'

const schemaVersion = resource(
  SystemParameter,
  'parameter_schema_version',
  { key: 'orchestrator.schema_version', value: SCHEMA_VERSION },
  { title: 'orchestrator.schema_version', words: SCHEMA_VERSION },
)
