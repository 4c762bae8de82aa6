import type { Static } from 'typebox'
import type { ReviewPage } from '../schemas/review.js'
import {
  agentName,
  applicationColumn,
  instant,
  programColumn,
  sentencesIn,
  studentColumn,
  table,
} from './table.js'

export const reviewTable = table('tasks', ({ reviews }: Static<typeof ReviewPage>) => reviews, [
  studentColumn(),
  { id: 'agent', type: 'text', value: ({ student }) => agentName(student) },
  applicationColumn(),
  programColumn(),
  { id: 'task', type: 'word', words: 'tasks', value: ({ task, kind }) => task?.kind ?? kind },
  { id: 'taskSince', type: 'instant', value: ({ since }) => instant(since) },
  {
    id: 'instructions',
    type: 'text',
    value: ({ instructions, instructionsArabic }, { language }) =>
      (language === 'ar' ? instructionsArabic : null) ?? instructions,
  },
  {
    id: 'missing',
    type: 'text',
    value: ({ why, whyArabic }, reader) => sentencesIn(reader, why, whyArabic).join('; '),
  },
  {
    id: 'assignee',
    type: 'text',
    value: ({ handling }) => handling?.assignee?.name ?? null,
  },
  { id: 'restsUntil', type: 'instant', value: ({ handling }) => instant(handling?.snoozedUntil ?? null) },
])
