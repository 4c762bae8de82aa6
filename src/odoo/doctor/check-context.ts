import type { Odoo } from '../client/client.js'
import type { Connection } from '../client/transport.js'
import type { Dialect } from '../client/versions.js'
import type { StaffGroups } from '../staff/staff-groups.js'
import type { FindingDraft } from './finding.js'

/**
 * What the doctor must know about our webhooks. The caller implements it, so that the doctor
 * depends neither on the webhooks nor on the database.
 */
export interface WebhookProbe {
  /** Address at which Odoo reaches our API (HOOKS_URL), without a trailing slash. */
  readonly url: string
  /** Returns whether an address found in Odoo has the path of our webhooks, on whatever host. */
  isWebhook(address: string): boolean
  /** Returns the secret in a webhook address below `url`. Null: the address has another host. */
  secretIn(address: string): string | null
  /** Returns whether our API responds at `url`, as seen from this machine. */
  isReachable(): Promise<boolean>
  /** Returns null when the secrets can't be read: no database given, or it is unavailable. */
  secretStatus(secret: string): Promise<SecretStatus | null>
}

/** What the doctor must know about the OpenID provider. The caller asks it. */
export interface SignInProviderProbe {
  readonly issuer: string
  /** Where the provider sends people back. */
  readonly redirectUri: string
  /** Why nobody can sign in there, in a word; null: it responds as it must. */
  failure(): Promise<string | null>
}

/** `current`: valid. `replaced`: valid only for its grace period. `unknown`: invalid or expired. */
export type SecretStatus = 'current' | 'replaced' | 'unknown'

/** What we log in with. Odoo's API keys have a format of their own. */
export type Credential = 'key' | 'password'

/** The connected Odoo and everything else that a check may use. */
export interface CheckContext {
  /** Address of Odoo. */
  readonly url: string
  readonly db: string
  /** Whether the orchestrator emails people although the database is a test copy. */
  readonly emailsWhenNeutralized: boolean
  /** Variables with demonstration values, for which emails and certificates wait. */
  readonly demoVariables: readonly string[]
  /** Whether open tasks are shown in Odoo, and the login of who gets those without an agent. */
  readonly todos: { readonly isEnabled: boolean; readonly user: string | null }
  /** Groups in Odoo that give each role. */
  readonly staffGroups: StaffGroups
  /** The OpenID provider of staff. Null: none is configured. */
  readonly signInProvider: SignInProviderProbe | null
  /** TIME_ZONE. Null: not set. */
  readonly timeZone: string | null
  /** Client with the bot user's login. */
  readonly odoo: Odoo
  /** Client with an administrator's login. Null: none was given. */
  readonly admin: Odoo | null
  readonly connection: Connection
  readonly dialect: Dialect
  readonly credential: Credential
  readonly webhooks: WebhookProbe
  /** Records of ours that our registers do not know. Null: no database, or it is unavailable. */
  readonly countUnknownRecords: () => Promise<{
    readonly trackers: number
    readonly certificates: number
  } | null>
  readonly now: () => Date
}

/**
 * One check. It only reads, and prefers counting to reading rows, so it is fast on any database.
 */
export interface Check {
  /** Name, shown with its findings. */
  readonly name: string
  run(context: CheckContext): Promise<readonly FindingDraft[]>
}
