import { Argument, type Command, InvalidArgumentError, Option } from 'commander'
import { REPORT_PERIODS, WEEKDAYS } from '../domain/report-schedule.js'
import { REPORT_FORMATS, REPORTS, type ReportName } from '../domain/reports.js'
import { DATABASE_VARIABLES, PLAN_VARIABLES } from './command-variables.js'
import { examples } from './help.js'
import type { ScheduleOptions } from './report-schedules.js'

/** The commands of `report-schedules.ts`. */
export function addReportSchedules(program: Command): void {
  const load = () => import('./report-schedules.js')
  const schedule = program
    .command('reports')
    .description('Reports that are emailed to staff')
    .addHelpText('after', examples({}, 'reports schedule list'))
    .command('schedule')
    .description('List, add, change and delete reports that are emailed to staff on a schedule')
    .addHelpText(
      'after',
      examples(DATABASE_VARIABLES, 'reports schedule list', 'reports schedule add --help'),
    )
  schedule
    .command('list')
    .description('List the schedules: what is sent when and to whom, and how the last report fared')
    .option('--json', 'print them as JSON')
    .addHelpText('after', examples({}, 'reports schedule list'))
    .action(async (options: { json?: boolean }) => (await load()).listSchedules(options))
  schedule
    .command('readers')
    .description('List the staff to whom a report can be sent, with their ids in Odoo')
    .addHelpText('after', examples({}, 'reports schedule readers'))
    .action(async () => (await load()).listReaders())
  withSettings(
    schedule
      .command('add')
      .description('Email a report on a schedule; each reader gets what their role may see')
      .addArgument(new Argument('<report>', 'which report').choices(REPORTS)),
  )
    .addHelpText(
      'after',
      examples(
        PLAN_VARIABLES,
        'reports schedule add progress --to 5,6 --every week --on sunday --hour 7',
        'reports schedule add certificates --to 2 --every month --on 1 --period last_month --format xlsx',
      ),
    )
    .action(async (report: ReportName, options: ScheduleOptions) =>
      (await load()).addSchedule(report, options),
    )
  withSettings(
    schedule
      .command('change')
      .description('Change a schedule; what is not named stays as it is')
      .addArgument(idArgument()),
  )
    .addHelpText('after', examples(PLAN_VARIABLES, 'reports schedule change 3 --to 5,6,8'))
    .action(async (id: number, options: ScheduleOptions) => (await load()).changeSchedule(id, options))
  schedule
    .command('send')
    .description('Send a scheduled report now, as of now; the worker does it within a minute')
    .addArgument(idArgument())
    .addHelpText('after', examples({}, 'reports schedule send 3'))
    .action(async (id: number) => (await load()).sendSchedule(id))
  schedule
    .command('delete')
    .description('Delete a schedule, and what of it was not sent yet')
    .addArgument(idArgument())
    .addHelpText('after', examples({}, 'reports schedule delete 3'))
    .action(async (id: number) => (await load()).deleteSchedule(id))
}

const withSettings = (command: Command): Command =>
  command
    .option('--to <ids>', 'the readers: users in Odoo, separated by commas', ids)
    .addOption(new Option('--every <cadence>', 'how often').choices(['day', 'week', 'month']))
    .option('--on <day>', `with week: ${WEEKDAYS.join(', ')}; with month: 1 to 31, or its last day`)
    .option('--hour <hour>', 'full hour of the center (default: 7)', hour)
    .addOption(new Option('--format <format>', 'the attachment (default: pdf)').choices(REPORT_FORMATS))
    .addOption(
      new Option(
        '--period <period>',
        'whole days of the center before it is sent (default: everything)',
      ).choices(REPORT_PERIODS),
    )
    .option('--program <id>', 'only this program in Odoo; 0: all', wholeNumber)
    .addOption(
      new Option('--language <language>', 'of report and email (default: each reader’s)').choices([
        'en',
        'ar',
        'reader',
      ]),
    )

const idArgument = () => new Argument('<id>', 'of the schedule').argParser(wholeNumber)

const ids = (text: string): number[] => [...new Set(text.split(',').map((id) => wholeNumber(id.trim())))]

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('must be a whole number.')
  return Number(text)
}

function hour(text: string): number {
  const number = wholeNumber(text)
  if (number > 23) throw new InvalidArgumentError('must be from 0 to 23.')
  return number
}
