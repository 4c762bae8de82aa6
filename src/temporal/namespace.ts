import type { Connection } from '@temporalio/client'
import { SearchAttributeType } from '@temporalio/common'
import proto, { type temporal as temporalApi } from '@temporalio/proto'
import { setTimeout as sleep } from 'node:timers/promises'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.js'
import { GrpcStatus, grpcStatusOf } from './grpc-status.js'

// A CommonJS module: Node cannot see its named exports.
const { google, temporal } = proto
const { IndexedValueType } = temporal.api.enums.v1

/** How long Temporal keeps a closed workflow. Seconds; our registers keep what matters longer. */
const RETENTION_SECONDS = 30 * 24 * 60 * 60

/** A server notices a new namespace within about 10 s. Milliseconds. */
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

/** What a client's and a worker's connection have in common. */
type Services = Pick<Connection, 'workflowService' | 'operatorService'>

/**
 * Creates the namespace and our search attributes where they are missing. Runs at every start. A
 * server that does not let us do so (Temporal Cloud has no operator service) is no obstacle: `log`
 * then receives what a person must create.
 */
export async function ensureNamespace(
  connection: Services,
  namespace: string,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  await ensureExists(connection, namespace)
  const deadline = Date.now() + NAMESPACE_LIMIT
  for (;;) {
    try {
      await ensureSearchAttributes(connection, namespace)
      return
    } catch (error) {
      if (isNotOffered(error)) {
        log(searchAttributesToCreate(namespace))
        return
      }
      if (grpcStatusOf(error) !== GrpcStatus.NOT_FOUND || Date.now() > deadline) throw error
      await sleep(NAMESPACE_PAUSE)
    }
  }
}

async function ensureExists({ workflowService }: Services, namespace: string): Promise<void> {
  try {
    await workflowService.describeNamespace({ namespace })
  } catch (error) {
    // A key may be valid for workflows only. If the namespace is missing, polling it fails.
    if (isNotOffered(error)) return
    if (grpcStatusOf(error) !== GrpcStatus.NOT_FOUND) throw error
    await workflowService
      .registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: google.protobuf.Duration.fromObject({ seconds: RETENTION_SECONDS }),
      })
      .catch(ignore(GrpcStatus.ALREADY_EXISTS))
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
    throw new Error(`Namespace ${namespace} has search attributes with our names but other types: ${list}`)
  }
  if (missing.length === 0) return
  const searchAttributes = Object.fromEntries(missing.map(({ name, type }) => [name, SERVER_TYPE[type]]))
  await operatorService
    .addSearchAttributes({ namespace, searchAttributes })
    .catch(ignore(GrpcStatus.ALREADY_EXISTS))
}

const NOT_OFFERED: readonly (number | undefined)[] = [GrpcStatus.PERMISSION_DENIED, GrpcStatus.UNIMPLEMENTED]

/** Whether the server lacks the service, or does not offer it to us. Waiting changes neither. */
const isNotOffered = (error: unknown) => NOT_OFFERED.includes(grpcStatusOf(error))

const searchAttributesToCreate = (namespace: string) => {
  const list = SEARCH_ATTRIBUTES.map(({ name, type }) => `${name} (${type})`).join(', ')
  return `Temporal does not let this worker manage search attributes. Create these in namespace ${namespace} unless they exist: ${list}`
}

const ignore = (code: number) => (error: unknown) => {
  if (grpcStatusOf(error) !== code) throw error
}
