import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SANDBOX_VERSIONS, type SandboxVersion } from '../../sandbox/odoo/version.js'

/**
 * Exchanges with unmodified Odoo servers. Ids, dates and texts are as received; secrets and hosts
 * are replaced.
 */
const FOLDER = fileURLToPath(new URL('./recordings/', import.meta.url))

/** The transport of a recording. `webhook…` includes the webhook deliveries. */
export const TRANSPORTS = ['jsonrpc', 'json2', 'webhook', 'webhook_json2'] as const
export type RecordedTransport = (typeof TRANSPORTS)[number]

export interface Request {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  /** A body that is not JSON. */
  readonly bodyText?: string
}

export interface Exchange {
  readonly what: string
  readonly delivery?: false
  readonly request: Request
  readonly response: {
    readonly status: number
    readonly contentType: string
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: unknown
    readonly bodyText?: string
    readonly bodyShape?: {
      readonly kind: string
      readonly title?: string | null
      readonly startsWith: string
    }
  }
  /** Name → JSON pointer into the reply: values that later requests use. */
  readonly binds?: Readonly<Record<string, string>>
  /** JSON pointer into the request → name of such a value. */
  readonly refs?: Readonly<Record<string, string>>
}

/** What Odoo sent to a webhook's receiver. Null: nothing within a second. */
export interface Delivery {
  readonly what: string
  readonly delivery: true
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: readonly (readonly [name: string, value: string])[]
    readonly bodyText: string
  } | null
  readonly response: { readonly status: number; readonly bodyText?: string } | null
}

export interface Recording {
  readonly version: SandboxVersion
  readonly transport: RecordedTransport
  readonly scenario: string
  readonly exchanges: readonly (Exchange | Delivery)[]
}

/** All recordings of a version and transport, by name, from `folder`. */
export function recordings(
  version: SandboxVersion,
  transport: RecordedTransport,
  folder = FOLDER,
): Recording[] {
  const directory = join(folder, String(version), transport)
  return filesIn(directory).map((file) => ({
    version,
    transport,
    scenario: file.replace('.json', ''),
    exchanges: JSON.parse(readFileSync(join(directory, file), 'utf8')) as (Exchange | Delivery)[],
  }))
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((file) => file.endsWith('.json'))
      .sort()
  } catch {
    return []
  }
}

/** Versions and transports that have recordings. */
export const recordedKinds = (folder = FOLDER) =>
  SANDBOX_VERSIONS.flatMap((version) =>
    TRANSPORTS.flatMap((transport) =>
      filesIn(join(folder, String(version), transport)).length > 0 ? [{ version, transport }] : [],
    ),
  )
