import type { Static } from 'typebox'
import type { EmailPage } from '../schemas/email.js'
import { applicationColumn, instant, programColumn, table } from './table.js'

export const emailTable = table('emails', ({ emails }: Static<typeof EmailPage>) => emails, [
  { id: 'email', type: 'word', words: 'emailKinds', value: ({ kind }) => kind },
  { id: 'recipient', type: 'text', value: ({ recipient }) => recipient },
  { id: 'state', type: 'word', words: 'emailStates', value: ({ state }) => state },
  applicationColumn(),
  programColumn(),
  { id: 'language', type: 'text', value: ({ language }) => language },
  { id: 'attempts', type: 'count', value: ({ attempts }) => attempts },
  { id: 'created', type: 'instant', value: ({ createdAt }) => instant(createdAt) },
  { id: 'lastAttempt', type: 'instant', value: ({ lastAttemptAt }) => instant(lastAttemptAt) },
])
