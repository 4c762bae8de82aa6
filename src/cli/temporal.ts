import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runDevServer } from '../temporal/dev-server.js'
import { endOrphan } from '../process/orphans.js'
import { runAsService } from './service-process.js'

/**
 * `temporal --cli PATH --port P [--ui-port U] [--db-file F] [--namespace N]`: Temporal's development server, as a part.
 * Beside the database file lies the process id, so that a server that a kill -9 left behind is found and ended.
 */
export async function temporal(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      cli: { type: 'string' },
      port: { type: 'string' },
      'ui-port': { type: 'string' },
      'db-file': { type: 'string' },
      namespace: { type: 'string', default: 'default' },
    },
  })
  if (!values.cli || !values.port) throw new Error('temporal needs --cli and --port')
  const dbFile = values['db-file'] ?? null
  if (dbFile) await endOrphanedTemporal(dbFile)
  const server = await runDevServer({
    cli: values.cli,
    port: Number(values.port),
    namespace: values.namespace,
    uiPort: values['ui-port'] ? Number(values['ui-port']) : null,
    dbFile,
  })
  if (dbFile) writeFileSync(pidFile(dbFile), String(server.pid))
  const fail = runAsService({
    stop: async () => {
      await server.stop()
      if (dbFile) rmSync(pidFile(dbFile), { force: true })
    },
  })
  await server.ended
  fail('The Temporal development server has ended.')
}

const pidFile = (dbFile: string) => `${dbFile}.pid`

/** Ends the server that a kill -9 has left on this database file. */
export async function endOrphanedTemporal(dbFile: string): Promise<void> {
  if (!existsSync(pidFile(dbFile))) return
  await endOrphan(Number(readFileSync(pidFile(dbFile), 'utf8')), [dbFile])
  rmSync(pidFile(dbFile), { force: true })
}
