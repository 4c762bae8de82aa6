import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * The id of the API request that the present code works for; undefined elsewhere. Only the audit
 * reads it: a change may be many calls away from its route.
 */
export const requestId = new AsyncLocalStorage<string>()
