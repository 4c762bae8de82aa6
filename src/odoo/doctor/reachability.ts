import { FailureType } from '../../contracts/failures.js'
import type { OdooError } from '../client/errors.js'
import { problem, type FindingDraft } from './finding.js'

/** What is known about the address besides the failure. */
export interface Address {
  readonly url: string
  readonly db: string
  /** The redirect target without its query. Null: the address does not redirect. */
  readonly redirect: string | null
}

const WHY = 'Nothing works without Odoo: workflows wait, and nobody is enrolled or certified.'

/** Returns the finding that explains why there is no connection. */
export function unreachable(
  { exceptionName, type, serverMessage }: OdooError,
  address: Address,
): FindingDraft {
  const { url, db, redirect } = address
  const host = new URL(url).host
  const finding = (what: string, fix: string) => problem({ what, why: WHY, fix })

  if (exceptionName in NETWORK) {
    const [what, fix] = NETWORK[exceptionName] ?? ['', '']
    return finding(`${host} ${what} (${exceptionName}).`, fix)
  }
  if (TLS.test(exceptionName))
    return finding(
      `The certificate of ${host} is not trusted (${exceptionName}).`,
      'Renew the certificate, use the host name that it was issued for, or tell Node the issuer (NODE_EXTRA_CA_CERTS).',
    )
  if (/^HTTP 30\d$/.test(exceptionName))
    return finding(
      `${url} redirects${redirect === null ? '' : ` to ${redirect}`} (${exceptionName}).`,
      'Set ODOO_URL to the address at which Odoo itself responds: with https if it uses it, the exact host and no path.',
    )
  if (exceptionName === 'HTTP 404')
    return finding(
      `${host} responds, but has no external API at this address (HTTP 404).`,
      'Set ODOO_URL to the root of Odoo, without a path. On Odoo Online the external API needs a Custom plan.',
    )
  if (/^HTTP 2\d\d$/.test(exceptionName))
    return finding(
      `${host} responds with a web page instead of Odoo’s JSON (${exceptionName}).`,
      'Check that ODOO_URL is the address of Odoo, not of another site or of a proxy’s login page.',
    )
  if (/^HTTP 50[234]$/.test(exceptionName))
    return finding(
      `The proxy in front of Odoo responds, but Odoo does not (${exceptionName}).`,
      'Start Odoo, and check the log of the proxy.',
    )
  if (/^HTTP \d+$/.test(exceptionName))
    return finding(
      `${host} blocks the external API (${exceptionName}).`,
      'Let the proxy in front of Odoo pass /jsonrpc and, from Odoo 19 on, /json/2 and /web/version.',
    )
  if (/OperationalError$|OdooNoDatabase/.test(exceptionName) && /does not exist/.test(serverMessage))
    return finding(
      `Odoo has no database “${db}”.`,
      'Set ODOO_DB to the exact name of the database (it is case-sensitive). The administrator of Odoo knows it.',
    )
  if (exceptionName === 'psycopg2.OperationalError')
    return finding(
      'Odoo responds, but its database does not.',
      'Start Odoo’s PostgreSQL, or set ODOO_DB to a database that exists.',
    )
  if (exceptionName === 'LoginRefused' || type === FailureType.OdooLoginRejected)
    return finding(
      'Odoo rejects the login of the bot user.',
      'Check ODOO_LOGIN and ODOO_API_KEY: the user must exist and be active; the key must belong to that user and not have expired. With two-factor authentication Odoo accepts API keys only. To create a new key, open the user’s Preferences in Odoo, Account Security.',
    )
  if (exceptionName.startsWith('NoJson2'))
    return finding(
      'ODOO_TRANSPORT selects JSON-2, which this Odoo does not support: it exists from Odoo 19 on.',
      'Set ODOO_TRANSPORT to auto.',
    )
  return finding(`Odoo can’t be reached (${exceptionName}).`, 'Check Odoo’s log.')
}

const NETWORK: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  ENOTFOUND: ['is an unknown host name', 'Check the spelling of ODOO_URL, and the DNS server.'],
  EAI_AGAIN: ['could not be looked up', 'Check the DNS server of this machine.'],
  ECONNREFUSED: ['refuses the connection', 'Start Odoo, or set the port in ODOO_URL.'],
  ECONNRESET: [
    'closes the connection',
    'Check whether ODOO_URL must start with http or https, and check the proxy in front of Odoo.',
  ],
  EHOSTUNREACH: ['can’t be reached from here', 'Check the network and the firewall.'],
  ENETUNREACH: ['can’t be reached from here', 'Check the network and the firewall.'],
  ETIMEDOUT: ['does not respond', 'Check the firewall between this machine and Odoo.'],
  Timeout: [
    'does not respond in time',
    'Check whether Odoo is overloaded, and check the firewall between this machine and Odoo.',
  ],
  EPROTO: ['does not speak TLS', 'Use http instead of https in ODOO_URL, or the port of https.'],
  HPE_INVALID_CONSTANT: ['does not speak HTTP', 'Set the port in ODOO_URL, and use https if Odoo does.'],
}

const TLS = /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_(GET_ISSUER|VERIFY)/

/** Returns the redirect target of an address. Ignores failures: the first call reported them. */
export async function redirectOf(url: string): Promise<string | null> {
  try {
    const response = await fetch(`${url}/web/health`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(5_000),
    })
    await response.body?.cancel()
    const location = response.headers.get('location')
    if (location === null) return null
    const { origin, pathname } = new URL(location, url)
    return `${origin}${pathname}`
  } catch {
    return null
  }
}
