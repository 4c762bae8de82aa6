import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { mkdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { endOrphan } from '../process/orphans.js'

/** A process of its own: `main.ts <args>`, the same entry points as in production. */
export interface ServiceSettings {
  /** For people and for the log's file name. */
  readonly name: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** What is put before the command; see `throughClosedFolders`. */
  readonly prefix?: readonly string[]
  /** Ended before those without it: it needs them to end well. */
  readonly stopFirst?: boolean
}

/** How a supervised part is treated. Milliseconds. */
export interface SupervisorTimings {
  /** Until it must have said that it is ready. */
  readonly ready: number
  /** A part that lived shorter died *quickly*. */
  readonly quick: number
  /** So many quick deaths in a row, and it is given up. */
  readonly deaths: number
  /** Before it is started anew; doubled after each quick death. */
  readonly pause: number
  /** Until it must have ended; above the 65 s that a part allows itself. */
  readonly stop: number
  /** Until it must have ended by itself; above the 3 s that a part allows itself. */
  readonly abandon: number
}

export const SUPERVISOR_TIMINGS: SupervisorTimings = {
  ready: 120_000,
  quick: 10_000,
  deaths: 5,
  pause: 500,
  stop: 70_000,
  abandon: 5_000,
}

interface Supervised {
  readonly settings: ServiceSettings
  child: ChildProcess
  startedAt: number
  quickDeaths: number
}

/** Command line of this project's entry point: with a part's name, the mark by which its leftovers are known. */
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

const LOG_LIMIT_BYTES = 10_000_000

/**
 * Starts parts, starts them anew when they die, and ends them in the opposite order. Each is the leader of a process group of its own,
 * so that a Ctrl-C at the terminal reaches the launcher alone, which then ends them in order.
 */
export class Supervisor {
  private readonly parts: Supervised[] = []
  private stopping = false

  constructor(
    private readonly dataDir: string,
    private readonly say: (line: string) => void,
    /** Called once, when a part is given up; the reason says which and why. */
    private readonly giveUp: (reason: string) => void,
    private readonly patience: SupervisorTimings = SUPERVISOR_TIMINGS,
  ) {}

  /** Resolves when the part is ready; rejects, with the end of its log, when it ended before or took too long. */
  async start(settings: ServiceSettings): Promise<void> {
    if (this.stopping) throw new Error(`${settings.name} was not started: everything is being stopped`)
    const beganAt = Date.now()
    await keepLogSmall(this.logFile(settings))
    const part: Supervised = {
      settings,
      child: this.spawn(settings),
      startedAt: Date.now(),
      quickDeaths: 0,
    }
    this.parts.push(part)
    this.record()
    await this.ready(part)
    this.say(`${settings.name} is up (${((Date.now() - beganAt) / 1000).toFixed(1)} s)`)
    this.watch(part)
  }

  /** Ends all parts: the product before what it stands on, and the last one started first. */
  async stop(): Promise<void> {
    this.stopping = true
    const rank = ({ settings }: Supervised) => (settings.stopFirst ? 0 : 1)
    for (const part of this.parts.toReversed().sort((one, other) => rank(one) - rank(other))) {
      if (hasEnded(part.child)) continue
      this.say(`stopping ${part.settings.name}`)
      part.child.kill('SIGTERM')
      await within(once(part.child, 'exit'), this.patience.stop).catch(() => part.child.kill('SIGKILL'))
    }
    this.keepRecord([])
  }

  /**
   * Leaves all parts to themselves: they end at once, as when the launcher dies. (To kill them would leave the servers that they in
   * turn have started.) Resolves when all have ended.
   */
  async abandon(): Promise<void> {
    this.stopping = true
    const alive = this.parts.filter(({ child }) => !hasEnded(child))
    await Promise.all(
      alive.map(async ({ child }) => {
        const ended = once(child, 'exit')
        if (child.connected) child.disconnect()
        await within(ended, this.patience.abandon).catch(() => child.kill('SIGKILL'))
      }),
    )
  }

  private spawn({ args, env, prefix = [], ...settings }: ServiceSettings): ChildProcess {
    const [command = process.execPath, ...rest] = [
      ...prefix,
      process.execPath,
      '--import',
      'tsx',
      MAIN,
      ...args,
    ]
    const log = openSync(this.logFile(settings), 'a')
    const child = spawn(command, rest, {
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log, 'ipc'],
      detached: true,
    })
    closeSync(log)
    return child
  }

  private async ready(part: Supervised): Promise<void> {
    const { child, settings } = part
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('ended before it was ready')))
    try {
      await within(Promise.race([once(child, 'message'), ended]), this.patience.ready)
    } catch (error) {
      child.kill('SIGKILL')
      throw new Error(this.obituary(settings, error instanceof Error ? error.message : String(error)), {
        cause: error,
      })
    }
  }

  private watch(part: Supervised): void {
    part.child.once('exit', (code, signal) => {
      if (this.stopping) return
      const how = signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`
      this.revive(part, how).catch((error: unknown) => {
        this.giveUp(error instanceof Error ? error.message : String(error))
      })
    })
  }

  private async revive(part: Supervised, how: string): Promise<void> {
    const { settings } = part
    for (let reason = how; ;) {
      part.quickDeaths = Date.now() - part.startedAt < this.patience.quick ? part.quickDeaths + 1 : 0
      if (part.quickDeaths >= this.patience.deaths) throw new Error(this.obituary(settings, reason))
      const pause = this.patience.pause * 2 ** part.quickDeaths
      this.say(`${settings.name} ${reason}; starting it again`)
      await sleep(pause)
      if (this.isStopping()) return
      part.child = this.spawn(settings)
      part.startedAt = Date.now()
      this.record()
      try {
        await this.ready(part)
        this.say(`${settings.name} is back`)
        this.watch(part)
        return
      } catch (error) {
        if (this.isStopping()) return
        reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
      }
    }
  }

  /** A method, since a property is believed not to change while one waits. */
  private isStopping(): boolean {
    return this.stopping
  }

  private obituary(settings: ServiceSettings, how: string): string {
    const log = this.logFile(settings)
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15)
    return [`${settings.name} ${how}. The end of ${log}:`, ...lines.map((line) => `  ${line}`)].join('\n')
  }

  private logFile({ name }: Pick<ServiceSettings, 'name'>): string {
    return join(this.dataDir, 'logs', `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.log`)
  }

  /** Kept on disk for the next start, in case this one is ended with kill -9. */
  private record(): void {
    const processes = this.parts.map(({ child, settings }) => ({ pid: child.pid, part: settings.args[0] }))
    this.keepRecord(processes)
  }

  /** Whole at every moment: parts start side by side, and a kill -9 may come in the middle. */
  private keepRecord(processes: readonly object[]): void {
    const file = recordFile(this.dataDir)
    writeFileSync(`${file}.new`, JSON.stringify(processes))
    renameSync(`${file}.new`, file)
  }
}

/** Ends what an earlier launcher on this folder left running; a process is ended only when it is known to be one of ours. */
export async function endOrphans(dataDir: string): Promise<void> {
  const text = await readFile(recordFile(dataDir), 'utf8').catch(() => '[]')
  const processes = JSON.parse(text) as { pid: number; part: string }[]
  await Promise.all(processes.map(({ pid, part }) => endOrphan(pid, [MAIN, part])))
}

const recordFile = (dataDir: string) => join(dataDir, 'processes.json')

const hasEnded = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined

async function keepLogSmall(file: string): Promise<void> {
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
    throw new Error(`took longer than ${String(milliseconds / 1000)} s`)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    timer.abort()
    late.catch(() => undefined)
  }
}
