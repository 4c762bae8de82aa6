import type { ReportName } from '../domain/reports.js'
import { certificateReport } from './certificate-report.js'
import { decisionReport } from './decision-report.js'
import { enrollmentReport } from './enrollment-report.js'
import { integrationReport } from './integration-report.js'
import { progressReport } from './progress-report.js'
import type { Report } from './report.js'

export const ALL_REPORTS: Readonly<Record<ReportName, Report>> = {
  progress: progressReport,
  enrollment: enrollmentReport,
  certificates: certificateReport,
  decisions: decisionReport,
  integration: integrationReport,
}
