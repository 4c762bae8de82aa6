import { VARIABLES } from '../config.js'
import { databaseUrl, optional, text, type Variable, variable, webUrl } from '../variables.js'

const { ODOO_URL, ODOO_DB, ODOO_LOGIN, ODOO_API_KEY, ODOO_TRANSPORT, HOOKS_URL } = VARIABLES
const {
  DATABASE_URL,
  DATA_DIR,
  HOOKS_SECRET_GRACE_HOURS,
  MAIL_ON_NEUTRALIZED_ODOO,
  STAFF_GROUPS,
  TIME_ZONE,
} = VARIABLES
const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = VARIABLES
const { INTAKE_DEFAULT, ALLOW_DEMO_VALUES, PUBLIC_URL, TODOS_IN_ODOO, TODO_USER } = VARIABLES
const { MAIL_FROM, REVIEW_MAIL, ESCALATION_MAIL } = VARIABLES
const { ORGANIZATION_NAME, ORGANIZATION_NAME_AR, ORGANIZATION_CODE } = VARIABLES

export const DATABASE_VARIABLES = { DATABASE_URL }

export const MIGRATE_VARIABLES = { DATABASE_URL, DATA_DIR }

/** For `intake`. */
export const INTAKE_VARIABLES = {
  ODOO_URL,
  ODOO_DB,
  ODOO_LOGIN,
  ODOO_API_KEY,
  ODOO_TRANSPORT,
  DATABASE_URL,
  INTAKE_DEFAULT,
}

/** For `migrate plan`. */
export const PLAN_VARIABLES = { ...INTAKE_VARIABLES, TIME_ZONE }

/** The administrator who may add models and fields to Odoo. */
export const SETUP_VARIABLES = {
  ODOO_ADMIN_LOGIN: variable({ meaning: 'Login of an Odoo administrator, for setup', parse: text }),
  ODOO_ADMIN_PASSWORD: variable({
    meaning: 'Password or API key of that administrator',
    parse: text,
    secret: true,
  }),
}

const { ODOO_ADMIN_LOGIN, ODOO_ADMIN_PASSWORD } = SETUP_VARIABLES

const OPTIONAL_DATABASE_URL = variable({ ...DATABASE_URL, parse: optional(databaseUrl), default: '' })

/** A variable of the product that a command can do without. */
const withoutDefault = <T>(of: Variable<T>) => variable({ ...of, parse: optional(of.parse), default: '' })

/** For `doctor`. The optional ones let it check more. */
export const DOCTOR_VARIABLES = {
  ODOO_URL,
  ODOO_DB,
  ODOO_LOGIN,
  ODOO_API_KEY,
  ODOO_TRANSPORT,
  MAIL_ON_NEUTRALIZED_ODOO,
  ALLOW_DEMO_VALUES,
  PUBLIC_URL,
  MAIL_FROM: withoutDefault(MAIL_FROM),
  REVIEW_MAIL: withoutDefault(REVIEW_MAIL),
  ESCALATION_MAIL: withoutDefault(ESCALATION_MAIL),
  ORGANIZATION_NAME: withoutDefault(ORGANIZATION_NAME),
  ORGANIZATION_NAME_AR: withoutDefault(ORGANIZATION_NAME_AR),
  ORGANIZATION_CODE: withoutDefault(ORGANIZATION_CODE),
  STAFF_GROUPS,
  OIDC_ISSUER,
  OIDC_CLIENT_ID,
  OIDC_CLIENT_SECRET,
  OIDC_NAME,
  TIME_ZONE,
  TODOS_IN_ODOO,
  TODO_USER,
  HOOKS_URL,
  DATABASE_URL: OPTIONAL_DATABASE_URL,
  ODOO_ADMIN_LOGIN: variable({ ...ODOO_ADMIN_LOGIN, parse: optional(text), default: '' }),
  ODOO_ADMIN_PASSWORD: variable({ ...ODOO_ADMIN_PASSWORD, parse: optional(text), default: '' }),
}

/** For `setup`. Webhooks need the database, which keeps their secrets, and our address. */
export const SETUP_COMMAND_VARIABLES = {
  ...SETUP_VARIABLES,
  ODOO_URL,
  ODOO_DB,
  ODOO_TRANSPORT,
  ODOO_LOGIN: variable({ ...ODOO_LOGIN, parse: optional(text), default: '' }),
  DATABASE_URL: OPTIONAL_DATABASE_URL,
  HOOKS_URL: variable({ ...HOOKS_URL, parse: optional(webUrl), default: '' }),
  PUBLIC_URL: variable({ ...PUBLIC_URL, parse: optional(webUrl), default: '' }),
  HOOKS_SECRET_GRACE_HOURS,
}
