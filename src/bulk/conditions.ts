import type { BulkKindName } from '../contracts/bulk-operation.js'

/** Conditions of a filter, and parameters, that only some kinds have. */
const OF_KIND: Readonly<Record<string, BulkKindName>> = {
  '/filter/studentStates': 'enroll',
  '/filter/agentId': 'enroll',
  '/filter/stage': 'withdraw',
  '/filter/taskKind': 'withdraw',
  '/parameters/adopt': 'enroll',
}

/** Returns the JSON pointers of what the kind does not have. */
export const foreignConditions = (
  kind: BulkKindName,
  request: { readonly filter: object; readonly parameters: object },
): string[] =>
  Object.entries(OF_KIND).flatMap(([pointer, only]) => {
    const [, part, name] = pointer.split('/') as ['', 'filter' | 'parameters', string]
    const value: unknown = Reflect.get(request[part], name)
    return value !== undefined && kind !== only ? [pointer] : []
  })
