import { Client, Connection } from '@temporalio/client'
import getPort from 'get-port'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { enrollmentId } from '../../src/contracts/application.js'
import type { EnrollmentInput } from '../../src/contracts/enrollment.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import { enrollmentOptions } from '../../src/contracts/workflow-options.js'
import { findTemporalCli } from '../../src/cli/launcher/temporal-cli.js'
import { ensureNamespace } from '../../src/temporal/namespace.js'
import { honorsPriorities, raisePriority } from '../../src/temporal/priorities.js'
import { waitUntilAvailable } from '../../src/temporal/wait-until-available.js'
import { unavailableTemporal } from '../support/product-fixture.js'
import { temporalServer } from '../support/temporal.js'
import { waitFor } from '../support/wait-for.js'

describe('priorities', () => {
  it('decide the order in which workflows get to work: commands, the API, the sync', async () => {
    // Tasks are put into a random one of several partitions, and each has an order of its own.
    const { client, stop } = await serverWith(
      'matching.numTaskqueueReadPartitions=1',
      'matching.numTaskqueueWritePartitions=1',
    )
    try {
      await ordersTasks(await freshNamespace(client))
    } finally {
      await stop()
    }
  })

  async function ordersTasks(client: Client): Promise<void> {
    const { workflowService } = client
    const { namespace } = client.options
    // Of a server that is slow to answer it is not known.
    await waitFor('priorities are honored', () => honorsPriorities(client))
    const start = (studentId: number, origin: EnrollmentInput['origin']) =>
      client.workflow.start('enrollment', {
        ...enrollmentOptions({ programId: 11, studentId, run: 1, origin }, { programName: null }),
        workflowIdConflictPolicy: 'FAIL',
      })
    const next = async () => {
      const { taskToken, workflowExecution } = await client.withDeadline(Date.now() + 10_000, () =>
        workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: TaskQueue.orchestrator } }),
      )
      await workflowService.respondWorkflowTaskCompleted({ namespace, taskToken })
      return workflowExecution?.workflowId
    }
    await start(1, 'sweep')
    assert.equal(await next(), idOf(1))

    await start(2, 'sweep')
    await start(3, 'api')
    await raisePriority(client, idOf(1))
    await client.workflow.getHandle(idOf(1)).signal('anything')
    const waiting = () =>
      workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: TaskQueue.orchestrator },
        reportStats: true,
      })
    await waitFor('three workflows that wait for a worker', async () => {
      const { stats } = await waiting()
      return Number(stats?.approximateBacklogCount) === 3
    })
    assert.deepEqual([await next(), await next(), await next()], [idOf(1), idOf(3), idOf(2)])
  }

  it('leave a workflow alone that does not exist, and a Temporal that does not respond', async () => {
    const client = await freshNamespace((await temporalServer()).client)
    await raisePriority(client, 'enrollment/11/404')
    await raisePriority(unavailableTemporal(), 'enrollment/11/404')
  })

  it('are found out to be ignored, and the probe leaves nothing behind', async () => {
    const { client, stop } = await serverWith(IGNORES_PRIORITIES)
    try {
      await waitFor('the result of the probe', async () => (await honorsPriorities(client)) === false)
      await raisePriority(client, 'enrollment/11/404')
      await waitUntilAvailable(
        'an empty list',
        async () => assert.equal((await client.workflow.count()).count, 0),
        () => undefined,
      )
    } finally {
      await stop()
    }
  })
})

const idOf = (studentId: number) => enrollmentId({ programId: 11, studentId })

async function freshNamespace({ connection }: Pick<Client, 'connection'>) {
  const namespace = `test-${randomUUID()}`
  await ensureNamespace(connection, namespace)
  return new Client({ connection, namespace })
}

/** As a self-hosted server 1.29 or 1.30 is by default. */
const IGNORES_PRIORITIES = 'matching.useNewMatcher=false'

async function serverWith(...settings: readonly string[]) {
  const { path } = await findTemporalCli((line) => console.log(line))
  const port = await getPort()
  const flags = ['--headless', '--port', `${port}`, '--log-level', 'never']
  const configured = settings.flatMap((setting) => ['--dynamic-config-value', setting])
  const server = spawn(path, ['server', 'start-dev', ...flags, ...configured], { stdio: 'ignore' })
  const ended = once(server, 'exit')
  const connection = await waitUntilAvailable(
    'Temporal',
    () => Connection.connect({ address: `127.0.0.1:${port}` }),
    () => undefined,
  )
  return {
    client: new Client({ connection }),
    stop: async () => {
      await connection.close()
      server.kill()
      await ended
    },
  }
}
