import { FailureType } from '../../../src/contracts/failures.js'
import { OdooError } from '../../../src/odoo/client/errors.js'
import type { Call, Transport } from '../../../src/odoo/client/transport.js'

/** A transport that records the calls it gets; `respond` decides what becomes of each. */
export function recordedOdoo(respond: (call: Call) => unknown): Transport & { readonly calls: Call[] } {
  const calls: Call[] = []
  return {
    calls,
    execute: (call) => {
      calls.push(call)
      return new Promise((resolve) => resolve(respond(call)))
    },
    connection: () => Promise.reject(new Error('not asked')),
    serverVersion: () => Promise.resolve('18.0'),
    serverTime: () => null,
  }
}

export const refusal = (type: FailureType = FailureType.OdooRejected) =>
  new OdooError({ type, exceptionName: 'odoo.exceptions.UserError', model: 'gr.student', method: 'load' })

export const search = (domain: readonly unknown[], more: Partial<Call> = {}): Call => ({
  model: 'gr.student',
  method: 'search_read',
  args: { domain },
  reads: true,
  context: {},
  ...more,
  kwargs: { fields: ['id', 'name'], load: null, ...more.kwargs },
})

/** Rows of the ids that a search by id asks for. */
export const rowsById = ({ args, kwargs }: Call) => {
  const [[, , ids]] = args?.['domain'] as [[string, string, number[]]]
  const fields = kwargs?.['fields'] as string[]
  return [ids]
    .flat()
    .map((id) => Object.fromEntries(fields.map((field) => [field, field === 'id' ? id : `${field} ${id}`])))
}

export const load = (key: string, name: string, more: Partial<Call> = {}): Call => ({
  model: 'gr.student',
  method: 'load',
  args: { fields: ['id', 'name'], data: [[key, name]] },
  context: { tz: 'UTC' },
  reads: false,
  ...more,
})

export const write = (ids: readonly number[], vals: object, more: Partial<Call> = {}): Call => ({
  model: 'gr.student',
  method: 'write',
  ids,
  args: { vals },
  context: {},
  reads: false,
  ...more,
})
