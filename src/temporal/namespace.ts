import type { Connection } from '@temporalio/client'
import { isGrpcServiceError } from '@temporalio/client'
import { SearchAttributeType } from '@temporalio/common'
import proto, { type temporal as temporalApi } from '@temporalio/proto'
import { setTimeout as sleep } from 'node:timers/promises'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.js'

// CommonJS whose names a plain Node cannot see; only the default is sure to be there.
const { google, temporal } = proto
const { IndexedValueType } = temporal.api.enums.v1

/** How long the history of a closed workflow can be looked at. Seconds; the registers keep what must be kept longer. */
const RETENTION_SECONDS = 30 * 24 * 60 * 60

/** gRPC status codes. */
const NOT_FOUND = 5
const ALREADY_EXISTS = 6

/** A server hears of a new namespace within some 10 s. Milliseconds. */
const NAMESPACE_LIMIT = 60_000
const NAMESPACE_PAUSE = 1_000

const SERVER_TYPE: Record<SearchAttributeType, temporalApi.api.enums.v1.IndexedValueType> = {
  [SearchAttributeType.TEXT]: IndexedValueType.INDEXED_VALUE_TYPE_TEXT,
  [SearchAttributeType.KEYWORD]: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  [SearchAttributeType.INT]: IndexedValueType.INDEXED_VALUE_TYPE_INT,
  [SearchAttributeType.DOUBLE]: IndexedValueType.INDEXED_VALUE_TYPE_DOUBLE,
  [SearchAttributeType.BOOL]: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
  [SearchAttributeType.DATETIME]: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  [SearchAttributeType.KEYWORD_LIST]: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
}

/** The services of a connection that are needed here; a client's and a worker's connection both have them. */
type Services = Pick<Connection, 'workflowService' | 'operatorService'>

/** Makes sure that the namespace exists and knows our search attributes. Run at every start; changes nothing that is right. */
export async function ensureNamespace(connection: Services, namespace: string): Promise<void> {
  await ensureExists(connection, namespace)
  const giveUp = Date.now() + NAMESPACE_LIMIT
  for (;;) {
    try {
      await ensureSearchAttributes(connection, namespace)
      return
    } catch (error) {
      if (codeOf(error) !== NOT_FOUND || Date.now() > giveUp) throw error
      await sleep(NAMESPACE_PAUSE)
    }
  }
}

async function ensureExists({ workflowService }: Services, namespace: string): Promise<void> {
  try {
    await workflowService.describeNamespace({ namespace })
  } catch (error) {
    if (codeOf(error) !== NOT_FOUND) throw error
    await workflowService
      .registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: google.protobuf.Duration.fromObject({ seconds: RETENTION_SECONDS }),
      })
      .catch(unless(ALREADY_EXISTS))
  }
}

async function ensureSearchAttributes({ operatorService }: Services, namespace: string): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace })
  const missing = SEARCH_ATTRIBUTES.filter(({ name }) => customAttributes[name] === undefined)
  const wrong = SEARCH_ATTRIBUTES.filter(
    ({ name, type }) => customAttributes[name] !== undefined && customAttributes[name] !== SERVER_TYPE[type],
  )
  if (wrong.length > 0) {
    const list = wrong.map(({ name, type }) => `${name} (${type})`).join(', ')
    throw new Error(`Search attributes of another type than ours exist in namespace ${namespace}: ${list}`)
  }
  if (missing.length === 0) return
  const searchAttributes = Object.fromEntries(missing.map(({ name, type }) => [name, SERVER_TYPE[type]]))
  await operatorService.addSearchAttributes({ namespace, searchAttributes }).catch(unless(ALREADY_EXISTS))
}

const codeOf = (error: unknown): number | undefined => (isGrpcServiceError(error) ? error.code : undefined)

const unless = (code: number) => (error: unknown) => {
  if (codeOf(error) !== code) throw error
}
