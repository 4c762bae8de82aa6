import { useQuery } from '@tanstack/react-query'
import { useMay } from '../session/session.js'
import { api, read, type Schemas } from './client.js'

/** Staff who decide tasks, by name. Empty for who may not decide. */
export function useColleagues(): readonly Schemas['Assignee'][] {
  const mayDecide = useMay('decide')
  const colleagues = useQuery({
    queryKey: ['assignees'],
    queryFn: () => read(api.GET('/v1/assignees')),
    enabled: mayDecide,
    staleTime: 60_000,
  })
  return colleagues.data?.assignees ?? []
}
