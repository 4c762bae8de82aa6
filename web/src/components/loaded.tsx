import { Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMessages } from '../i18n/language.js'
import { Failure } from './failure.js'

interface Props<T> {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>
  readonly children: (data: T) => ReactNode
  /** Lines of the placeholder. */
  readonly rows?: number
}

/** The content of a query, or why there is none. What was loaded stays while it is refreshed. */
export function Loaded<T>({ query, children, rows = 4 }: Props<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  return <Placeholder rows={rows} />
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
