import Type from 'typebox'
import { STAFF_EMAIL_STATES, STAFF_MAIL_KINDS } from '../../contracts/mail.js'
import { REPORTS } from '../../domain/reports.js'
import { InstantText, NamedObject, NextCursor, Nullable } from './common.js'
import { ReaderBody } from './report-schedule.js'

export const StaffEmailKind = Type.Enum([...STAFF_MAIL_KINDS])
export const StaffEmailStateName = Type.Enum([...STAFF_EMAIL_STATES], {
  description:
    '`unknown`: it may have arrived; a digest is sent again, a report is not. The others are those of `ReportDelivery`',
})

const StaffEmailBody = NamedObject('StaffEmail', {
  id: Type.Integer(),
  kind: StaffEmailKind,
  report: Nullable(Type.Enum([...REPORTS], { description: 'Of a scheduled report' })),
  reader: Type.Union([ReaderBody, Type.Null()], {
    description: 'null: the mailbox for tasks of students without an agent',
  }),
  state: StaffEmailStateName,
  attempts: Type.Integer(),
  createdAt: InstantText,
})

export const StaffEmailPage = NamedObject('StaffEmailPage', {
  emails: Type.Array(StaffEmailBody),
  next: NextCursor,
})
