import type { Static } from 'typebox'
import type { AuditPage } from '../schemas/audit.js'
import { instant, programColumn, table } from './table.js'

type Change = Static<typeof AuditPage>['changes'][number]

const fields = (of: Change['before']): string | null => of && JSON.stringify(of)

export const auditTable = table('audit', ({ changes }: Static<typeof AuditPage>) => changes, [
  { id: 'at', type: 'instant', value: ({ at }) => instant(at) },
  { id: 'actor', type: 'text', value: ({ actor }) => actor.name },
  { id: 'action', type: 'word', words: 'auditActions', value: ({ action }) => action },
  { id: 'entity', type: 'word', words: 'auditEntities', value: ({ entity }) => entity },
  { id: 'entityId', type: 'text', value: ({ entityId }) => entityId },
  { ...programColumn(), value: ({ programId }) => programId },
  { id: 'outcome', type: 'word', words: 'auditOutcomes', value: ({ outcome }) => outcome },
  { id: 'before', type: 'text', value: ({ before }) => fields(before) },
  { id: 'after', type: 'text', value: ({ after }) => fields(after) },
  { id: 'requestId', type: 'text', value: ({ requestId }) => requestId },
])
