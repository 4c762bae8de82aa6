// A process that sends the reports that are due, for a test that kills it on the way.
// Arguments: <databaseUrl> <smtpUrl> <users as JSON>
import { MockActivityEnvironment } from '@temporalio/testing'
import { createReportActivities } from '../../activities/reports/report-activities.js'
import { smtpTransport } from '../../src/mail/transport.js'
import { openStore } from '../../src/store/store.js'
import { staffInOdoo, type StaffRow } from './staff-in-odoo.js'
import { config } from './training-center.js'

const [databaseUrl = '', smtpUrl = '', users = '[]'] = process.argv.slice(2)
const staff = JSON.parse(users) as StaffRow[]
const reports = createReportActivities({
  odoo: staffInOdoo(() => staff),
  store: openStore(databaseUrl),
  transport: smtpTransport(smtpUrl),
  config,
  clock: () => new Date('2026-06-01T04:00:00Z'),
  timeZone: () => Promise.resolve('Asia/Riyadh'),
  mailHold: () => Promise.resolve(null),
})
await new MockActivityEnvironment().run(() => reports.sendDueReports())
