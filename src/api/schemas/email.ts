import Type from 'typebox'
import { MAIL_KINDS, MAIL_STATES } from '../../contracts/mail.js'
import { InstantText, NamedObject, NextCursor, Nullable, OdooId } from './common.js'

export const EmailKind = Type.Enum([...MAIL_KINDS])
export const EmailState = Type.Enum([...MAIL_STATES])

export const EmailBody = NamedObject('Email', {
  id: Type.Integer(),
  kind: EmailKind,
  programId: OdooId,
  studentId: OdooId,
  run: Type.Integer({ description: 'Run of the application' }),
  version: Type.String(),
  state: EmailState,
  recipient: Nullable(Type.String()),
  language: Type.String(),
  attempts: Type.Integer(),
  createdAt: InstantText,
  lastAttemptAt: Nullable(InstantText),
  responseCode: Nullable(Type.Integer({ description: 'Last reply code of the mail server' })),
  messageId: Type.String(),
})

export const EmailPage = NamedObject('EmailPage', { emails: Type.Array(EmailBody), next: NextCursor })
