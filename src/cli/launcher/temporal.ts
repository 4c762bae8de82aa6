import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { endOrphan } from '../../process/orphans.js'
import { runAsService } from '../service-process.js'
import { runTemporalServer } from './temporal-server.js'

export interface TemporalOptions {
  readonly cli: string
  readonly port: number
  readonly uiPort?: number
  readonly dbFile?: string
  readonly namespace: string
}

/**
 * `temporal`: the development server of Temporal. Its process id lies beside the database file, so
 * that a server that survived a kill -9 of this process is found and ended.
 */
export async function temporal(options: TemporalOptions): Promise<void> {
  const { cli, port, namespace, uiPort = null, dbFile = null } = options
  if (dbFile) await endOrphanedTemporal(dbFile)
  const server = await runTemporalServer({ cli, port, namespace, uiPort, dbFile })
  if (dbFile) writeFileSync(pidFile(dbFile), `${server.pid}`)
  const fail = runAsService({
    stop: async () => {
      await server.stop()
      if (dbFile) rmSync(pidFile(dbFile), { force: true })
    },
  })
  const output = await server.ended
  fail(`The Temporal development server has stopped. ${output}`.trim())
}

const pidFile = (dbFile: string) => `${dbFile}.pid`

/** Ends the server that a kill -9 has left on this database file. */
export async function endOrphanedTemporal(dbFile: string): Promise<void> {
  if (!existsSync(pidFile(dbFile))) return
  await endOrphan(Number(readFileSync(pidFile(dbFile), 'utf8')), [dbFile])
  rmSync(pidFile(dbFile), { force: true })
}
