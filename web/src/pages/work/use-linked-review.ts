import { useQuery } from '@tanstack/react-query'
import { FLOWS } from '../../../../src/contracts/application.js'
import { api, read } from '../../api/client.js'
import { applicationOf } from '../../api/application.js'
import { oneOf } from '../../components/one-of.js'
import { keyOfReview, type Review } from './review.js'

interface Linked {
  readonly review: Review | undefined
  /** The address names a task that nobody waits for any more, or that the reader may not see. */
  readonly isClosed: boolean
}

/** Reads the task that a link names, such as one in an email, when the list does not show it. */
export function useLinkedReview(chosen: string | null, isMissing: boolean): Linked {
  const [, ref, rest = ''] = /^(\d{1,10}-\d{1,10})(?:-(.+))?$/.exec(chosen ?? '') ?? []
  const found = useQuery({
    queryKey: ['reviews', 'linked', chosen],
    queryFn: async () => {
      const flow = oneOf(FLOWS, rest)
      const query = { ...applicationOf(ref ?? ''), ...(flow && { flow }), limit: 20 }
      const { reviews } = await read(api.GET('/v1/reviews', { params: { query } }))
      return reviews.find((review) => keyOfReview(review) === chosen || rest === '') ?? null
    },
    enabled: isMissing && ref !== undefined,
  })
  return isMissing
    ? { review: found.data ?? undefined, isClosed: found.data === null }
    : { review: undefined, isClosed: false }
}
