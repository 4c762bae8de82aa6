import { FailureType } from '../contracts/failures.js'
import { isTimeZone } from '../domain/calendar.js'
import { cached } from '../cached.js'
import type { Odoo } from './client/client.js'
import { OdooError } from './client/errors.js'
import { Account, Company } from './schema/doctor-models.js'
import { Partner } from './schema/index.js'

type Reader = Pick<Odoo, 'connection' | 'read'>

/** The time zone of the training center, in which days are counted, and where it comes from. */
export interface CenterTimeZone {
  readonly name: string
  /** `none`: nobody has set one, so it is UTC. */
  readonly source: 'setting' | 'company' | 'bot' | 'none'
  /** Names in Odoo that are no time zones to us; they were passed over. */
  readonly unknown: readonly string[]
}

/**
 * The setting decides. Without one it is the zone of the bot's company, which Odoo keeps on the
 * company's contact and leaves empty at first; then the one of the bot itself; then UTC.
 */
export async function centerTimeZone(odoo: Reader, setting: string | null): Promise<CenterTimeZone> {
  if (setting !== null) return { name: setting, source: 'setting', unknown: [] }
  const { uid } = await odoo.connection()
  const [bot] = await readable(() => odoo.read(Account, [uid], ['tz', 'company']))
  const companies = await readable(() => odoo.read(Company, bot ? [bot.company] : [], ['partner']))
  const contacts = await readable(() =>
    odoo.read(
      Partner,
      companies.map(({ partner }) => partner),
      ['tz'],
    ),
  )
  const unknown: string[] = []
  for (const [source, name] of [
    ['company', contacts[0]?.tz],
    ['bot', bot?.tz],
  ] as const) {
    if (!name) continue
    if (isTimeZone(name)) return { name, source, unknown }
    unknown.push(name)
  }
  return { name: 'UTC', source: 'none', unknown }
}

/** Nothing where the bot may not read the records: it works without them. */
async function readable<T>(read: () => Promise<T[]>): Promise<T[]> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof OdooError && error.type === FailureType.OdooAccessDenied) return []
    throw error
  }
}

/** Milliseconds. A center hardly ever moves. */
const LIFETIME = 600_000

/** Returns the name of the center's time zone. Reads Odoo every ten minutes at most. */
export function timeZoneOf(odoo: Reader, setting: string | null): () => Promise<string> {
  const read = cached(LIFETIME, () => centerTimeZone(odoo, setting))
  return async () => (await read()).name
}
