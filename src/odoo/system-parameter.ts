import { FailureType } from '../contracts/failures.js'
import type { Odoo } from './client/client.js'
import { OdooError } from './client/errors.js'
import { SystemParameter } from './schema/administration.js'

/**
 * Returns the value of a system parameter; null: it is not set; undefined: this user may not read
 * parameters. Only administrators may.
 */
export async function readSystemParameter(
  odoo: Pick<Odoo, 'searchRead'>,
  key: string,
): Promise<string | null | undefined> {
  try {
    const [row] = await odoo.searchRead(SystemParameter, [['key', '=', key]], ['value'])
    return row?.value ?? null
  } catch (error) {
    if (error instanceof OdooError && error.type === FailureType.OdooAccessDenied) return undefined
    throw error
  }
}
