import type { Static } from 'typebox'
import { textsIn } from '../../reports/texts.js'
import type { StaffEmailPage } from '../schemas/staff-email.js'
import { instant, table } from './table.js'

export const staffEmailTable = table('staff-emails', ({ emails }: Static<typeof StaffEmailPage>) => emails, [
  { id: 'email', type: 'word', words: 'staffEmailKinds', value: ({ kind }) => kind },
  {
    id: 'report',
    type: 'text',
    value: ({ report }, { language }) => report && textsIn(language).titles[report],
  },
  { id: 'recipient', type: 'text', value: ({ reader }) => reader && (reader.name ?? String(reader.id)) },
  { id: 'state', type: 'word', words: 'staffEmailStates', value: ({ state }) => state },
  { id: 'attempts', type: 'count', value: ({ attempts }) => attempts },
  { id: 'created', type: 'instant', value: ({ createdAt }) => instant(createdAt) },
])
