import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import getPort, { portNumbers } from 'get-port'
import { commandOf } from '../../src/process/orphans.js'
import { postgresUrl } from '../../sandbox/postgres.js'
import { MAIN, watchProcess } from '../support/service-process.js'
import { waitFor } from '../support/wait-for.js'

/** What can be killed. The launcher restarts it, as a supervisor does in production. */
export const VICTIMS = ['worker', 'api', 'temporal', 'postgres'] as const
export type Victim = (typeof VICTIMS)[number]

export interface Product {
  /** Where the API listens. */
  readonly apiUrl: string
  readonly databaseUrl: string
  /** Kills with -9. Waits for the new process if the last one has already ended. */
  kill(victim: Victim): Promise<void>
  /** Ends all parts in order. Throws when one is left. */
  stop(): Promise<void>
}

/** Milliseconds: a busy machine needs a while to bring everything up. */
const START_LIMIT = 180_000
const STOP_LIMIT = 120_000

/** Files in the data folder with the process id of a server that a part has started. */
const SERVERS: Partial<Record<Victim, string>> = {
  temporal: 'temporal/temporal.db.pid',
  postgres: 'postgres/postmaster.pid',
}

/**
 * The product as `npm start` runs it, with embedded PostgreSQL and Temporal, in a data folder of
 * its own.
 */
export async function startProduct(
  dataDir: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<Product> {
  await chooseOwnPorts(dataDir)
  const launcher = watchProcess(
    spawn(process.execPath, ['--import', 'tsx', MAIN, 'start'], {
      env: { ...process.env, ...env, DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
  // However this process ends, the launcher ends with it, and the parts end with the launcher.
  process.once('exit', () => launcher.kill('SIGKILL'))
  let output = ''
  for (const stream of [launcher.stdout, launcher.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      for (const line of chunk.toString().split('\n'))
        if (PART_ENDED.test(line)) say(line.replace(/^ *[\d.]+ s +/, ''))
    })
  }
  try {
    const hasAnswered = () => output.includes('Ctrl-C stops everything') || hasEnded(launcher)
    await waitFor('the product has started', hasAnswered, { limit: START_LIMIT })
    if (hasEnded(launcher)) throw new Error(`The product did not start:\n${output}`)
  } catch (error) {
    // Its parts end with it.
    launcher.kill('SIGKILL')
    throw error
  }
  const { postgres, api } = JSON.parse(await readFile(join(dataDir, 'ports.json'), 'utf8')) as {
    postgres: number
    api: number
  }
  const password = (await readFile(join(dataDir, 'postgres-password'), 'utf8')).trim()
  return {
    apiUrl: `http://127.0.0.1:${String(api)}`,
    databaseUrl: postgresUrl(postgres, password, 'orchestrator'),
    kill: async (victim) => {
      if (hasEnded(launcher)) throw new Error(`The product has given up:\n${output.slice(-4000)}`)
      const alive = async () => {
        const pid = await pidOf(dataDir, victim)
        return pid !== null && commandOf(pid) !== null && pid
      }
      process.kill(await waitFor(victim, alive, { limit: START_LIMIT }), 'SIGKILL')
    },
    stop: () => stop(launcher, dataDir),
  }
}

/**
 * Writes ports as an earlier start would have, so that a run never meets another start of the
 * product on the usual ports. They lie below the range that the system uses for outgoing
 * connections, because a killed server must get its port again.
 */
async function chooseOwnPorts(dataDir: string): Promise<void> {
  const ports: Record<string, number> = {}
  const first = 20_000 + (process.pid % 900) * 10
  for (const part of ['api', 'temporal', 'temporalWeb', 'postgres'])
    ports[part] = await getPort({ port: portNumbers(first, first + 100), host: '127.0.0.1' })
  await writeFile(join(dataDir, 'ports.json'), JSON.stringify(ports))
}

/** What the launcher prints about a part that was killed. */
const PART_ENDED = /was ended by|ended with code|is back/

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

async function pidOf(dataDir: string, victim: Victim): Promise<number | null> {
  const file = SERVERS[victim]
  if (file === undefined) {
    return (await parts(dataDir)).find(({ command }) => command === victim)?.pid ?? null
  }
  const pid = Number.parseInt(await readFile(join(dataDir, file), 'utf8').catch(() => ''), 10)
  return pid > 0 ? pid : null
}

async function parts(dataDir: string): Promise<{ pid: number; command: string }[]> {
  return JSON.parse(await readFile(join(dataDir, 'processes.json'), 'utf8')) as {
    pid: number
    command: string
  }[]
}

async function stop(launcher: ChildProcess, dataDir: string): Promise<void> {
  const servers = await Promise.all(VICTIMS.map((victim) => pidOf(dataDir, victim)))
  const pids = [...(await parts(dataDir)).map(({ pid }) => pid), ...servers.flatMap((pid) => pid ?? [])]
  if (!hasEnded(launcher)) {
    launcher.kill('SIGINT')
    await Promise.race([once(launcher, 'exit'), once(AbortSignal.timeout(STOP_LIMIT), 'abort')])
    if (!hasEnded(launcher)) launcher.kill('SIGKILL')
  }
  await waitFor(
    'all processes of the product have ended',
    () => pids.every((pid) => commandOf(pid) === null),
    {
      limit: 20_000,
    },
  )
}
