import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import getPort from 'get-port'
import type { FaultPlan } from '../../sandbox/odoo/protocol/faults.js'
import { stopPart, watchProcess } from '../support/service-process.js'
import { testDatabase } from '../support/postgres.js'

export interface OdooProcess {
  readonly url: string
  readonly databaseUrl: string
  setFaults(change: Partial<FaultPlan>): Promise<void>
  /** Returns how often each fault has happened. */
  faultsMet(): Promise<Record<string, number>>
  stop(): Promise<void>
}

/** Starts `odoo.ts` on a database of its own, and waits until its records exist. */
export async function startOdoo(students: number): Promise<OdooProcess> {
  const database = await testDatabase()
  const port = await getPort()
  const program = fileURLToPath(new URL('./odoo.ts', import.meta.url))
  const child = watchProcess(
    spawn(process.execPath, ['--import', 'tsx', program, String(port), String(students)], {
      env: { ...process.env, SANDBOX_DATABASE_URL: database.url },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }),
  )
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('Odoo ended before it was ready')))
  await Promise.race([once(child, 'message'), ended])
  const url = `http://127.0.0.1:${String(port)}`
  const faults = `${url}/sandbox/faults`
  return {
    url,
    databaseUrl: database.url,
    setFaults: async (change) => {
      const { ok } = await fetch(faults, { method: 'POST', body: JSON.stringify(change) })
      if (!ok) throw new Error('Odoo did not accept these faults')
    },
    faultsMet: async () => {
      const plan = (await (await fetch(faults)).json()) as { met: Record<string, number> }
      return plan.met
    },
    stop: () => stopPart(child),
  }
}
