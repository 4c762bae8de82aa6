import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api, read, type Schemas } from '../../api/client.js'
import { download } from '../../api/download.js'

export type Report = Schemas['Report']
export type ReportName = Report['report']

/** What a report is about; an empty text does not restrict it. */
export interface ReportRequest {
  readonly report: ReportName
  readonly language: 'ar' | 'en'
  readonly program: string
  /** Days of the center, `YYYY-MM-DD`. */
  readonly from: string
  readonly to: string
  /** The end of this day; empty: now. */
  readonly asOf: string
}

const PREVIEW_ROWS = 50

const queryOf = ({ language, program, from, to, asOf }: ReportRequest) => ({
  language,
  ...(program && { programId: Number(program) }),
  ...(from && { from }),
  ...(to && { to }),
  ...(asOf && { asOf }),
})

/** The first rows of a report. */
export const useReport = (request: ReportRequest) =>
  useQuery({
    queryKey: ['report', request],
    queryFn: async () => {
      const query = { ...queryOf(request), limit: PREVIEW_ROWS }
      // Text only when a format is asked for.
      return (await read(api.GET(`/v1/reports/${request.report}`, { params: { query } }))) as Report
    },
    placeholderData: keepPreviousData,
  })

/** Saves a report as a file. Throws an ApiProblem. */
export const downloadReport = (request: ReportRequest, format: 'csv' | 'xlsx' | 'pdf'): Promise<void> =>
  download(`/v1/reports/${request.report}`, { format, ...queryOf(request) })
