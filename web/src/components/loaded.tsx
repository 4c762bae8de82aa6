import { Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../i18n/language.js'
import { Failure } from './failure.js'

interface Props<T> {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'errorUpdateCount' | 'isFetching' | 'refetch'>
  readonly children: (data: T) => ReactNode
  /** Lines of the placeholder. */
  readonly rows?: number
}

/** The content of a query, or why there is none. Either stays while it is refreshed. */
export function Loaded<T>({ query, children, rows = 4 }: Props<T>) {
  const [last, setLast] = useState<Error | null>(null)
  if (query.error !== null && query.error !== last) setLast(query.error)
  if (query.data !== undefined) return children(query.data)
  // A query that is tried again has no error meanwhile.
  const error = query.error ?? (query.errorUpdateCount > 0 ? last : null)
  if (error === null) return <Placeholder rows={rows} />
  return <Failure error={error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
}

export function Placeholder({ rows }: { readonly rows: number }) {
  const t = useMessages()
  return (
    <Stack gap="sm" py="sm" role="status" aria-label={t.common.loading} aria-busy>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={18} width={`${92 - ((row * 17) % 35)}%`} radius="sm" />
      ))}
    </Stack>
  )
}
