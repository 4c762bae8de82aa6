import Type from 'typebox'
import { STAFF_EMAIL_STATES } from '../../contracts/mail.js'
import { REPORT_PERIODS } from '../../domain/report-schedule.js'
import { REPORT_FORMATS, REPORTS } from '../../domain/reports.js'
import { ActorBody } from './actor.js'
import { InstantText, NamedObject, Nullable, OdooId } from './common.js'

const Hour = Type.Integer({ minimum: 0, maximum: 23, description: 'In the center’s time zone' })

const CadenceBody = Type.Union([
  NamedObject('Daily', { every: Type.Literal('day'), hour: Hour }),
  NamedObject('Weekly', {
    every: Type.Literal('week'),
    weekday: Type.Integer({ minimum: 1, maximum: 7, description: '1: Monday, 7: Sunday' }),
    hour: Hour,
  }),
  NamedObject('Monthly', {
    every: Type.Literal('month'),
    day: Type.Integer({ minimum: 1, maximum: 31, description: 'In a month without it: its last day' }),
    hour: Hour,
  }),
])

const settings = {
  report: Type.Enum([...REPORTS]),
  format: Type.Enum([...REPORT_FORMATS]),
  period: Type.Enum([...REPORT_PERIODS], {
    description: 'What it is about; whole days and months of the center, before the day on which it is due',
  }),
  programId: Type.Union([OdooId, Type.Null()], { description: 'null: all' }),
  language: Type.Union([Type.Enum(['en', 'ar']), Type.Null()], { description: 'null: each reader’s own' }),
  cadence: CadenceBody,
}

/** People on one schedule. Each may get a file of their own. */
const MOST_RECIPIENTS = 50

export const ReportScheduleBody = NamedObject('ReportScheduleSettings', {
  ...settings,
  recipients: Type.Array(OdooId, {
    minItems: 1,
    maxItems: MOST_RECIPIENTS,
    uniqueItems: true,
    description: 'Users in Odoo, of `GET /v1/report-readers`',
  }),
})

export const ReaderBody = NamedObject('ReportReader', {
  id: Type.Integer({ description: 'User in Odoo' }),
  name: Nullable(Type.String()),
})

export const ReportReaderList = NamedObject('ReportReaders', { readers: Type.Array(ReaderBody) })

const DeliveryBody = NamedObject('ReportDelivery', {
  recipient: ReaderBody,
  state: Type.Enum([...STAFF_EMAIL_STATES], {
    description:
      '`unknown`: it may have arrived, and is not sent again by itself. `not_allowed`: no longer staff, or their role may not read it. ' +
      '`too_long`: more rows than the format holds. `replaced`: the next one was due before it could be sent',
  }),
})

export const ReportScheduleView = NamedObject('ReportSchedule', {
  id: Type.Integer(),
  ...settings,
  recipients: Type.Array(ReaderBody),
  nextAt: InstantText,
  createdBy: ActorBody,
  last: Nullable(
    NamedObject(
      'LastReport',
      {
        asOf: InstantText,
        deliveries: Type.Array(DeliveryBody),
      },
      'The report that was due last',
    ),
  ),
})

export const ReportScheduleList = NamedObject('ReportSchedules', {
  schedules: Type.Array(ReportScheduleView, { description: 'Oldest first' }),
})

export const ReportScheduleParams = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
})
