import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { endOrphan } from '../src/process/orphans.js'

/*
 * What others need to know of the embedded PostgreSQL. The server itself is in `postgres-server.ts`: its package takes over the signals
 * of every process that loads it, so only the part that runs it may.
 */

/** The one user of the cluster. */
export const POSTGRES_USER = 'orchestrator'

export const postgresUrl = (port: number, password: string, database: string) =>
  `postgres://${POSTGRES_USER}:${password}@127.0.0.1:${String(port)}/${database}`

const lockFile = (directory: string) => join(directory, 'postmaster.pid')

/** Process id of the server on this folder, as its lock file says; null: none. */
export function postgresPid(directory: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(lockFile(directory), 'utf8'), 10)
    return pid > 0 ? pid : null
  } catch {
    return null
  }
}

/** Ends the server that a kill -9 has left on this folder, and removes its lock. */
export async function endOrphanedPostgres(directory: string): Promise<void> {
  const pid = postgresPid(directory)
  // SIGINT is PostgreSQL's fast shutdown: it closes the connections instead of waiting for them.
  if (pid !== null) await endOrphan(pid, ['postgres', directory], 'SIGINT')
  // What remains is stale. PostgreSQL would believe it as soon as any process has got the same id.
  rmSync(lockFile(directory), { force: true })
}

/**
 * What to put before a command that runs PostgreSQL on `directory`. Nothing, nearly always. But root's own folder is closed
 * to every other user, and so to the `postgres` user, when the project lies in it: there the command itself is run as
 * that user, with the right to pass closed folders and no other right of root.
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
    // Without this bit access(2), by which PostgreSQL looks for its own files, ignores the right.
    '--securebits=+no_setuid_fixup',
    ...[`--inh-caps=${one}`, `--ambient-caps=${one}`, `--bounding-set=${one}`],
  ]
}

/** Whether everybody may pass every folder on the way. */
function isOpen(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}
