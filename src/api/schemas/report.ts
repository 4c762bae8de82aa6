import Type from 'typebox'
import { REPORT_FORMATS, REPORT_NOTES, REPORTS } from '../../domain/reports.js'
import { COLUMN_IDS } from '../../reports/report.js'
import { InstantText, NamedObject, Nullable, OdooId } from './common.js'
import { AgentFilter } from './student.js'

const Day = (what: string) =>
  Type.String({ format: 'date', description: `${what} Of the center’s time zone.` })

export const ReportQuery = Type.Object(
  {
    format: Type.Optional(
      Type.Enum(['json', ...REPORT_FORMATS], {
        default: 'json',
        description:
          '`json` has the first rows, for previews; the files have all of them: up to 200,000, and 1,000 as PDF',
      }),
    ),
    asOf: Type.Optional(
      Type.Union([Type.String({ format: 'date' }), InstantText], {
        description:
          'What was known then: an instant, or the end of a day in the center. Not in the future. The same ' +
          'moment gives the same report whenever it is made. Without it: what is known now, with columns that are not logged',
      }),
    ),
    language: Type.Optional(Type.Enum(['en', 'ar'], { description: 'Default: that of the caller' })),
    programId: Type.Optional(OdooId),
    agentId: Type.Optional(AgentFilter),
    from: Type.Optional(Day('First day of the period.')),
    to: Type.Optional(Day('Last day of the period.')),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000, default: 100, description: 'Rows of `json`' }),
    ),
  },
  { additionalProperties: false },
)

const ReportColumn = NamedObject('ReportColumn', {
  id: Type.Enum([...COLUMN_IDS]),
  title: Type.String({ description: 'In the language of the report' }),
  type: Type.Enum(['text', 'word', 'program', 'actor', 'count', 'percent', 'days', 'instant', 'day'], {
    description:
      '`word`: of the API, see `words`. `program`, `actor`: a name. `percent`: 0–100. `instant`, `day`: ISO',
  }),
  words: Nullable(
    Type.Record(Type.String(), Type.String(), {
      description: 'What the words mean, in the language of the report',
    }),
  ),
})

export const ReportBody = NamedObject('Report', {
  report: Type.Enum([...REPORTS]),
  title: Type.String(),
  about: Type.String({ description: 'What the rows are' }),
  asOf: InstantText,
  isCurrent: Type.Boolean({ description: 'Without `asOf`: the same request has other rows later' }),
  timeZone: Type.String(),
  columns: Type.Array(ReportColumn),
  rows: Type.Array(Type.Array(Nullable(Type.Union([Type.String(), Type.Number()]))), {
    description: 'Cells in the order of the columns',
  }),
  hasMore: Type.Boolean({ description: 'Whether there are more rows than `limit`' }),
  notes: Type.Array(NamedObject('ReportNote', { note: Type.Enum([...REPORT_NOTES]), text: Type.String() }), {
    description: 'What the report cannot say',
  }),
})
