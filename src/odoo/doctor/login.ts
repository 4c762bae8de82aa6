import { ApiKey } from '../schema/doctor-models.js'
import { counted, note, warning, type FindingDraft } from './finding.js'
import type { Check, Credential, CheckContext } from './check-context.js'

const DAY_MS = 86_400_000
/** Days before the expiry of a key from which the doctor warns. */
const WARNING_DAYS = 14

/** Odoo's keys are 160 random bits in hexadecimal. */
export const credentialKind = (credential: string): Credential =>
  /^[0-9a-f]{40}$/.test(credential) ? 'key' : 'password'

/** The bot's transport and credential, and how long the credential stays valid. */
export const login: Check = {
  name: 'login',
  run: async (context) => [
    transportFinding(context),
    ...passwordFindings(context),
    ...(await keyFindings(context)),
  ],
}

const transportFinding = ({ connection: { transport, because, version, uid } }: CheckContext): FindingDraft =>
  note({
    what: `Connected to Odoo ${version} over ${transport === 'json2' ? 'JSON-2' : 'JSON-RPC'} as user ${uid}.`,
    why: because === 'configured' ? 'ODOO_TRANSPORT selects this protocol.' : `${because}.`,
  })

/** JSON-2 accepts keys only, so over JSON-2 the credential is a key whatever it looks like. */
function passwordFindings({ credential, connection }: CheckContext): FindingDraft[] {
  if (credential === 'key' || connection.transport === 'json2') return []
  return [
    note({
      what: 'The bot logs in with a password instead of an API key.',
      why: 'A password also opens the web client and stops working when someone changes it. With two-factor authentication Odoo accepts keys only.',
      fix: 'Create an API key as that user (Preferences, Account Security) and set ODOO_API_KEY to it.',
    }),
  ]
}

async function keyFindings({ odoo, connection, credential, now }: CheckContext): Promise<FindingDraft[]> {
  if (credential !== 'key' && connection.transport !== 'json2') return []
  const keys = await odoo.searchRead(ApiKey, [['user', '=', connection.uid]], ['expirationDate'])
  return expiryFindings(
    keys.map(({ expirationDate }) => (expirationDate === null ? null : new Date(expirationDate))),
    now(),
  )
}

/**
 * Odoo does not say which key we use, so with several keys the first and the last expiry count.
 * `expiries`: of each key; null: it never expires.
 */
export function expiryFindings(expiries: readonly (Date | null)[], now: Date): FindingDraft[] {
  const times = expiries.flatMap((expiry) => (expiry === null ? [] : expiry.getTime())).sort((a, b) => a - b)
  const [first] = times
  if (first === undefined) return []
  const daysUntil = (time: number) => Math.floor((time - now.getTime()) / DAY_MS)
  const last = times.length === expiries.length ? (times.at(-1) ?? first) : Infinity
  const texts = {
    what:
      expiries.length === 1
        ? `The bot’s API key ${expires(daysUntil(first))}.`
        : `The first of the bot’s ${expiries.length} API keys ${expires(daysUntil(first))}${
            last === Infinity ? '' : `; the last ${expires(daysUntil(last))}`
          }.`,
    why: 'Once the key has expired, Odoo rejects every call and all work waits.',
    fix: 'Create a new key in time (that user’s Preferences, Account Security), set ODOO_API_KEY to it and restart.',
  }
  return [daysUntil(last) < WARNING_DAYS ? warning(texts) : note(texts)]
}

const expires = (days: number) =>
  days < 0 ? 'has expired' : days === 0 ? 'expires today' : `expires in ${counted(days, 'day')}`
