import { FailureType } from '../../contracts/failures.js'
import { ConnectedTransport } from './connect.js'
import { OdooError } from './errors.js'
import type { HttpOptions } from './http-client.js'
import type { Odoo } from './odoo.js'
import { OdooClient } from './odoo-client.js'
import { SchemaCache, type DescribeFields, type ServerField } from './resolution.js'
import type { Credentials, Transport } from './transport.js'

export type { Aggregate } from './aggregate.js'
export type { Odoo } from './odoo.js'

/** Returns a client. Transport and login are chosen at the first call; nothing is opened before. */
export function connectOdoo(credentials: Credentials, options?: HttpOptions): Odoo {
  return odooClient(new ConnectedTransport(credentials, options))
}

/** Returns a client on top of any transport. `now` returns milliseconds. */
export const odooClient = (transport: Transport, now?: () => number): Odoo =>
  new OdooClient(transport, new SchemaCache(describeFields(transport), now), {})

/** Describes only the named fields. A model that does not exist is not a failure. */
const describeFields =
  (transport: Transport): DescribeFields =>
  async (model, allfields) => {
    try {
      const args = { allfields, attributes: FIELD_ATTRIBUTES }
      const result = await transport.execute({ model, method: 'fields_get', args, reads: true })
      return result as Readonly<Record<string, ServerField>>
    } catch (error) {
      if (error instanceof OdooError && error.type === FailureType.OdooSchema) return undefined
      throw error
    }
  }

const FIELD_ATTRIBUTES = ['type', 'relation', 'selection', 'required', 'readonly', 'store']
