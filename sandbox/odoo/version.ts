/** Major versions of Odoo that the sandbox supports. */
export const SANDBOX_VERSIONS = [17, 18, 19] as const
export type SandboxVersion = (typeof SANDBOX_VERSIONS)[number]

/** Differences between versions, besides fields and methods that come and go (`Since`). */
interface Traits {
  /** As `common.version` returns it. */
  readonly serverVersion: string
  /** The `code` of an error envelope. It has no meaning, and clients must ignore it. */
  readonly errorCode: number
  /** A login without a password fails with an AssertionError. */
  readonly assertsPassword: boolean
  /** Status of `/jsonrpc` for a body that is not declared as JSON. */
  readonly notJsonStatus: 400 | 415
  /** Who may call `/json/…`: nobody (404), website users (303 for others), API clients. */
  readonly json2: 'unknown' | 'login' | 'served'
  /**
   * Datetimes in a domain are compared by whole seconds, in the format `YYYY-MM-DD[ HH:MM:SS]`
   * only.
   */
  readonly wholeSeconds: boolean
  /** Rejects a context with a language that is not installed. */
  readonly checksLanguage: boolean
  /** `copy` accepts several records and returns a list. */
  readonly copiesMany: boolean
  /**
   * A method that returns records returns their ids over RPC. Before, it returned their Python
   * representation or the first id.
   */
  readonly returnsIds: boolean
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
    returnsIds: false,
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
    returnsIds: false,
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
    returnsIds: true,
  },
}

/** The versions that have something. Default: all. */
export interface Since {
  readonly from?: SandboxVersion
  readonly until?: SandboxVersion
}

export const isOn = (version: SandboxVersion, { from = 17, until = 19 }: Since) =>
  from <= version && version <= until

/** The entries that exist in a version. */
export const onlyOn = <T extends Since>(
  version: SandboxVersion,
  entries: Readonly<Record<string, T>>,
): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).filter(([, entry]) => isOn(version, entry)))
