import assert from 'node:assert/strict'
import { google, temporal } from '@temporalio/proto'
import { randomUUID } from 'node:crypto'
import { SEARCH_ATTRIBUTES } from '../../src/contracts/search-attributes.js'
import { ensureNamespace } from '../../src/temporal/namespace.js'
import { untilUp } from '../../src/temporal/until-up.js'
import { temporalServer } from '../support/temporal.js'

const { IndexedValueType } = temporal.api.enums.v1

describe('namespace', () => {
  it('is made with its search attributes, and left alone the second time', async () => {
    const { connection } = await temporalServer()
    const namespace = `test-${randomUUID()}`
    await ensureNamespace(connection, namespace)
    await ensureNamespace(connection, namespace)
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
    for (const { name } of SEARCH_ATTRIBUTES) assert.ok(customAttributes[name], name)
  })

  it('refuses a search attribute that somebody has registered with another type', async () => {
    const { connection } = await temporalServer()
    const namespace = `test-${randomUUID()}`
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: google.protobuf.Duration.fromObject({ seconds: 86_400 }),
    })
    const searchAttributes = { TrainingProgramId: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD }
    await untilUp(
      'the namespace',
      () => connection.operatorService.addSearchAttributes({ namespace, searchAttributes }),
      () => undefined,
    )
    await assert.rejects(ensureNamespace(connection, namespace), /TrainingProgramId \(INT\)/)
  })
})
