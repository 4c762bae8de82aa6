import { useQuery } from '@tanstack/react-query'
import { api, read } from '../../api/client.js'

/** What the overview is about; an empty text does not restrict it. */
interface Filter {
  readonly program: string
  /** Number of a user in Odoo; `0`: students without an agent. */
  readonly agent: string
  /** Days, `YYYY-MM-DD`, both included. */
  readonly from: string
  readonly to: string
}

/** The numbers concern everybody, so they are not read again with every change. Milliseconds. */
const EVERY = 30_000

export const useOverview = ({ program, agent, from, to }: Filter) =>
  useQuery({
    queryKey: ['overview', { program, agent, from, to }],
    queryFn: () => {
      const query = {
        ...(program && { programId: Number(program) }),
        ...(agent && { agentId: Number(agent) }),
        ...(from && { from }),
        ...(to && { to }),
      }
      return read(api.GET('/v1/overview', { params: { query } }))
    },
    refetchInterval: EVERY,
    placeholderData: (previous) => previous,
  })
