import { SearchAttributeType } from '@temporalio/common'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
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
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** How long a server may take to start; 1–2 s on an idle machine. Milliseconds. */
const START_LIMIT = 60_000
const POLL_INTERVAL = 150

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
  const { cli, port, namespace, uiPort, dbFile } = settings
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', `${port}`, '--namespace', namespace]
  args.push(...(uiPort === null ? ['--headless'] : ['--ui-port', `${uiPort}`]))
  if (uiPort !== null && (await unknownFlag(cli, [NO_NEWS])) === null) args.push(NO_NEWS)
  if (dbFile !== null) args.push('--db-filename', dbFile)
  args.push('--log-format', 'pretty', '--log-level', 'error')
  args.push('--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true')
  args.push(...SEARCH_ATTRIBUTES.flatMap(attributeFlag))
  const child = spawn(cli, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  // The server ends with this process, even before it is ready.
  process.once('exit', () => child.kill())
  let errorOutput = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errorOutput = (errorOutput + chunk.toString()).slice(-2000)
  })
  // A CLI that cannot be run at all gives `error` instead of `exit`.
  const ended = once(child, 'exit').then(
    () => undefined,
    () => undefined,
  )
  const giveUp = Date.now() + START_LIMIT
  while (!(await serves(settings))) {
    if (child.pid === undefined || child.exitCode !== null || Date.now() > giveUp) {
      child.kill('SIGKILL')
      throw new Error(`The Temporal development server did not start. ${errorOutput.trim()}`)
    }
    await sleep(POLL_INTERVAL)
  }
  return {
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function serves({ cli, port, namespace }: TemporalServerSettings): Promise<boolean> {
  const address = `127.0.0.1:${port}`
  const options = ['--address', address, '--namespace', namespace]
  return promisify(execFile)(cli, ['operator', 'namespace', 'describe', ...options], { timeout: 5000 }).then(
    () => true,
    () => false,
  )
}
