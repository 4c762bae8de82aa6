import { Problem } from './problems/problem.js'

/** For the schema of a request that must name the version which it changes. */
export const IF_MATCH = 'The ETag that GET returned'

/**
 * Returns the version that a change is based on. `what`: `policy`. Throws `version-required` and
 * `bad-request`.
 */
export function versionIn(ifMatch: string | undefined, what: string): number {
  if (ifMatch === undefined)
    throw new Problem('version-required', `Send If-Match with the ETag of the ${what} that you read.`)
  const [, version] = /^"(\d{1,9})"$/.exec(ifMatch) ?? []
  if (version === undefined)
    throw new Problem('bad-request', `If-Match must be a single ETag of this ${what}.`)
  return Number(version)
}

/** `version`: the current one. */
export const versionConflict = (message: string, version: number) =>
  new Problem('version-conflict', `${message} Read it again before you change it.`, { state: { version } })
