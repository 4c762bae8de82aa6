import { VARIABLES } from '../config.js'
import { SANDBOX_VERSIONS, type SandboxVersion } from '../../sandbox/odoo/version.js'
import { databaseUrl, integer, oneOf, optional, text, variable, webUrl } from '../variables.js'

function sandboxVersion(value: string): SandboxVersion {
  const found = SANDBOX_VERSIONS.find((version) => String(version) === value)
  if (!found) throw new Error(`one of ${SANDBOX_VERSIONS.join(', ')}`)
  return found
}

/** What the launcher and the sandbox are told, beside the configuration of the product (`config.ts`). */
export const SANDBOX_VARIABLES = {
  SANDBOX_ODOO: variable({
    meaning: 'Version of Odoo that the sandbox is: 17, 18 or 19',
    parse: sandboxVersion,
    default: '18',
  }),
  SANDBOX_SUITE: variable({
    meaning: 'Whether the sandbox has the Grants Training Suite: yes, or no (then setup makes its models)',
    parse: (value) => oneOf(['yes', 'no'])(value) === 'yes',
    default: 'yes',
  }),
  LEARNER_SECONDS_PER_LESSON: variable({
    meaning: 'Seconds that the quickest learner of the sandbox takes for a lesson',
    parse: integer(1, 86_400),
    default: '2',
  }),
}

/** For `sandbox` by itself; `start` sets it. */
export const SANDBOX_DATABASE = {
  SANDBOX_DATABASE_URL: variable({
    meaning: 'PostgreSQL database that the sandbox Odoo has to itself',
    parse: databaseUrl,
    secret: true,
  }),
}

export const LAUNCHER_VARIABLES = {
  ...SANDBOX_VARIABLES,
  TEMPORAL_CLI_PATH: variable({
    meaning: 'A Temporal CLI to use instead of one that is searched for',
    parse: optional(text),
    default: '',
  }),
}

/** For `setup`: who may add fields to Odoo. */
export const SETUP_VARIABLES = {
  ODOO_ADMIN_LOGIN: variable({ meaning: 'Login of an administrator of Odoo', parse: text }),
  ODOO_ADMIN_PASSWORD: variable({
    meaning: 'Password or API key of that administrator',
    parse: text,
    secret: true,
  }),
}

const { ODOO_URL, ODOO_DB, ODOO_LOGIN, ODOO_API_KEY, ODOO_TRANSPORT, HOOKS_URL, DATABASE_URL } = VARIABLES
const { ODOO_ADMIN_LOGIN, ODOO_ADMIN_PASSWORD } = SETUP_VARIABLES

/** For `doctor`: what it can't do without, and what it sees more with. */
export const DOCTOR_VARIABLES = {
  ODOO_URL,
  ODOO_DB,
  ODOO_LOGIN,
  ODOO_API_KEY,
  ODOO_TRANSPORT,
  HOOKS_URL,
  DATABASE_URL: variable({ ...DATABASE_URL, parse: optional(databaseUrl), default: '' }),
  ODOO_ADMIN_LOGIN: variable({ ...ODOO_ADMIN_LOGIN, parse: optional(text), default: '' }),
  ODOO_ADMIN_PASSWORD: variable({ ...ODOO_ADMIN_PASSWORD, parse: optional(text), default: '' }),
}

/** For `setup`: rules that call us are made where it is known which secret they need, and where Odoo reaches us. */
export const SETUP_COMMAND_VARIABLES = {
  ...SETUP_VARIABLES,
  ODOO_URL,
  ODOO_DB,
  ODOO_TRANSPORT,
  ODOO_LOGIN: variable({ ...ODOO_LOGIN, parse: optional(text), default: '' }),
  DATABASE_URL: DOCTOR_VARIABLES.DATABASE_URL,
  HOOKS_URL: variable({ ...HOOKS_URL, parse: optional(webUrl), default: '' }),
  HOOKS_SECRET_GRACE_HOURS: VARIABLES.HOOKS_SECRET_GRACE_HOURS,
}
