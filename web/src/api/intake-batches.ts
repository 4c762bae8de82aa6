import { useQuery } from '@tanstack/react-query'
import { api, read, type Schemas } from './client.js'

/** The imports that students came with, newest first. Empty without the training suite. */
export function useIntakeBatches(): readonly Schemas['IntakeBatch'][] {
  const { data } = useQuery({
    queryKey: ['intake-batches'],
    queryFn: () => read(api.GET('/v1/intake-batches')),
    staleTime: 60_000,
  })
  return data?.batches ?? []
}
