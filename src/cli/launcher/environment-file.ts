import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { VARIABLES } from '../../config.js'

/** In the data folder. */
const FILE = 'environment'

/**
 * Writes the product's variables of this start into a file that a shell can read, so that other
 * commands find the embedded servers. Leaves out secrets that the caller has `given`: they are
 * theirs to keep. Returns the path of the file.
 */
export function writeEnvironment(folder: string, env: NodeJS.ProcessEnv, given: NodeJS.ProcessEnv): string {
  const lines = Object.entries(VARIABLES).flatMap(([name, variable]) => {
    const value = env[name]
    if (value === undefined) return []
    const isTheirSecret = 'secret' in variable && given[name] !== undefined
    return [isTheirSecret ? `# ${name} is secret and not kept here: export it.` : `${name}=${quoted(value)}`]
  })
  const path = join(folder, FILE)
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 })
  return resolve(path)
}

/** For POSIX shells. */
const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`
