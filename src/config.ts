import { resolve } from 'node:path'

/** All that a worker or an API process is told from outside. Frozen; read once at the start. */
export interface Config {
  readonly odoo: {
    readonly url: string
    readonly db: string
    readonly login: string
    readonly apiKey: string
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

/** Every problem of a configuration at once, a line each, each line beginning with the variable's name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'))
  }
}

/** Turns the text of a variable into its value, or throws an Error that says what it should have been. */
type Parser<T> = (text: string) => T

export interface Variable<T> {
  readonly meaning: string
  readonly parse: Parser<T>
  /** Absent: required. `''`: not set unless set. A function derives it from other variables. */
  readonly default?: string | ((env: NodeJS.ProcessEnv) => string)
  /** Never shown, never in a file of the repository. */
  readonly secret?: true
}

const wrong = (wanted: string) => new Error(wanted)

const text: Parser<string> = (value) => value

const optional =
  <T>(parse: Parser<T>): Parser<T | null> =>
  (value) =>
    value === '' ? null : parse(value)

const url =
  (...protocols: string[]): Parser<string> =>
  (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : null
    const wanted = `an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`
    if (!parsed || !protocols.includes(parsed.protocol) || parsed.hostname === '') throw wrong(wanted)
    return value.replace(/\/+$/, '')
  }

const webUrl = url('http:', 'https:')

const hostAndPort: Parser<string> = (value) => {
  if (!/^[^\s/:]+:\d{1,5}$|^\[[0-9a-f:]+\]:\d{1,5}$/i.test(value)) throw wrong('host:port')
  return value
}

const integer =
  (least: number, most: number): Parser<number> =>
  (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : NaN
    if (!(number >= least && number <= most)) {
      throw wrong(`a whole number from ${String(least)} to ${String(most)}`)
    }
    return number
  }

const port = integer(1, 65_535)

const truth: Parser<boolean> = (value) => {
  if (!['true', 'false', '1', '0'].includes(value)) throw wrong('true or false')
  return value === 'true' || value === '1'
}

const mailAddress: Parser<string> = (value) => {
  if (!/^([^<>]*<)?[^\s@<>]+@[^\s@<>]+>?$/.test(value)) throw wrong('a mail address')
  return value
}

const domainName: Parser<string> = (value) => {
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value)) throw wrong('a domain name')
  return value
}

const code: Parser<string> = (value) => {
  if (!/^[A-Z0-9]{2,8}$/.test(value)) throw wrong('2 to 8 capital letters or digits')
  return value
}

const oneOf =
  <T extends string>(values: readonly T[]): Parser<T> =>
  (value) => {
    const found = values.find((one) => one === value)
    if (found === undefined) throw wrong(`one of ${values.join(', ')}`)
    return found
  }

const declare = <T>(variable: Variable<T>) => variable

/** The one table of variables: README's table and the check of docker-compose.yml derive from it. */
export const VARIABLES = {
  ODOO_URL: declare({ meaning: 'Address of Odoo', parse: webUrl }),
  ODOO_DB: declare({ meaning: 'Database of Odoo', parse: text }),
  ODOO_LOGIN: declare({ meaning: 'Login of the bot user in Odoo', parse: text }),
  ODOO_API_KEY: declare({ meaning: 'API key (or password) of the bot user', parse: text, secret: true }),
  TEMPORAL_ADDRESS: declare({ meaning: 'host:port of the Temporal frontend', parse: hostAndPort }),
  TEMPORAL_NAMESPACE: declare({ meaning: 'Namespace in Temporal', parse: text, default: 'default' }),
  TEMPORAL_WEB_URL: declare({ meaning: 'Temporal Web UI, for links', parse: optional(webUrl), default: '' }),
  TEMPORAL_API_KEY: declare({
    meaning: 'API key of Temporal',
    parse: optional(text),
    default: '',
    secret: true,
  }),
  TEMPORAL_TLS: declare({
    meaning: 'TLS to Temporal',
    parse: truth,
    default: (env) => (env['TEMPORAL_API_KEY'] ? 'true' : 'false'),
  }),
  DATABASE_URL: declare({
    meaning: 'PostgreSQL: postgres://user:password@host:port/database',
    parse: url('postgres:', 'postgresql:'),
    secret: true,
  }),
  SMTP_URL: declare({
    meaning: 'Mail server: smtp://user:password@host:port or smtps://…',
    parse: url('smtp:', 'smtps:'),
    secret: true,
  }),
  INBOX_URL: declare({
    meaning: 'Page of a development inbox, for links',
    parse: optional(webUrl),
    default: '',
  }),
  MAIL_FROM: declare({ meaning: 'Sender of all mails', parse: mailAddress }),
  REVIEW_MAIL: declare({ meaning: 'Who reviews when a student has no agent', parse: mailAddress }),
  ESCALATION_MAIL: declare({ meaning: 'Who hears of reviews that nobody answers', parse: mailAddress }),
  MAIL_DOMAIN: declare({
    meaning: 'Right side of every Message-ID',
    parse: domainName,
    default: (env) => env['MAIL_FROM']?.split('@').at(-1)?.replace('>', '') ?? '',
  }),
  ORGANIZATION_NAME: declare({ meaning: 'Name of the training centre on certificates', parse: text }),
  ORGANIZATION_NAME_AR: declare({
    meaning: 'The same in Arabic',
    parse: text,
    default: (env) => env['ORGANIZATION_NAME'] ?? '',
  }),
  ORGANIZATION_CODE: declare({ meaning: 'Prefix of certificate numbers, such as KFT', parse: code }),
  PUBLIC_URL: declare({
    meaning: 'Where the public reaches certificate verification',
    parse: webUrl,
    default: (env) => `http://127.0.0.1:${env['API_PORT'] ?? '8080'}`,
  }),
  API_HOST: declare({ meaning: 'Address the API listens on', parse: text, default: '127.0.0.1' }),
  API_PORT: declare({ meaning: 'Port the API listens on', parse: port, default: '8080' }),
  WORKER_HEALTH_PORT: declare({
    meaning: 'Port of the worker’s /healthz on 127.0.0.1',
    parse: optional(port),
    default: '',
  }),
  DATA_DIR: declare({
    meaning: 'Folder for what outlives a start (key file, embedded parts)',
    parse: (path) => resolve(path),
    default: './data',
  }),
  SWEEP_INTERVAL_SECONDS: declare({
    meaning: 'Seconds between looks at Odoo',
    parse: integer(5, 86_400),
    default: '30',
  }),
  SWEEP_OVERLAP_SECONDS: declare({
    meaning: 'Seconds each look reaches back',
    parse: integer(0, 86_400),
    default: '300',
  }),
  SWEEP_PAGE_SIZE: declare({ meaning: 'Students per page', parse: integer(1, 1000), default: '200' }),
  LOG_LEVEL: declare({ meaning: LOG_LEVELS.join(', '), parse: oneOf(LOG_LEVELS), default: 'info' }),
}

type Name = keyof typeof VARIABLES
type Values = { [K in Name]: ReturnType<(typeof VARIABLES)[K]['parse']> }

/** Throws one ConfigError that lists every wrong or missing variable. Values of secrets are never in its text. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = []
  const values: Partial<Record<Name, unknown>> = {}
  for (const [name, variable] of Object.entries(VARIABLES) as [Name, Variable<unknown>][]) {
    try {
      values[name] = read(name, variable, env)
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error))
    }
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return arrange(values as Values)
}

function read(name: Name, variable: Variable<unknown>, env: NodeJS.ProcessEnv): unknown {
  const given = env[name]?.trim() ?? ''
  const preset = typeof variable.default === 'function' ? variable.default(env) : variable.default
  const value = given === '' ? preset : given
  if (value === undefined) throw new Error(`${name} is missing: ${variable.meaning}`)
  try {
    return variable.parse(value)
  } catch (error) {
    const wanted = error instanceof Error ? error.message : String(error)
    throw new Error(`${name} must be ${wanted}${variable.secret ? '' : `, not "${value}"`}`, { cause: error })
  }
}

function arrange(values: Values): Config {
  return {
    odoo: {
      url: values.ODOO_URL,
      db: values.ODOO_DB,
      login: values.ODOO_LOGIN,
      apiKey: values.ODOO_API_KEY,
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
