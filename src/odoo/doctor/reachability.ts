import { FailureType } from '../../contracts/failures.js'
import type { OdooError } from '../client/errors.js'
import { problem, type FindingDraft } from './finding.js'

/** What is known of the address beside the failure itself. */
export interface Address {
  readonly url: string
  readonly db: string
  /** Where the address redirects to, without its query; null: it does not. */
  readonly redirect: string | null
}

const WORKS_NOT = 'Nothing works without Odoo: workflows wait, and nobody is enrolled or certified.'

/** Why no connection came about, in words. Pure. */
export function unreachable({ exceptionName, type, serverMessage }: OdooError, address: Address): FindingDraft {
  const { url, db, redirect } = address
  const host = new URL(url).host
  const say = (what: string, fix: string) => problem({ what, why: WORKS_NOT, fix })

  if (exceptionName in NETWORK) {
    const [what, fix] = NETWORK[exceptionName] ?? ['', '']
    return say(`${host} ${what} (${exceptionName}).`, fix)
  }
  if (TLS.test(exceptionName))
    return say(
      `The certificate of ${host} is not trusted (${exceptionName}).`,
      'Renew the certificate, use the name it was made for, or give Node the issuer (NODE_EXTRA_CA_CERTS).',
    )
  if (/^HTTP 30\d$/.test(exceptionName))
    return say(
      `${url} redirects${redirect === null ? '' : ` to ${redirect}`} (${exceptionName}).`,
      'Set ODOO_URL to the address where Odoo itself answers: https where it is used, the exact host, no path.',
    )
  if (exceptionName === 'HTTP 404')
    return say(
      `${host} answers, but has no external API under this address (HTTP 404).`,
      'Set ODOO_URL to the root of Odoo, without a path. On Odoo Online the external API needs a Custom plan.',
    )
  if (/^HTTP 2\d\d$/.test(exceptionName))
    return say(
      `${host} answers with a web page instead of Odoo’s JSON (${exceptionName}).`,
      'Look whether ODOO_URL leads to Odoo, and not to another site or the login page of a proxy before it.',
    )
  if (/^HTTP 50[234]$/.test(exceptionName))
    return say(
      `The proxy before Odoo answers, Odoo does not (${exceptionName}).`,
      'Start Odoo, and look into the log of the proxy.',
    )
  if (/^HTTP \d+$/.test(exceptionName))
    return say(
      `${host} refuses the external API (${exceptionName}).`,
      'Let the proxy before Odoo pass /jsonrpc and, from Odoo 19 on, /json/2 and /web/version.',
    )
  if (/OperationalError$|OdooNoDatabase/.test(exceptionName) && /does not exist/.test(serverMessage))
    return say(
      `Odoo has no database “${db}”.`,
      'Set ODOO_DB to the exact name of the database, capitals included; whoever runs Odoo knows it.',
    )
  if (exceptionName === 'psycopg2.OperationalError')
    return say(
      'Odoo answers, its database does not.',
      'Start PostgreSQL behind Odoo, or set ODOO_DB to a database that exists.',
    )
  if (exceptionName === 'LoginRefused' || type === FailureType.OdooAccessDenied)
    return say(
      'Odoo refuses the login of the bot user.',
      'Look at ODOO_LOGIN and ODOO_API_KEY: the login must exist and be active, the key belong to it and not have expired. With two-factor login on the account Odoo takes only API keys. Make a new key in Odoo: the user’s preferences, Account Security.',
    )
  if (exceptionName.startsWith('NoJson2'))
    return say(
      'ODOO_TRANSPORT asks for JSON-2, which this Odoo does not speak: it is there from 19 on.',
      'Set ODOO_TRANSPORT to auto.',
    )
  return say(`Odoo can’t be asked (${exceptionName}).`, 'Look into Odoo’s log.')
}

const NETWORK: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  ENOTFOUND: ['is a name that nobody knows', 'Look at the spelling of ODOO_URL, and at the name server.'],
  EAI_AGAIN: ['could not be looked up', 'Look at the name server of this machine.'],
  ECONNREFUSED: ['refuses the connection', 'Start Odoo, or set the port in ODOO_URL.'],
  ECONNRESET: [
    'hangs up',
    'Look whether ODOO_URL has the right one of http and https, and at the proxy before Odoo.',
  ],
  EHOSTUNREACH: ['can’t be reached from here', 'Look at the network and the firewall.'],
  ENETUNREACH: ['can’t be reached from here', 'Look at the network and the firewall.'],
  ETIMEDOUT: ['does not answer', 'Look at the firewall between here and Odoo.'],
  Timeout: ['does not answer in time', 'Look whether Odoo is overloaded, and at the firewall between.'],
  EPROTO: ['does not speak TLS', 'Set ODOO_URL to http instead of https, or to the port of https.'],
  HPE_INVALID_CONSTANT: ['does not speak HTTP', 'Set the port in ODOO_URL, and https where it is used.'],
}

const TLS = /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_(GET_ISSUER|VERIFY)/

/** Where an address redirects to. Anything that goes wrong here was said better by the first try. */
export async function redirectOf(url: string): Promise<string | null> {
  try {
    const answer = await fetch(`${url}/web/health`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(5_000),
    })
    await answer.body?.cancel()
    const location = answer.headers.get('location')
    if (location === null) return null
    const { origin, pathname } = new URL(location, url)
    return `${origin}${pathname}`
  } catch {
    return null
  }
}
