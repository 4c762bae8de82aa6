/** Major versions of Odoo that the sandbox can be. */
export const SANDBOX_VERSIONS = [17, 18, 19] as const
export type SandboxVersion = (typeof SANDBOX_VERSIONS)[number]

/** What a server of a version does otherwise than its neighbours, beside the fields and methods that come and go (`Since`). */
interface Traits {
  /** As `common.version` tells it. */
  readonly serverVersion: string
  /** The `code` of an error envelope: tells nothing, and clients must not look at it. */
  readonly errorCode: number
  /** A login without a password fails in an assertion, not as a wrong one. */
  readonly assertsPassword: boolean
  /** Status of `/jsonrpc` for a body that does not call itself JSON. */
  readonly notJsonStatus: 400 | 415
  /** Who calls a path of `/json/…`: nobody (404), whoever is logged in on the website (303), API clients. */
  readonly json2: 'unknown' | 'login' | 'served'
  /** Datetimes of a domain are compared by whole seconds, and anything but `YYYY-MM-DD[ HH:MM:SS]` is refused. */
  readonly wholeSeconds: boolean
  /** A context in a language that is not installed is refused. */
  readonly checksLanguage: boolean
  /** `copy` answers a list, as it takes one. */
  readonly copiesMany: boolean
  /** A method that returns records answers their ids over RPC; before, their Python representation or the first id. */
  readonly answersIds: boolean
}

export const TRAITS: Readonly<Record<SandboxVersion, Traits>> = {
  17: {
    serverVersion: '17.0',
    errorCode: 200,
    assertsPassword: false,
    notJsonStatus: 400,
    json2: 'unknown',
    wholeSeconds: false,
    checksLanguage: false,
    copiesMany: false,
    answersIds: false,
  },
  18: {
    serverVersion: '18.0',
    errorCode: 200,
    assertsPassword: true,
    notJsonStatus: 400,
    json2: 'login',
    wholeSeconds: false,
    checksLanguage: true,
    copiesMany: true,
    answersIds: false,
  },
  19: {
    serverVersion: '19.0',
    errorCode: 0,
    assertsPassword: false,
    notJsonStatus: 415,
    json2: 'served',
    wholeSeconds: true,
    checksLanguage: true,
    copiesMany: true,
    answersIds: true,
  },
}

/** The versions that have something: all of them where neither end is named. */
export interface Since {
  readonly from?: SandboxVersion
  readonly until?: SandboxVersion
}

export const isOn = (version: SandboxVersion, { from = 17, until = 19 }: Since) =>
  from <= version && version <= until

/** The entries that a version has. */
export const onlyOn = <T extends Since>(
  version: SandboxVersion,
  entries: Readonly<Record<string, T>>,
): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).filter(([, entry]) => isOn(version, entry)))
