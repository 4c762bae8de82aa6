import { Client } from '@temporalio/client'
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { dryRunWorkflowId } from '../../src/contracts/dry-run.js'
import { migrationPlanId } from '../../src/contracts/migration-plan.js'
import { openStore, type Store } from '../../src/store/store.js'
import { ensureNamespace } from '../../src/temporal/namespace.js'
import { startDryRun } from '../../src/temporal/start-dry-run.js'
import { startMigrationPlan } from '../../src/temporal/start-migration-plan.js'
import { testDatabase } from '../support/postgres.js'
import { temporalServer } from '../support/temporal.js'

describe('With a new database and the old Temporal', () => {
  /** Starts it with each of two new databases, whose numbers are the same. No worker runs. */
  async function startTwice(
    start: (temporal: Client, store: Store) => Promise<number>,
    idOf: (id: number) => string,
  ) {
    const { connection } = (await temporalServer()).client
    const namespace = `test-${randomUUID()}`
    await ensureNamespace(connection, namespace)
    const temporal = new Client({ connection, namespace })
    const runs: string[] = []
    for (const database of [await testDatabase(), await testDatabase()]) {
      const store = openStore(database.url)
      try {
        const id = await start(temporal, store)
        const { runId, status } = await temporal.workflow.getHandle(idOf(id)).describe()
        assert.equal(status.name, 'RUNNING')
        runs.push(runId)
      } finally {
        await store.close()
        await database.drop()
      }
    }
    assert.notEqual(runs[0], runs[1])
  }

  it('starts a migration plan, though an earlier one with its number has not ended', () =>
    startTwice(
      (temporal, store) => startMigrationPlan({ temporal, store }, { programId: 11, author: 'test' }, 1),
      (planId) => migrationPlanId({ planId }),
    ))

  it('starts a dry run, though an earlier one with its number has not ended', () =>
    startTwice(
      (temporal, store) =>
        startDryRun(
          { temporal, store },
          { programId: 11, basedOn: 0, policy: null, courses: [], author: 'test' },
        ),
      (dryRunId) => dryRunWorkflowId({ dryRunId }),
    ))
})
