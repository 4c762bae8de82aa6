/** Addresses of the sandbox's pages. Those of a record and of a course are also Odoo's (18, 19). */
export const HOME = '/odoo'
export const COURSES = '/slides'
/** These two answer even while the sandbox pretends to be down. */
export const SWITCHES = '/sandbox'
export const TIME = '/sandbox/time'

export const listAddress = (model: string, filter: Readonly<Record<string, string>> = {}) => {
  const query = new URLSearchParams(filter).toString()
  return `${HOME}/${model}${query === '' ? '' : `?${query}`}`
}
export const recordAddress = (model: string, id: number | 'new') => `${HOME}/${model}/${id}`
export const actionAddress = (model: string, id: number, action: string) =>
  `${recordAddress(model, id)}/${action}`
