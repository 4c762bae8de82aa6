import { Client, Connection } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { DefaultLogger, NativeConnection, Runtime, type LogEntry } from '@temporalio/worker'
import getPort from 'get-port'
import { randomUUID } from 'node:crypto'
import { FailureType } from '../../src/contracts/failures.js'
import { bundleWorkflows } from '../../src/temporal/bundle.js'
import { enableTimeSkipping } from '../../src/cli/launcher/passing-time.js'
import { canSkipTime, findTemporalCli } from '../../src/cli/launcher/temporal-cli.js'
import { ensureNamespace } from '../../src/temporal/namespace.js'
import { startPart, stopPart } from './service-process.js'
import { sharedServers, type SharedServers } from './shared-servers.js'

export interface TemporalServer {
  readonly address: string
  readonly namespace: string
  readonly client: Client
  /** For workers. */
  readonly connection: NativeConnection
  /** Whether `skipTime` works; not with the CLI that `go install` builds. */
  readonly canSkipTime: boolean
}

export interface RunningTemporal extends TemporalServer {
  stop(): Promise<void>
}

const NAMESPACE = 'default'

let server: Promise<RunningTemporal> | undefined

/**
 * Returns the development server of this run. A process that runs alone starts it with the first
 * call; processes of a parallel run share one, and each has a namespace of its own there.
 */
export function temporalServer(): Promise<TemporalServer> {
  server ??= sharedServer() ?? startTemporal()
  return server
}

function sharedServer(): Promise<RunningTemporal> | null {
  const shared = sharedServers()
  return shared && connectShared(shared.temporal)
}

async function connectShared({ address, canSkipTime }: SharedServers['temporal']): Promise<RunningTemporal> {
  const namespace = `tests-${randomUUID()}`
  const connected = await connect(address, namespace)
  await ensureNamespace(connected.connection, namespace)
  return { ...connected, canSkipTime, stop: () => connected.close() }
}

/** For the root hook at the end of the run. */
export async function stopTemporal(): Promise<void> {
  const running = server
  server = undefined
  await (await running)?.stop()
}

let quiet = false

/** Hides outages that tests make on purpose, and workers that run activities only. */
const isExpected = ({ message, meta }: LogEntry) =>
  message.startsWith('No workflows registered') ||
  (message === 'Activity failed' &&
    meta?.['error'] instanceof ApplicationFailure &&
    Object.values<unknown>(FailureType).includes(meta['error'].type))

/** The SDK allows this once per process, before its first connection. */
function quietRuntime(): void {
  if (quiet) return
  const console = new DefaultLogger('WARN')
  const logger = new DefaultLogger('WARN', (entry) => {
    if (!isExpected(entry)) console.log(entry.level, entry.message, entry.meta)
  })
  Runtime.install({ logger })
  quiet = true
}

/**
 * Starts a server of the caller's own, who must stop it. It keeps its data in memory, or in
 * `dbFile`.
 */
export async function startTemporal(dbFile?: string): Promise<RunningTemporal> {
  const cli = await findTemporalCli((line) => console.log(line))
  const port = await getPort()
  const keep = dbFile === undefined ? [] : ['--db-file', dbFile]
  const part = await startPart(['temporal', '--cli', cli.path, '--port', String(port), ...keep])
  const connected = await connect(`127.0.0.1:${port}`, NAMESPACE)
  return {
    ...connected,
    canSkipTime: canSkipTime(cli),
    stop: async () => {
      await connected.close()
      await stopPart(part)
    },
  }
}

async function connect(address: string, namespace: string) {
  quietRuntime()
  const connection = await NativeConnection.connect({ address })
  const clientConnection = await Connection.connect({ address })
  return {
    address,
    namespace,
    connection,
    client: new Client({ connection: clientConnection, namespace }),
    close: async () => {
      await clientConnection.close()
      await connection.close()
    },
  }
}

/**
 * Makes the server skip time for this execution, its children and its next runs whenever nothing is
 * in flight. A timer then takes about 0.7 s; at most 200 timers are possible. Throws if the server
 * cannot skip time (older than 1.32).
 */
export async function skipTime(client: Client, workflowId: string): Promise<void> {
  if (!(await temporalServer()).canSkipTime) {
    throw new Error('This test skips time, which needs a Temporal server from 1.32 on (CLI 1.9).')
  }
  await enableTimeSkipping(client, workflowId)
}

let bundle: ReturnType<typeof bundleWorkflows> | undefined

/** Returns the product's workflows, bundled once per process. */
export function workflowBundle(): ReturnType<typeof bundleWorkflows> {
  bundle ??= bundleWorkflows()
  return bundle
}
