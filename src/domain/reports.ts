import type { Permission } from './permissions.js'

/** What the reports are called, in addresses, schedules and file names. */
export const REPORTS = ['progress', 'enrollment', 'certificates', 'decisions', 'integration'] as const
export type ReportName = (typeof REPORTS)[number]

export const REPORT_FORMATS = ['csv', 'xlsx', 'pdf'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** What somebody needs who reads a report. */
export const REPORT_PERMISSIONS: Readonly<Record<ReportName, Permission>> = {
  progress: 'read_students',
  enrollment: 'read_students',
  certificates: 'read_certificates',
  decisions: 'read_students',
  integration: 'read_sync',
}

/** Rows of a PDF: about thirty pages, which take some seconds. Longer ones are for spreadsheets. */
export const PDF_ROWS = 1_000
/** Rows of a spreadsheet. */
export const SPREADSHEET_ROWS = 200_000

/**
 * What a report does not say, and why:
 * - `names_are_todays`: names of students and programs are not logged
 * - `agents_are_todays`: whose students they are is not logged; filters use what Odoo says today
 * - `no_numbers_of_the_past`: percentages and agents are known as of today only
 * - `last_runs_only`: only the last comparisons with Odoo are kept
 * - `log_is_seconds_behind`: steps of the last seconds may still be missing
 */
export const REPORT_NOTES = [
  'names_are_todays',
  'agents_are_todays',
  'no_numbers_of_the_past',
  'last_runs_only',
  'log_is_seconds_behind',
] as const
export type ReportNote = (typeof REPORT_NOTES)[number]

/** Lists of the API that can be saved as files; also their names in addresses and of the files. */
export const LIST_NAMES = [
  'students',
  'tasks',
  'certificates',
  'emails',
  'staff-emails',
  'audit',
  'bulk-operations',
  'bulk-students',
  'applicants',
  'at-risk',
  'workload',
  'deadlines',
  'trainings-due',
] as const

/** Rows of a list that is saved as a file. It is read page by page, some seconds for so many. */
export const LIST_ROWS = 10_000
