import type { Environment } from '../../orm/environment.js'
import type { ModelDefinition } from '../../orm/model.js'
import { loadRegistry } from './registry-setup.js'

/**
 * Hooks for models whose records determine the registry. After each change, `check` runs and the
 * registry is reloaded.
 */
export function reloadAfterChanges(
  check: (env: Environment, ids: readonly number[]) => Promise<void> = () => Promise.resolve(),
): Pick<ModelDefinition, 'created' | 'writing' | 'unlinked'> {
  const changed = async (env: Environment, ids: readonly number[]) => {
    await check(env, ids)
    await reloadRegistry(env)
  }
  return {
    created: changed,
    writing: (_env, ids) => Promise.resolve((env) => changed(env, ids)),
    unlinked: reloadRegistry,
  }
}

/** Reloads the registry from the records. */
export async function reloadRegistry(env: Environment): Promise<void> {
  env.transaction.registry = await loadRegistry(env.sql, env.transaction.registry.code)
}
