import type { WebhookSecretStatus } from '../../webhooks/webhook-secrets.js'
import type { Odoo } from '../client/client.js'
import type { Connection } from '../client/transport.js'
import type { Dialect } from '../client/versions.js'
import type { FindingDraft } from './finding.js'

/** Where Odoo's webhooks lead, as far as can be seen from here. */
export interface WebhookProbe {
  /** Where Odoo reaches us, without a slash at the end. */
  readonly url: string
  /** Whether our API answers there, asked from this machine. */
  answers(): Promise<boolean>
  /** What a secret found in Odoo is worth; null: the register of secrets was not given or is away. */
  standing(secret: string): Promise<WebhookSecretStatus | null>
}

/** How we log in. Odoo's keys have a form of their own; what else looks like one is none. */
export type Credential = 'key' | 'password'

/** The connected Odoo, and what is needed to look at it. */
export interface CheckContext {
  /** Address of Odoo. */
  readonly url: string
  /** As the bot user. */
  readonly odoo: Odoo
  /** As an administrator; null: no such login was given. */
  readonly admin: Odoo | null
  readonly connection: Connection
  readonly dialect: Dialect
  readonly credential: Credential
  readonly webhooks: WebhookProbe
  readonly now: () => Date
}

/** One concern. Reads only, counts rather than rows, whatever the size of the database. */
export interface Check {
  /** Name, in the findings. */
  readonly name: string
  run(patient: CheckContext): Promise<readonly FindingDraft[]>
}
