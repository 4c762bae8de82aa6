import assert from 'node:assert/strict'
import type { BulkCommand } from '../../src/bulk/commands.js'
import type { BulkKindName } from '../../src/contracts/bulk-operation.js'
import { waitFor } from '../support/wait-for.js'
import type { Environment } from './environment.js'

/** The parts of a bulk operation that tests read. */
export interface Operation {
  readonly id: number
  readonly state: string
  readonly hash: string
  readonly failureType: string | null
  readonly outcomes: Readonly<Record<string, number>>
  readonly effects: readonly { effect: string; count: number; undoable: boolean }[]
  readonly notUndoable: number
  readonly guard: { readonly concerned: number; readonly known: number }
}

interface Item {
  readonly studentId: number
  readonly name: string
  readonly nameArabic: string
  readonly outcome: string
  readonly effects: readonly object[]
  readonly warnings: string[]
  readonly reasons: string[]
  readonly reasonsArabic: (string | null)[]
}

interface Answer {
  readonly status: number
  readonly json: unknown
}

interface NewOperation {
  readonly kind: BulkKindName
  readonly filter: object
  readonly parameters?: object
}

/** Bulk operations as a caller of the API uses them. */
export interface BulkClient {
  /** Sends a new operation; the answer may be a refusal. */
  request(operation: NewOperation): Promise<Answer>
  /** Sends a new operation, and waits for its preview. */
  preview(operation: NewOperation): Promise<Operation>
  confirm(operation: Operation, body?: object): Promise<Answer>
  command(id: number, name: BulkCommand): Promise<Answer>
  read(id: number): Promise<Operation>
  /** Waits until the operation has this state, and returns it. */
  reaches(id: number, state: string): Promise<Operation>
  /** Confirms it, and waits for its end. */
  run(operation: Operation): Promise<Operation>
  /** Undoes it, and waits for the end of that. */
  undo(id: number): Promise<Operation>
  /** All its items, page by page, or those with this outcome. */
  items(id: number, outcome?: string): Promise<Item[]>
}

/** `limit`: how long a state is waited for, in milliseconds. */
export function bulkClient({ call }: Pick<Environment, 'call'>, limit?: number): BulkClient {
  const address = (id: number, part = '') => `/v1/bulk-operations/${id}${part}`
  const client: BulkClient = {
    request: (operation) => call('/v1/bulk-operations', { reason: 'the first wave', ...operation }),
    async preview(operation) {
      const { status, json } = await client.request(operation)
      assert.ok(status === 200 || status === 202, JSON.stringify(json))
      return client.reaches((json as Operation).id, 'previewed')
    },
    confirm: ({ id, hash }, body = {}) => call(address(id, '/confirm'), { hash, ...body }),
    command: (id, name) => call(address(id, `/${name}`), {}),
    read: async (id) => (await call(address(id))).json as Operation,
    async reaches(id, state) {
      let seen: Operation | undefined
      return waitFor(
        `operation ${id} is ${state}`,
        async () => {
          seen = await client.read(id)
          return seen.state === state && seen
        },
        { seen: () => seen, ...(limit !== undefined && { limit }) },
      )
    },
    async run(operation) {
      const { status, json } = await client.confirm(operation)
      assert.equal(status, 200, JSON.stringify(json))
      return client.reaches(operation.id, 'completed')
    },
    async undo(id) {
      const { status, json } = await client.command(id, 'undo')
      assert.equal(status, 200, JSON.stringify(json))
      return client.reaches(id, 'undone')
    },
    async items(id, outcome) {
      const found: Item[] = []
      let next: string | null = null
      do {
        const query = new URLSearchParams({
          limit: '100',
          ...(outcome !== undefined && { outcome }),
          ...(next !== null && { cursor: next }),
        })
        const { json } = await call(address(id, `/items?${query.toString()}`))
        const page = json as { items: Item[]; next: string | null }
        found.push(...page.items)
        next = page.next
      } while (next !== null)
      return found
    },
  }
  return client
}
