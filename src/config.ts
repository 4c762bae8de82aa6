import { resolve } from 'node:path'
import { TRANSPORT_CHOICES, type TransportChoice } from './odoo/client/transport.js'
import {
  code,
  databaseUrl,
  domainName,
  hostAndPort,
  integer,
  mailAddress,
  oneOf,
  optional,
  port,
  readVariables,
  signingSecrets,
  smtpUrl,
  text,
  boolean,
  type ValuesOf,
  variable,
  webUrl,
} from './variables.js'

/** All that a worker or an API process is told from outside. Frozen; read once at the start. */
export interface Config {
  readonly odoo: {
    readonly url: string
    readonly db: string
    readonly login: string
    readonly apiKey: string
    readonly transport: TransportChoice
  }
  readonly temporal: {
    /** `host:port` of the frontend service. */
    readonly address: string
    readonly namespace: string
    /** Where people reach the Web UI; null: no links into it. */
    readonly webUrl: string | null
    readonly apiKey: string | null
    readonly tls: boolean
  }
  readonly databaseUrl: string
  readonly smtpUrl: string
  /** Page of the development inbox, for links; null: there is none. */
  readonly inboxUrl: string | null
  readonly mail: {
    readonly from: string
    /** Who is asked when a student has no agent. */
    readonly reviewTo: string
    readonly escalateTo: string
    /** Right side of every Message-ID. */
    readonly domain: string
  }
  readonly organization: { readonly name: string; readonly nameArabic: string; readonly code: string }
  /** Where the public reaches `/v/<token>`; no slash at the end. */
  readonly publicUrl: string
  readonly api: { readonly host: string; readonly port: number }
  readonly hooks: {
    /** Where Odoo and other senders reach `/hooks`; no slash at the end. */
    readonly url: string
    /** How long a secret that was replaced stays good. */
    readonly secretGraceHours: number
    /** Of senders that sign; none: their route is closed. */
    readonly signingSecrets: readonly string[]
  }
  readonly worker: {
    /** Port of the worker's own `/healthz` on loopback; null: none. */
    readonly healthPort: number | null
  }
  /** Absolute. */
  readonly dataDir: string
  readonly sync: {
    readonly intervalSeconds: number
    /** How far each sweep looks back: long Odoo transactions commit late with an older `write_date`. */
    readonly overlapSeconds: number
    /** Students per page. */
    readonly pageSize: number
  }
  readonly logLevel: LogLevel
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** The one table of variables: README's table and the check of docker-compose.yml derive from it. */
export const VARIABLES = {
  ODOO_URL: variable({ meaning: 'Address of Odoo', parse: webUrl }),
  ODOO_DB: variable({ meaning: 'Database of Odoo', parse: text }),
  ODOO_LOGIN: variable({ meaning: 'Login of the bot user in Odoo', parse: text }),
  ODOO_API_KEY: variable({ meaning: 'API key (or password) of the bot user', parse: text, secret: true }),
  ODOO_TRANSPORT: variable({
    meaning: `Protocol to Odoo: ${TRANSPORT_CHOICES.join(', ')} (JSON-2: from Odoo 19 on, with an API key)`,
    parse: oneOf(TRANSPORT_CHOICES),
    default: 'auto',
  }),
  TEMPORAL_ADDRESS: variable({ meaning: 'host:port of the Temporal frontend', parse: hostAndPort }),
  TEMPORAL_NAMESPACE: variable({ meaning: 'Namespace in Temporal', parse: text, default: 'default' }),
  TEMPORAL_WEB_URL: variable({ meaning: 'Temporal Web UI, for links', parse: optional(webUrl), default: '' }),
  TEMPORAL_API_KEY: variable({
    meaning: 'API key of Temporal',
    parse: optional(text),
    default: '',
    secret: true,
  }),
  TEMPORAL_TLS: variable({
    meaning: 'TLS to Temporal',
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
    meaning: 'Page of a development inbox, for links',
    parse: optional(webUrl),
    default: '',
  }),
  MAIL_FROM: variable({ meaning: 'Sender of all mails', parse: mailAddress }),
  REVIEW_MAIL: variable({ meaning: 'Who reviews when a student has no agent', parse: mailAddress }),
  ESCALATION_MAIL: variable({ meaning: 'Who hears of reviews that nobody answers', parse: mailAddress }),
  MAIL_DOMAIN: variable({
    meaning: 'Right side of every Message-ID',
    parse: domainName,
    default: (env) => env['MAIL_FROM']?.split('@').at(-1)?.replace('>', '') ?? '',
  }),
  ORGANIZATION_NAME: variable({ meaning: 'Name of the training centre on certificates', parse: text }),
  ORGANIZATION_NAME_AR: variable({
    meaning: 'The same in Arabic',
    parse: text,
    default: (env) => env['ORGANIZATION_NAME'] ?? '',
  }),
  ORGANIZATION_CODE: variable({ meaning: 'Prefix of certificate numbers, such as KFT', parse: code }),
  PUBLIC_URL: variable({
    meaning: 'Where the public reaches certificate verification',
    parse: webUrl,
    default: (env) => `http://127.0.0.1:${env['API_PORT'] ?? '8080'}`,
  }),
  API_HOST: variable({ meaning: 'Address the API listens on', parse: text, default: '127.0.0.1' }),
  API_PORT: variable({ meaning: 'Port the API listens on', parse: port, default: '8080' }),
  HOOKS_URL: variable({
    meaning: 'Where Odoo and other senders of webhooks reach the API',
    parse: webUrl,
    default: (env) => env['PUBLIC_URL'] ?? `http://127.0.0.1:${env['API_PORT'] ?? '8080'}`,
  }),
  HOOKS_SECRET_GRACE_HOURS: variable({
    meaning: 'Hours that a replaced secret of Odoo’s webhooks stays good',
    parse: integer(0, 720),
    default: '24',
  }),
  HOOKS_SIGNING_SECRETS: variable({
    meaning: 'Standard Webhooks: secrets of senders that sign, with commas between',
    parse: signingSecrets,
    default: '',
    secret: true,
  }),
  WORKER_HEALTH_PORT: variable({
    meaning: 'Port of the worker’s /healthz on 127.0.0.1',
    parse: optional(port),
    default: '',
  }),
  DATA_DIR: variable({
    meaning: 'Folder for what outlives a start (key file, embedded parts)',
    parse: (path) => resolve(path),
    default: './data',
  }),
  SWEEP_INTERVAL_SECONDS: variable({
    meaning: 'Seconds between looks at Odoo',
    parse: integer(5, 86_400),
    default: '30',
  }),
  SWEEP_OVERLAP_SECONDS: variable({
    meaning: 'Seconds each look reaches back',
    parse: integer(0, 86_400),
    default: '300',
  }),
  SWEEP_PAGE_SIZE: variable({ meaning: 'Students per page', parse: integer(1, 1000), default: '200' }),
  LOG_LEVEL: variable({ meaning: LOG_LEVELS.join(', '), parse: oneOf(LOG_LEVELS), default: 'info' }),
}

/** Throws one ConfigError that lists every wrong or missing variable. */
export const readConfig = (env: NodeJS.ProcessEnv): Config => arrange(readVariables(VARIABLES, env))

function arrange(values: ValuesOf<typeof VARIABLES>): Config {
  return {
    odoo: {
      url: values.ODOO_URL,
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
      domain: values.MAIL_DOMAIN,
    },
    organization: {
      name: values.ORGANIZATION_NAME,
      nameArabic: values.ORGANIZATION_NAME_AR,
      code: values.ORGANIZATION_CODE,
    },
    publicUrl: values.PUBLIC_URL,
    api: { host: values.API_HOST, port: values.API_PORT },
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
      pageSize: values.SWEEP_PAGE_SIZE,
    },
    logLevel: values.LOG_LEVEL,
  }
}
