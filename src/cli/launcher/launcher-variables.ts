import { SANDBOX_VERSIONS, type SandboxVersion } from '../../../sandbox/odoo/version.js'
import { databaseUrl, integer, oneOf, optional, text, variable } from '../../variables.js'

function sandboxVersion(value: string): SandboxVersion {
  const found = SANDBOX_VERSIONS.find((version) => `${version}` === value)
  if (!found) throw new Error(`one of ${SANDBOX_VERSIONS.join(', ')}`)
  return found
}

export const SANDBOX_VARIABLES = {
  SANDBOX_ODOO: variable({
    meaning: 'Odoo version of the sandbox: 17, 18 or 19',
    parse: sandboxVersion,
    default: '18',
  }),
  SANDBOX_SUITE: variable({
    meaning: 'Whether the sandbox has the Grants Training Suite: yes or no (no: setup creates its models)',
    parse: (value) => oneOf(['yes', 'no'])(value) === 'yes',
    default: 'yes',
  }),
  LEARNER_SECONDS_PER_LESSON: variable({
    meaning: 'Seconds that the fastest learner of the sandbox takes for a lesson',
    parse: integer(1, 86_400),
    default: '2',
  }),
}

/** For `sandbox` by itself; `start` sets it. */
export const SANDBOX_DATABASE = {
  SANDBOX_DATABASE_URL: variable({
    meaning: 'PostgreSQL database for the sandbox Odoo alone',
    parse: databaseUrl,
    secret: true,
  }),
}

/** For `postgres` by itself; `start` sets it. */
export const POSTGRES_VARIABLES = {
  POSTGRES_PASSWORD: variable({
    meaning: 'Password of the embedded PostgreSQL',
    parse: text,
    secret: true,
  }),
}

/** Variables of `start` beside the configuration of the product (`config.ts`). */
export const LAUNCHER_VARIABLES = {
  ...SANDBOX_VARIABLES,
  TEMPORAL_CLI_PATH: variable({
    meaning: 'Path of the Temporal CLI to use; skips the search for one',
    parse: optional(text),
    default: '',
  }),
}
