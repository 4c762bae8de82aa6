import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { endOrphan } from '../src/process/orphans.js'

/**
 * What other modules need to know about the embedded PostgreSQL. The server is in
 * `postgres-server.ts`: its package takes over the signal handling of every process that loads it,
 * so only the process that runs the server may load it.
 */

/** The one user of the cluster. */
export const POSTGRES_USER = 'orchestrator'

export const postgresUrl = (port: number, password: string, database: string) =>
  `postgres://${POSTGRES_USER}:${password}@127.0.0.1:${port}/${database}`

const lockFile = (directory: string) => join(directory, 'postmaster.pid')

/** Process id of the server of this folder according to its lock file, or null. */
export function postgresPid(directory: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(lockFile(directory), 'utf8'), 10)
    return pid > 0 ? pid : null
  } catch {
    return null
  }
}

/** Ends a server that a kill -9 left behind on this folder, and removes its lock. */
export async function endOrphanedPostgres(directory: string): Promise<void> {
  const pid = postgresPid(directory)
  // SIGINT is PostgreSQL's fast shutdown: it closes connections instead of waiting for them.
  if (pid !== null) await endOrphan(pid, ['postgres', directory], 'SIGINT')
  // A remaining lock is stale. PostgreSQL would trust it as soon as any process has the same id.
  rmSync(lockFile(directory), { force: true })
}

/**
 * The prefix of a command that runs PostgreSQL on `directory`, usually empty. If the project is in
 * root's home, the `postgres` user cannot enter it. Then the command runs as that user with the
 * right to pass closed folders and no other right of root.
 */
export function throughClosedFolders(directory: string): string[] {
  if (process.getuid?.() !== 0) return []
  if (isOpen(directory) && isOpen(import.meta.dirname)) return []
  const nobody = spawnSync('id', ['-u', 'postgres'], { stdio: 'ignore' }).status !== 0
  if (nobody) execFileSync('useradd', ['--system', '--user-group', 'postgres'])
  const one = '-all,+dac_override'
  return [
    'setpriv',
    ...['--reuid=postgres', '--regid=postgres', '--clear-groups'],
    // Without this bit, access(2) ignores the right, and PostgreSQL uses access(2) to find its
    // files.
    '--securebits=+no_setuid_fixup',
    ...[`--inh-caps=${one}`, `--ambient-caps=${one}`, `--bounding-set=${one}`],
  ]
}

/** Whether every user may pass all folders on the way. */
function isOpen(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}
