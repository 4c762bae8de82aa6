import { resolve } from 'node:path'
import { issuerName } from './certificates/issuer-name.js'
import { COURSE_CHANGES } from './domain/course-rules.js'
import { INTAKE_MODES } from './domain/intake.js'
import { TRANSPORT_CHOICES } from './odoo/client/transport.js'
import { staffGroups } from './odoo/staff/staff-groups.js'
import {
  code,
  cron,
  databaseUrl,
  domainName,
  hostAndPort,
  hoursOfDay,
  addresses,
  integer,
  issuer,
  emailAddress,
  oneOf,
  optional,
  port,
  readVariables,
  signingSecrets,
  smtpUrl,
  text,
  timeOfDay,
  timeZone,
  boolean,
  ConfigError,
  type ValuesOf,
  variable,
  webUrl,
} from './variables.js'

const STAFF_EMAIL_MODES = ['each', 'digest'] as const

const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * All variables of the product. The help text derives from this table; tests compare
 * docker-compose.yml and .env.example with it.
 */
export const VARIABLES = {
  ODOO_URL: variable({ meaning: 'Address of Odoo', parse: webUrl }),
  ODOO_WEB_URL: variable({
    meaning: 'Address of Odoo for people, in links; default: ODOO_URL, which may be an internal one',
    parse: optional(webUrl),
    default: '',
  }),
  ODOO_DB: variable({ meaning: 'Database of Odoo', parse: text }),
  ODOO_LOGIN: variable({ meaning: 'Login of the bot user in Odoo', parse: text }),
  ODOO_API_KEY: variable({ meaning: 'API key or password of the bot user', parse: text, secret: true }),
  ODOO_TRANSPORT: variable({
    meaning: `Protocol for Odoo: ${TRANSPORT_CHOICES.join(', ')} (JSON-2: Odoo 19 and later, with an API key)`,
    parse: oneOf(TRANSPORT_CHOICES),
    default: 'auto',
  }),
  TEMPORAL_ADDRESS: variable({ meaning: 'host:port of the Temporal frontend', parse: hostAndPort }),
  TEMPORAL_NAMESPACE: variable({ meaning: 'Namespace in Temporal', parse: text, default: 'default' }),
  TEMPORAL_WEB_URL: variable({
    meaning: 'Address of the Temporal Web UI, for links',
    parse: optional(webUrl),
    default: '',
  }),
  TEMPORAL_API_KEY: variable({
    meaning: 'API key of Temporal',
    parse: optional(text),
    default: '',
    secret: true,
  }),
  TEMPORAL_TLS: variable({
    meaning: 'Whether to use TLS for Temporal: true or false',
    parse: boolean,
    default: (env) => (env['TEMPORAL_API_KEY'] ? 'true' : 'false'),
  }),
  DATABASE_URL: variable({
    meaning: 'PostgreSQL: postgres://user:password@host:port/database',
    parse: databaseUrl,
    secret: true,
  }),
  SMTP_URL: variable({
    meaning: 'Mail server: smtp://user:password@host:port or smtps://…',
    parse: smtpUrl,
    secret: true,
  }),
  INBOX_URL: variable({
    meaning: 'Address of a development inbox, for links',
    parse: optional(webUrl),
    default: '',
  }),
  MAIL_FROM: variable({ meaning: 'Sender of all emails', parse: emailAddress }),
  REVIEW_MAIL: variable({ meaning: 'Reviewer for students without an agent', parse: emailAddress }),
  ESCALATION_MAIL: variable({
    meaning: 'Receives reviews that nobody has decided in time',
    parse: emailAddress,
  }),
  OPERATOR_MAIL: variable({
    meaning: 'Receives alarms: faults that stop everything until somebody fixes them',
    parse: emailAddress,
    default: (env) => env['ESCALATION_MAIL'] ?? env['REVIEW_MAIL'] ?? '',
  }),
  MAIL_ON_NEUTRALIZED_ODOO: variable({
    meaning: 'Whether to email people although Odoo is a test copy (database.is_neutralized): true or false',
    parse: boolean,
    default: 'false',
  }),
  MAIL_DOMAIN: variable({
    meaning: 'Right side of every Message-ID',
    parse: domainName,
    default: (env) => env['MAIL_FROM']?.split('@').at(-1)?.replace('>', '') ?? '',
  }),
  ORGANIZATION_NAME: variable({
    meaning: 'Name of the training center on certificates',
    parse: issuerName,
  }),
  ORGANIZATION_NAME_AR: variable({
    meaning: 'The same name in Arabic',
    parse: issuerName,
    default: (env) => env['ORGANIZATION_NAME'] ?? '',
  }),
  ORGANIZATION_CODE: variable({ meaning: 'Prefix of certificate numbers, such as KFT', parse: code }),
  TIME_ZONE: variable({
    meaning: 'Time zone of the training center, such as Asia/Riyadh; empty: that of the company in Odoo',
    parse: optional(timeZone),
    default: '',
  }),
  PUBLIC_URL: variable({
    meaning: 'Address at which the public verifies certificates',
    parse: webUrl,
    default: (env) => `http://127.0.0.1:${env['API_PORT'] ?? '8080'}`,
  }),
  API_HOST: variable({ meaning: 'Address the API listens on', parse: text, default: '127.0.0.1' }),
  API_PORT: variable({ meaning: 'Port the API listens on', parse: port, default: '8080' }),
  TRUSTED_PROXIES: variable({
    meaning:
      'Addresses or networks of reverse proxies in front of the API, separated by commas: they say who the client is',
    parse: addresses,
    default: '',
  }),
  STAFF_GROUPS: variable({
    meaning:
      'Odoo groups that give a role here, instead of the usual ones: manager=base.group_system;agent=my_module.group_agent',
    parse: staffGroups,
    default: '',
  }),
  OIDC_ISSUER: variable({
    meaning: 'OpenID provider at which staff may sign in, such as https://login.example.com/realms/staff',
    parse: optional(issuer),
    default: '',
  }),
  OIDC_CLIENT_ID: variable({
    meaning: 'Id of this client at the OpenID provider; its redirect URI is PUBLIC_URL/login/oidc/callback',
    parse: optional(text),
    default: '',
  }),
  OIDC_CLIENT_SECRET: variable({
    meaning: 'Secret of this client; empty: it has none',
    parse: optional(text),
    default: '',
    secret: true,
  }),
  OIDC_NAME: variable({
    meaning: 'Name of the OpenID provider on the sign-in page; default: its host',
    parse: optional(text),
    default: (env) => {
      const address = env['OIDC_ISSUER'] ?? ''
      return URL.canParse(address) ? new URL(address).host : ''
    },
  }),
  STAFF_EMAILS: variable({
    meaning: `Emails to staff about tasks: ${STAFF_EMAIL_MODES.join(', ')} (an email for each task, or one a day; escalations at once)`,
    parse: oneOf(STAFF_EMAIL_MODES),
    default: 'each',
  }),
  STAFF_DIGEST_AT: variable({
    meaning: 'When the daily digest to staff is sent, in the time zone of the center: 07:30',
    parse: timeOfDay,
    default: '07:30',
  }),
  STAFF_QUIET_HOURS: variable({
    meaning: 'Hours of the center in which staff get no emails about tasks, such as 20:00-07:00; empty: none',
    parse: optional(hoursOfDay),
    default: '',
  }),
  TODOS_IN_ODOO: variable({
    meaning: 'Whether open tasks are shown in Odoo, as activities on students: true or false',
    parse: boolean,
    default: 'false',
  }),
  TODO_USER: variable({
    meaning: 'Login of the Odoo user who gets the activities of students without an agent; empty: nobody',
    parse: optional(text),
    default: '',
  }),
  HOOKS_URL: variable({
    meaning: 'Address at which Odoo and other webhook senders reach the API',
    parse: webUrl,
    default: (env) => env['PUBLIC_URL'] ?? `http://127.0.0.1:${env['API_PORT'] ?? '8080'}`,
  }),
  HOOKS_SECRET_GRACE_HOURS: variable({
    meaning: 'Hours for which a replaced secret of Odoo’s webhooks remains valid',
    parse: integer(0, 720),
    default: '24',
  }),
  HOOKS_SIGNING_SECRETS: variable({
    meaning: 'Standard Webhooks: secrets of the senders, separated by commas',
    parse: signingSecrets,
    default: '',
    secret: true,
  }),
  WORKER_HEALTH_PORT: variable({
    meaning: 'Port on 127.0.0.1 for /healthz of the worker',
    parse: optional(port),
    default: '',
  }),
  DATA_DIR: variable({
    meaning: 'Folder for the first API key and the data of embedded servers',
    parse: (path) => resolve(path),
    default: './data',
  }),
  SWEEP_INTERVAL_SECONDS: variable({
    meaning: 'Seconds between two sweeps of Odoo',
    parse: integer(5, 86_400),
    default: '30',
  }),
  SWEEP_OVERLAP_SECONDS: variable({
    meaning: 'Seconds that each sweep reaches back: long Odoo transactions commit late',
    parse: integer(0, 86_400),
    default: '300',
  }),
  SWEEP_PAGE_SIZE: variable({
    meaning: 'Students per page of a sweep',
    parse: integer(1, 1000),
    default: '1000',
  }),
  SWEEP_QUIET_SECONDS: variable({
    meaning: 'Seconds between two reads of what changes rarely: programs, assessments, sessions, homework…',
    parse: integer(0, 86_400),
    default: '240',
  }),
  SWEEP_PARALLEL_PAGES: variable({
    meaning: 'Pages of a sweep at the same time',
    parse: integer(1, 16),
    default: '2',
  }),
  INTAKE_DEFAULT: variable({
    meaning: `Intake of a program for which nobody has set one: ${INTAKE_MODES.join(', ')}`,
    parse: oneOf(INTAKE_MODES),
    default: 'off',
  }),
  COURSE_CHANGES: variable({
    meaning:
      'Whether a threshold, minimum or course changed in Odoo waits for a person before it counts for students in training: hold or apply',
    parse: oneOf(COURSE_CHANGES),
    default: 'hold',
  }),
  INTAKE_BRAKE: variable({
    meaning: 'More applications of one program in one sweep stop its intake until a person decides; 0: never',
    parse: integer(0, 1_000_000),
    default: '50',
  }),
  ALLOW_DEMO_VALUES: variable({
    meaning:
      'Whether emails and certificates may use demonstration values, such as example.com or 127.0.0.1: true or false',
    parse: boolean,
    default: 'false',
  }),
  RECONCILIATION_CRON: variable({
    meaning:
      'When to compare all records with Odoo: a cron expression in the time zone of the center, or “off”',
    parse: cron,
    default: '30 2 * * *',
  }),
  RECONCILIATION_GUARD_PERCENT: variable({
    meaning: 'Percent of all students that a reconciliation may repair without asking (20 students always)',
    parse: integer(0, 100),
    default: '5',
  }),
  BULK_GUARD_PERCENT: variable({
    meaning:
      'Percent of the students in training (for an enrollment: of all students) that a bulk operation may concern without an explicit acceptance (20 students always)',
    parse: integer(0, 100),
    default: '20',
  }),
  LOG_LEVEL: variable({
    meaning: `Log level: ${LOG_LEVELS.join(', ')}`,
    parse: oneOf(LOG_LEVELS),
    default: 'info',
  }),
}

/** All that a worker or an API process reads from its environment, once at the start. */
export type Config = ReturnType<typeof toConfig>

/** Throws one ConfigError that lists every wrong or missing variable. */
export const readConfig = (env: NodeJS.ProcessEnv): Config => toConfig(readVariables(VARIABLES, env))

/** A value of null: not configured. No URL ends in a slash. */
const toConfig = (values: ValuesOf<typeof VARIABLES>) =>
  ({
    odoo: {
      url: values.ODOO_URL,
      webUrl: values.ODOO_WEB_URL ?? values.ODOO_URL,
      db: values.ODOO_DB,
      login: values.ODOO_LOGIN,
      apiKey: values.ODOO_API_KEY,
      transport: values.ODOO_TRANSPORT,
    },
    temporal: {
      address: values.TEMPORAL_ADDRESS,
      namespace: values.TEMPORAL_NAMESPACE,
      webUrl: values.TEMPORAL_WEB_URL,
      apiKey: values.TEMPORAL_API_KEY,
      tls: values.TEMPORAL_TLS,
    },
    databaseUrl: values.DATABASE_URL,
    smtpUrl: values.SMTP_URL,
    inboxUrl: values.INBOX_URL,
    mail: {
      from: values.MAIL_FROM,
      reviewTo: values.REVIEW_MAIL,
      escalateTo: values.ESCALATION_MAIL,
      operatorTo: values.OPERATOR_MAIL,
      onNeutralizedOdoo: values.MAIL_ON_NEUTRALIZED_ODOO,
      domain: values.MAIL_DOMAIN,
    },
    organization: {
      name: values.ORGANIZATION_NAME,
      nameArabic: values.ORGANIZATION_NAME_AR,
      code: values.ORGANIZATION_CODE,
      timeZone: values.TIME_ZONE,
    },
    publicUrl: values.PUBLIC_URL,
    api: { host: values.API_HOST, port: values.API_PORT, trustedProxies: values.TRUSTED_PROXIES },
    staffGroups: values.STAFF_GROUPS,
    /** null: staff sign in with their Odoo account only. */
    oidc: oidcSettings(values),
    staffEmails: {
      mode: values.STAFF_EMAILS,
      /** Minute of the day. */
      digestAt: values.STAFF_DIGEST_AT,
      quiet: values.STAFF_QUIET_HOURS,
    },
    todos: {
      user: values.TODO_USER,
      choice: { isEnabled: values.TODOS_IN_ODOO, hasFallback: values.TODO_USER !== null },
    },
    hooks: {
      url: values.HOOKS_URL,
      secretGraceHours: values.HOOKS_SECRET_GRACE_HOURS,
      signingSecrets: values.HOOKS_SIGNING_SECRETS,
    },
    worker: { healthPort: values.WORKER_HEALTH_PORT },
    dataDir: values.DATA_DIR,
    sync: {
      intervalSeconds: values.SWEEP_INTERVAL_SECONDS,
      overlapSeconds: values.SWEEP_OVERLAP_SECONDS,
      quietSeconds: values.SWEEP_QUIET_SECONDS,
      pageSize: values.SWEEP_PAGE_SIZE,
      parallelPages: values.SWEEP_PARALLEL_PAGES,
    },
    intake: { byDefault: values.INTAKE_DEFAULT, brake: values.INTAKE_BRAKE },
    courseChanges: values.COURSE_CHANGES,
    allowsDemoValues: values.ALLOW_DEMO_VALUES,
    reconciliation: {
      /** null: only on demand. */
      cron: values.RECONCILIATION_CRON,
      guardPercent: values.RECONCILIATION_GUARD_PERCENT,
    },
    bulk: { guardPercent: values.BULK_GUARD_PERCENT },
    logLevel: values.LOG_LEVEL,
  }) as const

type OidcVariable = 'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET' | 'OIDC_NAME' | 'PUBLIC_URL'

/** Settings of the OpenID provider. Throws a ConfigError if it is set without a client. */
export function oidcSettings(values: Pick<ValuesOf<typeof VARIABLES>, OidcVariable>) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values
  if (issuer === null) return null
  if (clientId === null)
    throw new ConfigError([`OIDC_CLIENT_ID is missing: ${VARIABLES.OIDC_CLIENT_ID.meaning}`])
  return {
    issuer,
    clientId,
    clientSecret,
    name: values.OIDC_NAME ?? new URL(issuer).host,
    redirectUri: `${values.PUBLIC_URL}/login/oidc/callback`,
  }
}
