import { createTransport } from 'nodemailer'
import type { Config } from '../config.js'
import type { OutsideSystem } from '../contracts/outside-systems.js'
import { FailureType } from '../contracts/failures.js'
import { connectOdoo } from '../odoo/client/client.js'
import { OdooError } from '../odoo/client/errors.js'
import { Partner } from '../odoo/schema/index.js'

/** Tells whether a system responds, with one cheap call that changes nothing. */
export type Probes = Readonly<Record<OutsideSystem, () => Promise<boolean>>>

/** Milliseconds. Shorter than an ordinary call: what takes longer is not well yet. */
export const PROBE_LIMIT = 10_000

export function probesOf({ odoo, smtpUrl }: Pick<Config, 'odoo' | 'smtpUrl'>): Probes {
  const connection = connectOdoo(odoo, { readTimeoutMs: PROBE_LIMIT, loginPauseMs: 0 })
  return {
    odoo: async () => {
      try {
        // Needs Odoo's own database as well, which the version does not.
        await connection.count(Partner, [['id', '=', 0]])
        return true
      } catch (error) {
        // Whoever rejects a call is available. The login and rights have alarms of their own.
        return error instanceof OdooError && !NO_RESPONSE.includes(error.type)
      }
    },
    mail: async () => {
      const limits = {
        connectionTimeout: PROBE_LIMIT,
        greetingTimeout: PROBE_LIMIT,
        socketTimeout: PROBE_LIMIT,
      }
      const transport = createTransport({ url: smtpUrl, ...limits })
      try {
        await transport.verify()
        return true
      } catch (error) {
        // A final reply, such as a rejected login. 4xx means: not now.
        return error instanceof Error && 'responseCode' in error && Number(error.responseCode) >= 500
      } finally {
        transport.close()
      }
    },
  }
}

const NO_RESPONSE: readonly FailureType[] = [FailureType.OdooUnavailable, FailureType.OdooBusy]
