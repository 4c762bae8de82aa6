import { useQuery } from '@tanstack/react-query'
import { api, read } from '../../api/client.js'

/** What the overview is about; an empty text does not restrict it. */
export interface OverviewFilter {
  readonly program: string
  /** Number of a user in Odoo; `0`: students without an agent. */
  readonly agent: string
  /** Days, `YYYY-MM-DD`, both included. */
  readonly from: string
  readonly to: string
  /** Within how many days deadlines of trainings are listed. */
  readonly days: string
}

/** The numbers concern everybody, so they are not read again with every change. Milliseconds. */
const EVERY = 30_000

/** The filter as the API takes it. */
const overviewQuery = ({ program, agent, from, to, days }: OverviewFilter) => ({
  ...(program && { programId: Number(program) }),
  ...(agent && { agentId: Number(agent) }),
  ...(from && { from }),
  ...(to && { to }),
  dueDays: Number(days),
})

/** A list of the overview with all of its rows, to be saved as a file. */
export const overviewFile = (
  filter: OverviewFilter,
  table: 'at-risk' | 'workload' | 'deadlines' | 'trainings-due',
) => ({
  path: '/v1/overview',
  query: { ...overviewQuery(filter), table },
})

export const useOverview = (filter: OverviewFilter) =>
  useQuery({
    queryKey: ['overview', filter],
    queryFn: () => read(api.GET('/v1/overview', { params: { query: overviewQuery(filter) } })),
    refetchInterval: EVERY,
    placeholderData: (previous) => previous,
  })
