/** The servers that all processes of a parallel test run use. */
export interface SharedServers {
  readonly postgres: { readonly port: number; readonly password: string }
  readonly temporal: { readonly address: string; readonly canSkipTime: boolean }
}

const VARIABLE = 'SHARED_TEST_SERVERS'

/** Hands the addresses to the processes that this one starts from now on. */
export function publishServers(servers: SharedServers): void {
  process.env[VARIABLE] = JSON.stringify(servers)
}

/**
 * Returns what the main process of a parallel run has started; null when this process runs alone.
 */
export function sharedServers(): SharedServers | null {
  const published = process.env[VARIABLE]
  return published === undefined ? null : (JSON.parse(published) as SharedServers)
}
