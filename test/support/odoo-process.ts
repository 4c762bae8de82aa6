import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import getPort from 'get-port'
import type { FaultPlan } from '../../sandbox/odoo/protocol/faults.js'
import { testDatabase } from './postgres.js'
import { stopPart, watchProcess } from './service-process.js'

/** A sandbox Odoo in a process of its own: it shares no event loop with what is tested. */
export interface OdooProcess {
  readonly url: string
  readonly db: string
  readonly bot: { readonly login: string; readonly password: string }
  readonly databaseUrl: string
  setFaults(change: Partial<FaultPlan>): Promise<void>
  /** Returns how often each fault has happened. */
  faultsMet(): Promise<Record<string, number>>
  stop(): Promise<void>
}

/**
 * Starts the program `<program> <port> <args>` on a database of its own, in SANDBOX_DATABASE_URL,
 * and waits until its records exist.
 */
export async function startOdooProcess(program: URL, args: readonly string[] = []): Promise<OdooProcess> {
  const database = await testDatabase()
  const port = await getPort()
  const child = watchProcess(
    spawn(process.execPath, ['--import', 'tsx', fileURLToPath(program), String(port), ...args], {
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
    db: 'training',
    bot: { login: 'bot', password: 'bot-password' },
    databaseUrl: database.url,
    setFaults: async (change) => {
      const { ok } = await fetch(faults, { method: 'POST', body: JSON.stringify(change) })
      if (!ok) throw new Error('Odoo did not accept these faults')
    },
    faultsMet: async () => {
      const plan = (await (await fetch(faults)).json()) as { met: Record<string, number> }
      return plan.met
    },
    stop: async () => {
      await stopPart(child)
      await database.drop()
    },
  }
}
