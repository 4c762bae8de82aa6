import assert from 'node:assert/strict'
import { google, temporal } from '@temporalio/proto'
import { randomUUID } from 'node:crypto'
import { SEARCH_ATTRIBUTES } from '../../src/contracts/search-attributes.js'
import { ensureNamespace } from '../../src/temporal/namespace.js'
import { waitUntilAvailable } from '../../src/temporal/wait-until-available.js'
import { temporalServer } from '../support/temporal.js'

const { IndexedValueType } = temporal.api.enums.v1

describe('namespace', () => {
  it('is created with its search attributes, and stays the same the second time', async () => {
    const { connection } = await temporalServer()
    const namespace = `test-${randomUUID()}`
    await ensureNamespace(connection, namespace)
    await ensureNamespace(connection, namespace)
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
    for (const { name } of SEARCH_ATTRIBUTES) assert.ok(customAttributes[name], name)
  })

  it('is refused when it has one of our search attributes with another type', async () => {
    const { connection } = await temporalServer()
    const namespace = `test-${randomUUID()}`
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: google.protobuf.Duration.fromObject({ seconds: 86_400 }),
    })
    const searchAttributes = { TrainingProgramId: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD }
    await waitUntilAvailable(
      'the namespace',
      () => connection.operatorService.addSearchAttributes({ namespace, searchAttributes }),
      () => undefined,
    )
    await assert.rejects(ensureNamespace(connection, namespace), /TrainingProgramId \(INT\)/)
  })
})
