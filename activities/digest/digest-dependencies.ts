import type { MailTransport } from '../../src/mail/transport.js'
import type { ActivityContext } from '../dependencies.js'

export interface DigestDependencies extends Pick<
  ActivityContext,
  'odoo' | 'store' | 'config' | 'timeZone' | 'clock'
> {
  readonly transport: MailTransport
  /** Why nobody may be emailed; null: people may. */
  readonly mailHold: () => Promise<string | null>
}
