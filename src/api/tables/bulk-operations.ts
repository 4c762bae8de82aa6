import type { Static } from 'typebox'
import type { BulkItemPage, BulkOperationPage } from '../schemas/bulk-operation.js'
import { instant, programColumn, sentencesIn, table } from './table.js'

export const bulkOperationTable = table(
  'bulk-operations',
  ({ operations }: Static<typeof BulkOperationPage>) => operations,
  [
    { id: 'number', type: 'count', value: ({ id }) => id },
    { id: 'operation', type: 'word', words: 'bulkKinds', value: ({ kind }) => kind },
    { ...programColumn(), value: ({ filter }) => filter.programId },
    { id: 'state', type: 'word', words: 'bulkStates', value: ({ state }) => state },
    { id: 'students', type: 'count', value: ({ progress }) => progress.total },
    { id: 'reason', type: 'text', value: ({ reason }) => reason },
    { id: 'actor', type: 'text', value: ({ author }) => author },
    { id: 'created', type: 'instant', value: ({ createdAt }) => instant(createdAt) },
    { id: 'ended', type: 'instant', value: ({ finishedAt }) => instant(finishedAt) },
  ],
)

export const bulkItemTable = table('bulk-students', ({ items }: Static<typeof BulkItemPage>) => items, [
  { id: 'student', type: 'text', value: ({ name, studentId }) => name ?? String(studentId) },
  { id: 'application', type: 'text', value: ({ ref }) => ref },
  { id: 'outcome', type: 'word', words: 'bulkOutcomes', value: ({ outcome }) => outcome },
  {
    id: 'effects',
    type: 'text',
    value: ({ effects }, { say }) =>
      effects.map(({ effect, count }) => `${say('bulkEffects', effect)}: ${count}`).join('; '),
  },
  {
    id: 'note',
    type: 'text',
    value: ({ reasons, reasonsArabic, warnings, warningsArabic }, reader) =>
      [...sentencesIn(reader, reasons, reasonsArabic), ...sentencesIn(reader, warnings, warningsArabic)].join(
        ' ',
      ),
  },
])
