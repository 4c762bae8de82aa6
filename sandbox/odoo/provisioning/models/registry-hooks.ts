import type { Environment } from '../../orm/environment.js'
import type { ModelDefinition } from '../../orm/model.js'
import { setupModels } from './registry-setup.js'

/** Hooks of a model whose records the registry is made of: after each change of one it is made anew, once `check` agrees. */
export function setUpAfter(
  check: (env: Environment, ids: readonly number[]) => Promise<void> = () => Promise.resolve(),
): Pick<ModelDefinition, 'created' | 'writing' | 'unlinked'> {
  const changed = async (env: Environment, ids: readonly number[]) => {
    await check(env, ids)
    await setUpAgain(env)
  }
  return {
    created: changed,
    writing: (_env, ids) => Promise.resolve((env) => changed(env, ids)),
    unlinked: setUpAgain,
  }
}

/** The registry as the records are now. */
export async function setUpAgain(env: Environment): Promise<void> {
  env.transaction.registry = await setupModels(env.sql, env.transaction.registry.code)
}
