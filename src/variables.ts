/** Environment variables: how a table of them is declared and read. */

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

export const text: Parser<string> = (value) => value

export const optional =
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

export const webUrl = url('http:', 'https:')
export const databaseUrl = url('postgres:', 'postgresql:')
export const smtpUrl = url('smtp:', 'smtps:')

export const hostAndPort: Parser<string> = (value) => {
  if (!/^[^\s/:]+:\d{1,5}$|^\[[0-9a-f:]+\]:\d{1,5}$/i.test(value)) throw wrong('host:port')
  return value
}

export const integer =
  (least: number, most: number): Parser<number> =>
  (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : NaN
    if (!(number >= least && number <= most)) {
      throw wrong(`a whole number from ${String(least)} to ${String(most)}`)
    }
    return number
  }

export const port = integer(1, 65_535)

export const boolean: Parser<boolean> = (value) => {
  if (!['true', 'false', '1', '0'].includes(value)) throw wrong('true or false')
  return value === 'true' || value === '1'
}

export const mailAddress: Parser<string> = (value) => {
  if (!/^([^<>]*<)?[^\s@<>]+@[^\s@<>]+>?$/.test(value)) throw wrong('a mail address')
  return value
}

export const domainName: Parser<string> = (value) => {
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value)) throw wrong('a domain name')
  return value
}

export const code: Parser<string> = (value) => {
  if (!/^[A-Z0-9]{2,8}$/.test(value)) throw wrong('2 to 8 capital letters or digits')
  return value
}

/** Secrets of Standard Webhooks, separated by commas: `whsec_` and base64, each of 24 to 64 bytes. Nothing: none. */
export const signingSecrets: Parser<readonly string[]> = (value) => {
  const secrets = value.split(',').flatMap((secret) => secret.trim() || [])
  for (const secret of secrets) {
    const [, base64 = ''] =
      /^whsec_((?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(secret) ?? []
    const { length } = Buffer.from(base64, 'base64')
    if (length < 24 || length > 64)
      throw wrong('whsec_ and the base64 of 24 to 64 bytes, or several of these with commas between')
  }
  return secrets
}

export const oneOf =
  <T extends string>(values: readonly T[]): Parser<T> =>
  (value) => {
    const found = values.find((one) => one === value)
    if (found === undefined) throw wrong(`one of ${values.join(', ')}`)
    return found
  }

/** Declares a variable; only there for the types. */
export const variable = <T>(declaration: Variable<T>) => declaration

type Table = Readonly<Record<string, Variable<unknown>>>
export type ValuesOf<T extends Table> = { readonly [K in keyof T]: ReturnType<T[K]['parse']> }

/** The values of all variables of a table. Throws one ConfigError; values of secrets are never in its text. */
export function readVariables<T extends Table>(table: T, env: NodeJS.ProcessEnv): ValuesOf<T> {
  const problems: string[] = []
  /** Of values derived from other variables: when those are wrong, too, only they are worth a line. */
  const consequences: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, declaration] of Object.entries(table)) {
    const given = env[name]?.trim() ?? ''
    const { preset, derived } = presetOf(declaration, env)
    const value = given === '' ? preset : given
    if (value === undefined) {
      problems.push(`${name} is missing: ${declaration.meaning}`)
      continue
    }
    try {
      values[name] = declaration.parse(value)
    } catch (error) {
      const wanted = error instanceof Error ? error.message : String(error)
      const problem = `${name} must be ${wanted}${declaration.secret ? '' : `, not "${value}"`}`
      if (given === '' && derived) consequences.push(problem)
      else problems.push(problem)
    }
  }
  if (problems.length + consequences.length > 0) {
    throw new ConfigError(problems.length > 0 ? problems : consequences)
  }
  return values as ValuesOf<T>
}

function presetOf(declaration: Variable<unknown>, env: NodeJS.ProcessEnv) {
  const preset = declaration.default
  return typeof preset === 'function' ? { preset: preset(env), derived: true } : { preset, derived: false }
}
