import { isIP } from 'node:net'
import { isTimeZone } from './domain/calendar.js'

/** Environment variables: how a table of them is declared and read. */

/** All problems of a configuration. Each is one line that begins with the variable's name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'))
  }
}

/** Turns a variable's text into its value. Throws an Error whose message says what is expected. */
type Parser<T> = (text: string) => T

export interface Variable<T> {
  readonly meaning: string
  readonly parse: Parser<T>
  /** Absent: the variable is required. A function derives the default from other variables. */
  readonly default?: string | ((env: NodeJS.ProcessEnv) => string)
  /** The value is never shown. */
  readonly secret?: true
}

export const text: Parser<string> = (value) => value

export const optional =
  <T>(parse: Parser<T>): Parser<T | null> =>
  (value) =>
    value === '' ? null : parse(value)

const url =
  (...protocols: string[]): Parser<string> =>
  (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : null
    const expected = `an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`
    if (!parsed || !protocols.includes(parsed.protocol) || parsed.hostname === '') throw new Error(expected)
    return value.replace(/\/+$/, '')
  }

export const webUrl = url('http:', 'https:')

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

export const isLoopback = (address: string): boolean => LOOPBACK.test(new URL(address).hostname)

/**
 * Identifier of an OpenID provider. It is compared letter by letter, so a slash at its end stays.
 * What the provider says is trusted, so http is for this machine only.
 */
export const issuer: Parser<string> = (value) => {
  webUrl(value)
  if (!value.startsWith('https:') && !isLoopback(value))
    throw new Error('an address that begins with https:// (http:// on this machine only)')
  return value
}

/**
 * As `url`, for an address that may contain a login. In a password, characters such as # / ? @ %
 * must be percent-encoded: otherwise the address is invalid, or means another server.
 */
const urlWithLogin = (...protocols: string[]): Parser<string> => {
  const parse = url(...protocols)
  return (value) => {
    if (hasRawLogin(value))
      throw new Error(
        'an address whose login is encoded: percent-encode the password (# is %23, / is %2F, ? is %3F, @ is %40, % is %25)',
      )
    return parse(value)
  }
}

/**
 * Whether a character of the login ends it too early, so that its @ is left behind, or breaks it.
 * An @ in a parameter of the query is no login's.
 */
function hasRawLogin(value: string): boolean {
  const [, scheme, authority, rest] = /^([a-z]+:\/\/)([^/?#\\]*)(.*)$/is.exec(value) ?? []
  if (scheme === undefined || authority === undefined || rest === undefined) return false
  const login = authority.slice(0, Math.max(0, authority.lastIndexOf('@')))
  if (/[@[\]\s]|%(?![0-9a-f]{2})/i.test(login)) return true
  const withoutQuery = rest.replace(/\?[^#=@]*=[^#]*/, '')
  return withoutQuery.includes('@') || (rest.includes('@') && !URL.canParse(scheme + authority))
}

export const databaseUrl = urlWithLogin('postgres:', 'postgresql:')
export const smtpUrl = urlWithLogin('smtp:', 'smtps:')

export const hostAndPort: Parser<string> = (value) => {
  if (!/^[^\s/:]+:\d{1,5}$|^\[[0-9a-f:]+\]:\d{1,5}$/i.test(value)) throw new Error('host:port')
  return value
}

/** Addresses or networks (`10.0.0.0/8`), separated by commas. */
export const addresses: Parser<readonly string[]> = (value) => {
  const list = value.split(',').flatMap((one) => one.trim() || [])
  for (const one of list) {
    const [address = '', bits, ...rest] = one.split('/')
    const most = isIP(address) === 6 ? 128 : 32
    const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
    if (isIP(address) === 0 || !isNetwork || rest.length > 0)
      throw new Error('IP addresses or networks such as 10.0.0.0/8, separated by commas')
  }
  return list
}

export const integer =
  (min: number, max: number): Parser<number> =>
  (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : NaN
    if (!(number >= min && number <= max)) {
      throw new Error(`a whole number from ${min} to ${max}`)
    }
    return number
  }

export const port = integer(1, 65_535)

export const boolean: Parser<boolean> = (value) => {
  if (!['true', 'false', '1', '0'].includes(value)) throw new Error('true or false')
  return value === 'true' || value === '1'
}

/** `07:30`, in minutes of the day. */
export const timeOfDay: Parser<number> = (value) => {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value) ?? []
  if (hours === undefined || minutes === undefined) throw new Error('a time of day, such as 07:30')
  return Number(hours) * 60 + Number(minutes)
}

/** `20:00-07:00`, in minutes of the day. */
export const hoursOfDay: Parser<{ readonly from: number; readonly to: number }> = (value) => {
  const [from = '', to = '', ...rest] = value.split('-')
  if (from === to || rest.length > 0) throw new Error('two times of day, such as 20:00-07:00')
  return { from: timeOfDay(from), to: timeOfDay(to) }
}

export const emailAddress: Parser<string> = (value) => {
  if (!/^([^<>]*<)?[^\s@<>]+@[^\s@<>]+>?$/.test(value)) throw new Error('an email address')
  return value
}

export const domainName: Parser<string> = (value) => {
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value)) throw new Error('a domain name')
  return value
}

export const timeZone: Parser<string> = (value) => {
  if (!isTimeZone(value))
    throw new Error('the name of a time zone in the IANA database, such as Asia/Riyadh or Europe/Berlin')
  return value
}

/** A cron expression of five fields; null: `off`. */
export const cron: Parser<string | null> = (value) => {
  if (value === 'off') return null
  if (!/^[\d*,/-]+( [\d*,/-]+){4}$/.test(value))
    throw new Error('a cron expression of five fields, such as "30 2 * * *", or "off"')
  return value
}

export const code: Parser<string> = (value) => {
  if (!/^[A-Z0-9]{2,8}$/.test(value)) throw new Error('2 to 8 capital letters or digits')
  return value
}

/** Secrets of Standard Webhooks, separated by commas: `whsec_` and the base64 of 24 to 64 bytes. */
export const signingSecrets: Parser<readonly string[]> = (value) => {
  const secrets = value.split(',').flatMap((secret) => secret.trim() || [])
  for (const secret of secrets) {
    const [, base64 = ''] =
      /^whsec_((?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(secret) ?? []
    const { length } = Buffer.from(base64, 'base64')
    if (length < 24 || length > 64)
      throw new Error('whsec_ and the base64 of 24 to 64 bytes, or several of these separated by commas')
  }
  return secrets
}

export const oneOf =
  <T extends string>(values: readonly T[]): Parser<T> =>
  (value) => {
    const found = values.find((one) => one === value)
    if (found === undefined) throw new Error(`one of ${values.join(', ')}`)
    return found
  }

/** Declares a variable. Exists for type inference only. */
export const variable = <T>(declaration: Variable<T>) => declaration

type Table = Readonly<Record<string, Variable<unknown>>>
export type ValuesOf<T extends Table> = { readonly [K in keyof T]: ReturnType<T[K]['parse']> }

/**
 * Returns the values of a table's variables. Throws one ConfigError; it never contains a secret.
 */
export function readVariables<T extends Table>(table: T, env: NodeJS.ProcessEnv): ValuesOf<T> {
  const problems: string[] = []
  /** Problems of derived defaults: reported only when the variables they derive from are right. */
  const derivedProblems: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, declaration] of Object.entries(table)) {
    const given = env[name]?.trim() ?? ''
    const { defaultText, derived } = defaultOf(declaration, env)
    const value = given === '' ? defaultText : given
    if (value === undefined) {
      problems.push(`${name} is missing: ${declaration.meaning}`)
      continue
    }
    try {
      values[name] = declaration.parse(value)
    } catch (error) {
      const expected = error instanceof Error ? error.message : String(error)
      const problem = `${name} must be ${expected}${declaration.secret ? '' : `, not "${value}"`}`
      if (given === '' && derived) derivedProblems.push(problem)
      else problems.push(problem)
    }
  }
  if (problems.length + derivedProblems.length > 0) {
    throw new ConfigError(problems.length > 0 ? problems : derivedProblems)
  }
  return values as ValuesOf<T>
}

function defaultOf({ default: given }: Variable<unknown>, env: NodeJS.ProcessEnv) {
  return typeof given === 'function'
    ? { defaultText: given(env), derived: true }
    : { defaultText: given, derived: false }
}
