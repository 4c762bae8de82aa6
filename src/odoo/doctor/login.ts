import { ApiKey } from '../schema/doctor-models.js'
import { counted, note, warning, type FindingDraft } from './finding.js'
import type { Check, Credential, CheckContext } from './check-context.js'

const DAY = 86_400_000
/** Days before the end of a key from which somebody should act. */
const SOON = 14

/** Odoo makes keys of 160 random bits in hexadecimal. */
export const credentialKind = (credential: string): Credential =>
  /^[0-9a-f]{40}$/.test(credential) ? 'key' : 'password'

/** How the bot speaks and logs in, and how long that will go well. */
export const login: Check = {
  name: 'login',
  run: async (patient) => [spokenAs(patient), ...passwordRemarks(patient), ...(await keyRemarks(patient))],
}

const spokenAs = ({ connection: { transport, because, version, uid } }: CheckContext): FindingDraft =>
  note({
    what: `Speaks ${transport === 'json2' ? 'JSON-2' : 'JSON-RPC'} with Odoo ${version} as user ${uid}.`,
    why: because === 'configured' ? 'ODOO_TRANSPORT says so.' : `${because}.`,
  })

/** JSON-2 takes keys only. */
function passwordRemarks({ credential, connection }: CheckContext): FindingDraft[] {
  if (credential === 'key' || connection.transport === 'json2') return []
  return [
    note({
      what: 'The bot logs in with a password, not with an API key.',
      why: 'A password also opens the web client, it stops working when somebody changes it, and with two-factor login Odoo takes keys only.',
      fix: 'Make an API key as that user (preferences, Account Security) and set ODOO_API_KEY to it.',
    }),
  ]
}

async function keyRemarks({ odoo, connection, credential, now }: CheckContext): Promise<FindingDraft[]> {
  if (credential !== 'key' && connection.transport !== 'json2') return []
  const keys = await odoo.searchRead(ApiKey, [['user', '=', connection.uid]], ['expirationDate'])
  return expiryFindings(
    keys.map(({ expirationDate }) => (expirationDate === null ? null : new Date(expirationDate))),
    now(),
  )
}

/** Odoo does not say which key we came with, so of several the first and the last end count. `ends`: of each key; null: never. */
export function expiryFindings(ends: readonly (Date | null)[], now: Date): FindingDraft[] {
  const ending = ends.flatMap((end) => (end === null ? [] : end.getTime())).sort((a, b) => a - b)
  const [first] = ending
  if (first === undefined) return []
  const days = (end: number) => Math.floor((end - now.getTime()) / DAY)
  const last = ending.length === ends.length ? (ending.at(-1) ?? first) : Infinity
  const words = {
    what:
      ends.length === 1
        ? `The bot’s API key ends ${inDays(days(first))}.`
        : `Of the bot’s ${ends.length} API keys the first ends ${inDays(days(first))}${
            last === Infinity ? '' : `, the last ${inDays(days(last))}`
          }.`,
    why: 'When the key ends, Odoo refuses every call, and all work waits.',
    fix: 'Make a new key in time (preferences of that user, Account Security), set ODOO_API_KEY to it and restart.',
  }
  return [days(last) < SOON ? warning(words) : note(words)]
}

const inDays = (days: number) =>
  days < 0 ? 'in the past' : days === 0 ? 'today' : `in ${counted(days, 'day')}`
