import type { Model } from '../schema/model.js'
import { malformedResponse } from './errors.js'
import { isRecord } from './http-client.js'
import { NAMESPACE } from './load.js'
import { idOf } from './rows.js'

/** Returns our external ids in a response of `get_metadata`, without the namespace. */
export function externalIdsIn(model: Model, result: unknown): Map<number, string[]> {
  if (!Array.isArray(result)) throw malformedResponse(model.name, 'get_metadata')
  const found = new Map<number, string[]>()
  for (const record of result as unknown[]) {
    const all = isRecord(record) && Array.isArray(record['xmlids']) ? (record['xmlids'] as unknown[]) : []
    const ours = all.flatMap((entry) => (isRecord(entry) ? ourName(entry['xmlid']) : []))
    if (ours.length > 0) found.set(idOf(model, record), ours)
  }
  return found
}

const PREFIX = `${NAMESPACE}.`

const ourName = (complete: unknown): string[] =>
  typeof complete === 'string' && complete.startsWith(PREFIX) ? [complete.slice(PREFIX.length)] : []
