import assert from 'node:assert/strict'
import { google, temporal } from '@temporalio/proto'
import { randomUUID } from 'node:crypto'
import { SEARCH_ATTRIBUTES } from '../../src/contracts/search-attributes.js'
import { ensureNamespace } from '../../src/temporal/namespace.js'
import { waitUntilAvailable } from '../../src/temporal/wait-until-available.js'
import { temporalServer } from '../support/temporal.js'

const { IndexedValueType } = temporal.api.enums.v1

/** gRPC status codes. */
const CODE = { PERMISSION_DENIED: 7, UNIMPLEMENTED: 12, UNAVAILABLE: 14 }

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

  for (const [code, step] of [
    ['UNIMPLEMENTED', 'listSearchAttributes'],
    ['PERMISSION_DENIED', 'listSearchAttributes'],
    ['PERMISSION_DENIED', 'addSearchAttributes'],
  ] as const)
    it(`names the search attributes to create, and continues, when ${step} fails with ${code}`, async () => {
      const lines: string[] = []
      await ensureNamespace(scripted({ [step]: CODE[code] }), 'training', (line) => lines.push(line))
      assert.equal(lines.length, 1)
      for (const { name, type } of SEARCH_ATTRIBUTES) assert.ok(lines[0]?.includes(`${name} (${type})`), name)
      assert.match(lines[0] ?? '', /namespace training/)
    })

  it('is used without a right to describe it', async () => {
    await ensureNamespace(scripted({ describeNamespace: CODE.PERMISSION_DENIED }), 'training')
  })

  it('still fails when Temporal is unavailable, so that the caller waits', async () => {
    const connection = scripted({ listSearchAttributes: CODE.UNAVAILABLE })
    await assert.rejects(ensureNamespace(connection, 'training'), { code: CODE.UNAVAILABLE })
  })

  /** Services whose calls fail with the given codes. A namespace that is described exists. */
  function scripted(failures: Record<string, number>): Parameters<typeof ensureNamespace>[0] {
    const call = (name: string, result: object) => () =>
      failures[name] === undefined
        ? Promise.resolve(result)
        : Promise.reject(Object.assign(new Error(name), { code: failures[name], details: '', metadata: {} }))
    const services: unknown = {
      workflowService: {
        describeNamespace: call('describeNamespace', {}),
      },
      operatorService: {
        listSearchAttributes: call('listSearchAttributes', { customAttributes: {} }),
        addSearchAttributes: call('addSearchAttributes', {}),
      },
    }
    return services as Parameters<typeof ensureNamespace>[0]
  }
})
