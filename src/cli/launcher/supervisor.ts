import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { mkdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { endOrphan } from '../../process/orphans.js'
import { describeError } from '../failure.js'

/** A process to run: `main.ts <args>`, the same commands as in production. */
export interface ServiceDefinition {
  /** For people and for the log's file name. */
  readonly name: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Words before the command; see `throughClosedFolders`. */
  readonly prefix?: readonly string[]
  /** Stopped before the others, because it needs them until its end. */
  readonly stopFirst?: boolean
}

/** All in milliseconds but `maxCrashes`. */
export interface SupervisorTimings {
  /** How long a service may take until it is ready. */
  readonly readyTimeout: number
  /** A service that ends earlier than this after its start has crashed. */
  readonly crashWindow: number
  /** After so many crashes in a row, everything is stopped. */
  readonly maxCrashes: number
  /** Before the first restart; doubled after each crash. */
  readonly restartDelay: number
  /** How long a service may take to stop; above the 65 s that a service allows itself. */
  readonly stopTimeout: number
  /** How long a service may take when forced; above the 3 s that a service allows itself. */
  readonly forceTimeout: number
}

export const SUPERVISOR_TIMINGS: SupervisorTimings = {
  readyTimeout: 120_000,
  crashWindow: 10_000,
  maxCrashes: 5,
  restartDelay: 500,
  stopTimeout: 70_000,
  forceTimeout: 5_000,
}

interface ServiceProcess {
  readonly definition: ServiceDefinition
  child: ChildProcess
  startedAt: number
  /** In a row. */
  crashes: number
}

/** Part of every service's command line; a process without it is none of ours. */
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

const LOG_LIMIT_BYTES = 10_000_000

/** Lines of a log that a crash report shows. */
const REPORTED_LINES = 15

/**
 * Starts services, restarts those that die, and stops all in the opposite order. Each service leads
 * a process group of its own: a Ctrl-C at the terminal reaches only the launcher, which then stops
 * them in order.
 */
export class Supervisor {
  readonly #dataDir: string
  readonly #log: (line: string) => void
  readonly #onCrashLoop: (report: string) => void
  readonly #timings: SupervisorTimings
  readonly #services: ServiceProcess[] = []
  #stopping = false

  /** `onCrashLoop` is called once, with a report, when a service crashes again and again. */
  constructor(
    dataDir: string,
    log: (line: string) => void,
    onCrashLoop: (report: string) => void,
    timings: SupervisorTimings = SUPERVISOR_TIMINGS,
  ) {
    this.#dataDir = dataDir
    this.#log = log
    this.#onCrashLoop = onCrashLoop
    this.#timings = timings
  }

  /**
   * Resolves when the service is ready. Rejects, with the end of its log, when it ended or took too
   * long.
   */
  async start(definition: ServiceDefinition): Promise<void> {
    if (this.#stopping) throw new Error(`${definition.name} was not started: everything is being stopped`)
    const startedAt = Date.now()
    await rotateLog(this.#logFile(definition))
    const service: ServiceProcess = {
      definition,
      child: this.#spawn(definition),
      startedAt: Date.now(),
      crashes: 0,
    }
    this.#services.push(service)
    this.#recordProcesses()
    await this.#untilReady(service)
    this.#log(`${definition.name} is up (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`)
    this.#watch(service)
  }

  /** Stops the product before the servers that it uses, and the last one started first. */
  async stop(): Promise<void> {
    this.#stopping = true
    const rank = ({ definition }: ServiceProcess) => (definition.stopFirst ? 0 : 1)
    for (const service of this.#services.toReversed().sort((a, b) => rank(a) - rank(b))) {
      if (hasEnded(service.child)) continue
      this.#log(`stopping ${service.definition.name}`)
      service.child.kill('SIGTERM')
      await within(once(service.child, 'exit'), this.#timings.stopTimeout).catch(() =>
        service.child.kill('SIGKILL'),
      )
    }
    writeProcesses(this.#dataDir, [])
  }

  /**
   * Stops all services at once: they notice that the launcher is gone. Killing them would leave the
   * servers that they have started themselves. Resolves when all have ended.
   */
  async forceStop(): Promise<void> {
    this.#stopping = true
    const alive = this.#services.filter(({ child }) => !hasEnded(child))
    await Promise.all(
      alive.map(async ({ child }) => {
        const ended = once(child, 'exit')
        if (child.connected) child.disconnect()
        await within(ended, this.#timings.forceTimeout).catch(() => child.kill('SIGKILL'))
      }),
    )
  }

  #spawn({ args, env, prefix = [], name }: ServiceDefinition): ChildProcess {
    const words = [...prefix, process.execPath, '--import', 'tsx', MAIN, ...args]
    const [command = process.execPath, ...rest] = words
    const log = openSync(this.#logFile({ name }), 'a')
    const child = spawn(command, rest, {
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log, 'ipc'],
      detached: true,
    })
    closeSync(log)
    return child
  }

  async #untilReady({ child, definition }: ServiceProcess): Promise<void> {
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('ended before it was ready')))
    try {
      await within(Promise.race([once(child, 'message'), ended]), this.#timings.readyTimeout)
    } catch (error) {
      child.kill('SIGKILL')
      throw new Error(this.#crashReport(definition, describeError(error)), { cause: error })
    }
  }

  #watch(service: ServiceProcess): void {
    service.child.once('exit', (code, signal) => {
      if (this.#stopping) return
      const reason = signal === null ? `ended with code ${code}` : `was ended by ${signal}`
      this.#restart(service, reason).catch((error: unknown) => {
        this.#onCrashLoop(error instanceof Error ? error.message : String(error))
      })
    })
  }

  async #restart(service: ServiceProcess, ended: string): Promise<void> {
    const { definition } = service
    for (let reason = ended; ;) {
      const crashed = Date.now() - service.startedAt < this.#timings.crashWindow
      service.crashes = crashed ? service.crashes + 1 : 0
      if (service.crashes >= this.#timings.maxCrashes) throw new Error(this.#crashReport(definition, reason))
      this.#log(`${definition.name} ${reason}; restarting it`)
      await sleep(this.#timings.restartDelay * 2 ** service.crashes)
      if (this.#isStopping()) return
      service.child = this.#spawn(definition)
      service.startedAt = Date.now()
      this.#recordProcesses()
      try {
        await this.#untilReady(service)
        this.#log(`${definition.name} is back`)
        this.#watch(service)
        return
      } catch (error) {
        if (this.#isStopping()) return
        reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
      }
    }
  }

  /** A method, because TypeScript assumes that a property does not change during an await. */
  #isStopping(): boolean {
    return this.#stopping
  }

  #crashReport(definition: ServiceDefinition, reason: string): string {
    const log = this.#logFile(definition)
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-REPORTED_LINES)
    return [`${definition.name} ${reason}. The end of ${log}:`, ...lines.map((line) => `  ${line}`)].join(
      '\n',
    )
  }

  #logFile({ name }: Pick<ServiceDefinition, 'name'>): string {
    return join(this.#dataDir, 'logs', `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.log`)
  }

  /** Kept for the next start, in case this one is ended with kill -9. */
  #recordProcesses(): void {
    writeProcesses(
      this.#dataDir,
      this.#services.map(({ child, definition }) => ({ pid: child.pid, command: definition.args[0] })),
    )
  }
}

/**
 * Ends the services that an earlier launcher left running; touches no process that is not one of
 * ours.
 */
export async function endOrphanedServices(dataDir: string): Promise<void> {
  const text = await readFile(processesFile(dataDir), 'utf8').catch(() => '[]')
  const processes = JSON.parse(text) as { pid: number; command: string }[]
  await Promise.all(processes.map(({ pid, command }) => endOrphan(pid, [MAIN, command])))
}

const processesFile = (dataDir: string) => join(dataDir, 'processes.json')

/**
 * The file is whole at every moment: services start side by side, and a kill -9 may come at any
 * time.
 */
function writeProcesses(dataDir: string, processes: readonly object[]): void {
  const file = processesFile(dataDir)
  writeFileSync(`${file}.new`, JSON.stringify(processes))
  renameSync(`${file}.new`, file)
}

const hasEnded = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined

async function rotateLog(file: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true })
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size > LOG_LIMIT_BYTES) await rename(file, `${file}.old`)
}

async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  const timer = new AbortController()
  const late = sleep(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`took longer than ${milliseconds / 1000} s`)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    timer.abort()
    late.catch(() => undefined)
  }
}
