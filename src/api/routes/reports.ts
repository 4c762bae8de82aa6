import Type, { type Static } from 'typebox'
import { ALL_REPORTS } from '../../reports/all-reports.js'
import { CONTENT_TYPES } from '../../reports/make-file.js'
import { makeReport } from '../../reports/make-report.js'
import type { ProgramNames as NameReader } from '../../reports/named-cells.js'
import { readReport, TooManyRows } from '../../reports/read-report.js'
import type { Cell, ReportFilter } from '../../reports/report.js'
import { textsIn, wordsIn } from '../../reports/texts.js'
import { REPORT_PERMISSIONS, REPORTS, type ReportName } from '../../domain/reports.js'
import type { ApiDeps } from '../deps.js'
import { Problem } from '../problems/problem.js'
import { problems } from '../schemas/common.js'
import { ReportBody, ReportQuery } from '../schemas/report.js'
import { sendFile } from '../send-file.js'
import type { Server } from '../server.js'
import { ProgramNames } from '../services/program-names.js'
import { timeZoneFor } from '../services/center-zone.js'
import { filterOf } from '../services/report-requests.js'

const SUMMARIES: Readonly<Record<ReportName, string>> = {
  progress: 'Where each student stands: the latest run of each application',
  enrollment: 'Applications by program and month, and what became of them',
  certificates: 'Certificates issued in a period',
  decisions: 'What people decided in a period, why, and under which policy',
  integration: 'Comparisons with Odoo, outages and pauses in a period',
}

/** Rows of a preview. */
const PREVIEW_ROWS = 100

/** Reports, as a preview or as a file. */
export function reportRoutes(app: Server, deps: ApiDeps): void {
  const { store, clock, config } = deps
  const timeZoneNow = timeZoneFor(deps)
  const programs = new ProgramNames(deps.odoo)
  const programNames: NameReader = (ids) => programs.load(ids, clock())

  for (const name of REPORTS)
    app.get(
      `/v1/reports/${name}`,
      {
        config: { access: 'caller', permission: REPORT_PERMISSIONS[name] },
        schema: {
          tags: ['reports'],
          summary: SUMMARIES[name],
          querystring: ReportQuery,
          response: {
            200: {
              description: 'The report',
              content: {
                'application/json': { schema: ReportBody },
                ...Object.fromEntries(
                  Object.values(CONTENT_TYPES).map((type) => [
                    type.replace(/;.*/, ''),
                    { schema: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) },
                  ]),
                ),
              },
            },
            ...problems,
          },
        },
      },
      async ({ query, scope, identity }, reply) => {
        const { format = 'json', limit = PREVIEW_ROWS } = query
        const filter = filterOf(query, {
          scope,
          language: identity?.language ?? 'en',
          timeZone: await timeZoneNow(),
          now: clock(),
        })
        if (format === 'json') return preview(name, filter, limit)
        const file = await makeReport(
          { store, programNames, organization: config.organization },
          { name, format, filter },
        ).catch((error: unknown) => {
          throw error instanceof TooManyRows ? tooMany(error) : error
        })
        return sendFile(reply, file)
      },
    )

  async function preview(
    name: ReportName,
    filter: ReportFilter,
    limit: number,
  ): Promise<Static<typeof ReportBody>> {
    const report = ALL_REPORTS[name]
    const texts = textsIn(filter.language)
    const rows: Cell[][] = []
    const reading = { store, programNames, limit, beyond: 'stop' as const }
    const hasMore = await readReport(report, filter, reading, (page) => rows.push(...page))
    return {
      report: name,
      title: texts.titles[name],
      about: texts.about[name],
      asOf: filter.asOf.toISOString(),
      isCurrent: filter.isCurrent,
      timeZone: filter.timeZone,
      columns: report.columns(filter).map((column) => ({
        id: column.id,
        type: column.type,
        title: texts.columns[column.id],
        words: column.type === 'word' ? { ...wordsIn(filter.language, column.words) } : null,
      })),
      rows: rows.map((row) => row.map((cell) => (cell instanceof Date ? cell.toISOString() : cell))),
      hasMore,
      notes: report.notes(filter).map((note) => ({ note, text: texts.notes[note] })),
    }
  }
}

const tooMany = ({ limit }: TooManyRows) =>
  new Problem(
    'invalid-content',
    `The report has more than ${limit} rows. Choose a shorter period, a program or an agent; a PDF holds fewer rows than a spreadsheet.`,
  )
