import { WorkflowNotFoundError } from '@temporalio/client'
import assert from 'node:assert/strict'
import { RECONCILIATION_ID } from '../../src/contracts/reconciliation.js'
import { saveDrift } from '../../src/store/drift.js'
import { endReconciliation, enterReconciliation, recordAccuracy } from '../../src/store/reconciliations.js'
import { openApi, type ApiFixture } from './api-fixture.js'

describe('API: reconciliations', () => {
  let api: ApiFixture
  before(async () => {
    api = await openApi()
    // Another test may have called every route.
    await api.temporal.workflow
      .getHandle(RECONCILIATION_ID)
      .terminate('left by another test')
      .catch((error: unknown) => assert.ok(error instanceof WorkflowNotFoundError))
  })
  after(() => api.close())

  const enter = () => enterReconciliation(api.store, { dryRun: false, requestedBy: null, workflowRun: null })

  it('needs a key', async () => {
    for (const url of ['/v1/reconciliations', '/v1/reconciliations/1', '/v1/reconciliations/1/drift'])
      assert.equal((await api.app.inject(url)).statusCode, 401)
  })

  it('does not know a run that there is not', async () => {
    assert.equal((await api.call('GET', '/v1/reconciliations/999999')).statusCode, 404)
    assert.equal((await api.call('GET', '/v1/reconciliations/999999/drift')).statusCode, 404)
    assert.equal((await api.call('POST', '/v1/reconciliations/999999/confirm', {})).statusCode, 404)
  })

  it('starts one at a time, and says where to follow it', async () => {
    const started = await api.call('POST', '/v1/reconciliations', { dryRun: true })
    assert.equal(started.statusCode, 201)
    const run = started.json<{ id: number; state: string; dryRun: boolean; requestedBy: string }>()
    assert.deepEqual([run.state, run.dryRun], ['running', true])
    assert.equal(started.headers.location, `/v1/reconciliations/${run.id}`)
    assert.equal((await api.call('POST', '/v1/reconciliations', {})).statusCode, 409)
    // A run is in progress only once: confirming another must wait, too.
    assert.equal((await api.call('POST', `/v1/reconciliations/${run.id}/confirm`, {})).statusCode, 409)
    await api.temporal.workflow.getHandle(RECONCILIATION_ID).terminate('end of the test')
    await endReconciliation(api.store, run.id, 'completed', null)
  })

  it('shows drift in pages, counts it, and reports accuracy by model and field', async () => {
    const id = await enter()
    const row = { model: 'gr.homework.attempt', program_id: null, former_student_id: null }
    await saveDrift(
      api.store,
      id,
      [1, 2, 3].map((record) => ({
        ...row,
        class: 'stale' as const,
        record_id: record,
        student_id: record,
        fields: ['state'],
        action: 'reread' as const,
      })),
    )
    await recordAccuracy(api.store, id, 'gr.homework.attempt', [
      { field: 'record', compared: 300, mismatches: 0 },
      { field: 'state', compared: 300, mismatches: 3 },
    ])
    await endReconciliation(api.store, id, 'stopped', null)
    const run = (await api.call('GET', `/v1/reconciliations/${id}`)).json<{
      accuracy: number
      drift: object[]
      models: object[]
    }>()
    assert.equal(run.accuracy, 0.995)
    assert.deepEqual(run.drift, [{ class: 'stale', model: 'gr.homework.attempt', state: 'found', count: 3 }])
    assert.deepEqual(run.models, [
      {
        model: 'gr.homework.attempt',
        fields: [
          { field: 'record', compared: 300, mismatches: 0, accuracy: 1 },
          { field: 'state', compared: 300, mismatches: 3, accuracy: 0.99 },
        ],
      },
    ])
    const page = (query: string) =>
      api
        .call('GET', `/v1/reconciliations/${id}/drift?${query}`)
        .then((response) =>
          response.json<{ drift: { recordId: number; fields: string[] }[]; next: string | null }>(),
        )
    const first = await page('limit=2')
    const second = await page(`limit=2&cursor=${first.next ?? ''}`)
    assert.deepEqual(
      [...first.drift, ...second.drift].map(({ recordId, fields }) => [recordId, fields]),
      [1, 2, 3].map((record) => [record, ['state']]),
    )
    assert.equal(second.next, null)
    assert.deepEqual((await page('state=repaired')).drift, [])
    const sync = (await api.call('GET', '/v1/sync')).json<{
      reconciliation: { lastRun: { id: number }; models: object[]; runs: object[] }
    }>()
    assert.equal(sync.reconciliation.lastRun.id, id)
    assert.deepEqual(sync.reconciliation.models, run.models)
  })

  it('keeps the last 30 runs, and counts one that was cut off as failed', async () => {
    const cut = await enter()
    for (let run = 0; run < 30; run += 1) await endReconciliation(api.store, await enter(), 'completed', null)
    const { reconciliations } = (await api.call('GET', '/v1/reconciliations')).json<{
      reconciliations: { id: number; state: string }[]
    }>()
    assert.equal(reconciliations.length, 30)
    assert.ok(reconciliations.every(({ id }) => id > cut))
    const left = await enter()
    await enter()
    const { state, failureType } = (await api.call('GET', `/v1/reconciliations/${left}`)).json<{
      state: string
      failureType: string
    }>()
    assert.deepEqual([state, failureType], ['failed', 'Interrupted'])
  })

  it('is confirmed only where it was stopped', async () => {
    const id = await enter()
    await endReconciliation(api.store, id, 'completed', null)
    const { statusCode, body } = await api.call('POST', `/v1/reconciliations/${id}/confirm`, {})
    assert.equal(statusCode, 409)
    assert.match(body, /Only a stopped reconciliation/)
  })
})
