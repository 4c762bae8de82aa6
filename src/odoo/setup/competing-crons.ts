import type { Odoo } from '../client/client.js'
import { ExternalId, ScheduledAction } from '../schema/administration.js'
import { COMPETING_CRONS } from '../schema/suite.js'

export interface CompetingCron {
  readonly id: number
  /** External id without the module. */
  readonly name: string
  readonly active: boolean
}

/** Reads the suite's scheduled actions that write the same records as we do. */
export async function readCompetingCrons(
  odoo: Odoo,
  suite: string | null,
): Promise<readonly CompetingCron[]> {
  if (suite === null) return []
  const entries = await odoo.searchRead(
    ExternalId,
    [
      ['module', '=', suite],
      ['model', '=', ScheduledAction.name],
      ['name', 'in', [...COMPETING_CRONS]],
    ],
    ['name', 'record'],
  )
  const rows = await odoo.read(
    ScheduledAction,
    entries.map(({ record }) => record),
    ['active'],
  )
  return rows.map(({ id, active }) => ({
    id,
    active,
    name: entries.find(({ record }) => record === id)?.name ?? '',
  }))
}
