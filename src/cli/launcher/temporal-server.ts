import { SearchAttributeType } from '@temporalio/common'
import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { SEARCH_ATTRIBUTES } from '../../contracts/search-attributes.js'
import { unknownFlag } from './temporal-cli.js'

export interface TemporalServerSettings {
  /** Path of a Temporal CLI. */
  readonly cli: string
  readonly port: number
  readonly namespace: string
  /** null: no Web UI. */
  readonly uiPort: number | null
  /** File that keeps everything across restarts; null: in memory. */
  readonly dbFile: string | null
}

export interface RunningTemporalServer {
  readonly pid: number
  /** Resolves when the server has ended, for whatever reason, with the errors that it printed. */
  readonly ended: Promise<string>
  stop(): Promise<unknown>
}

/** How long a server may take to start; 1–2 s on an idle machine. Milliseconds. */
const START_LIMIT = 60_000
const POLL_INTERVAL = 150

/**
 * The server takes several ports for its own services. Another program can take one of them first:
 * about one start in a hundred on a busy machine. Then the server ends at once.
 */
const ATTEMPTS = 3

/** How much of its error output is kept, from the start: a crash names its cause first. */
const OUTPUT_LIMIT = 2000

/** Keeps the Web UI from asking the internet for news. CLIs before 1.6 neither know nor need it. */
const NO_NEWS = '--ui-disable-news-fetch'

/** The CLI's names for the types of search attributes. */
const CLI_TYPE: Record<SearchAttributeType, string> = {
  [SearchAttributeType.TEXT]: 'Text',
  [SearchAttributeType.KEYWORD]: 'Keyword',
  [SearchAttributeType.INT]: 'Int',
  [SearchAttributeType.DOUBLE]: 'Double',
  [SearchAttributeType.BOOL]: 'Bool',
  [SearchAttributeType.DATETIME]: 'Datetime',
  [SearchAttributeType.KEYWORD_LIST]: 'KeywordList',
}

const attributeFlag = ({ name, type }: (typeof SEARCH_ATTRIBUTES)[number]) => [
  '--search-attribute',
  `${name}=${CLI_TYPE[type]}`,
]

/**
 * Runs Temporal's development server on loopback, with time skipping and our search attributes.
 * Resolves when it serves.
 */
export async function runTemporalServer(settings: TemporalServerSettings): Promise<RunningTemporalServer> {
  const args = await argumentsFor(settings)
  const giveUp = Date.now() + START_LIMIT
  for (let attempt = 1; ; attempt++) {
    const server = spawnServer(settings.cli, args)
    while (!server.hasEnded() && Date.now() < giveUp) {
      if ((await serves(settings)) && !server.hasEnded()) return server
      await sleep(POLL_INTERVAL)
    }
    const hasEnded = server.hasEnded()
    const output = await server.stop('SIGKILL')
    if (!hasEnded || attempt === ATTEMPTS)
      throw new Error(`The Temporal development server did not start. ${output}`)
  }
}

async function argumentsFor({ cli, port, namespace, uiPort, dbFile }: TemporalServerSettings) {
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', `${port}`, '--namespace', namespace]
  args.push(...(uiPort === null ? ['--headless'] : ['--ui-port', `${uiPort}`]))
  if (uiPort !== null && (await unknownFlag(cli, [NO_NEWS])) === null) args.push(NO_NEWS)
  if (dbFile !== null) args.push('--db-filename', dbFile)
  args.push('--log-format', 'pretty', '--log-level', 'error')
  args.push('--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true')
  args.push(...SEARCH_ATTRIBUTES.flatMap(attributeFlag))
  return args
}

function spawnServer(cli: string, args: readonly string[]) {
  const child = spawn(cli, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const kill = () => child.kill()
  // The server ends with this process, even before it is ready.
  process.once('exit', kill)
  const ended = endOf(child).finally(() => process.off('exit', kill))
  return {
    pid: child.pid ?? 0,
    ended,
    hasEnded: () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null,
    stop: (signal: NodeJS.Signals = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

async function endOf(child: ChildProcessByStdio<null, null, Readable>): Promise<string> {
  let output = ''
  child.stderr.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(0, OUTPUT_LIMIT)
  })
  // A CLI that cannot be run at all gives `error` instead of `close`.
  await once(child, 'close').catch((error: unknown) => {
    output += String(error)
  })
  return output.trim()
}

/**
 * Whether all its services answer, not only the one that takes the calls. Until the others have
 * started, one of them can still end the server.
 */
async function serves({ cli, port, namespace }: TemporalServerSettings): Promise<boolean> {
  const options = ['--address', `127.0.0.1:${port}`, '--namespace', namespace]
  const ask = (...command: string[]) => promisify(execFile)(cli, [...command, ...options], { timeout: 5000 })
  try {
    await ask('operator', 'namespace', 'describe')
    await ask('task-queue', 'describe', '--task-queue', 'none')
    await ask('workflow', 'describe', '--workflow-id', 'none')
    return true
  } catch (error) {
    // No workflow has this id. Once the history service answers, it says so.
    return String(error).includes('workflow not found')
  }
}
