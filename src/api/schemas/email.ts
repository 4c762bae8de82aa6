import Type from 'typebox'
import type { MailKind } from '../../contracts/activities.js'
import type { MailState } from '../../store/tables/mail.js'
import { InstantText, NamedObject, Nullable, OdooId } from './common.js'

export const EmailKind = Type.Enum([
  'welcome',
  'review_request',
  'milestone',
  'reminder',
  'completion',
  'certificate',
] satisfies MailKind[])
export const EmailState = Type.Enum([
  'pending',
  'sending',
  'accepted',
  'possibly_twice',
  'unknown',
  'rejected',
  'no_recipient',
] satisfies MailState[])

export const EmailBody = NamedObject('Email', {
  id: Type.Integer(),
  kind: EmailKind,
  programId: OdooId,
  studentId: OdooId,
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
