import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Failure } from './failure.js'
import { Placeholder } from './loaded.js'
import { More } from './data-table.js'

interface PageOfRows<Row> {
  readonly rows: readonly Row[]
  /** Cursor of the next page; null on the last. */
  readonly next: string | null
}

interface Options<Row> {
  readonly key: QueryKey
  readonly fetch: (cursor: string | undefined) => Promise<PageOfRows<Row>>
  readonly enabled?: boolean
  /** Milliseconds between two refreshes while the page is open. */
  readonly every?: number
}

/** A list of the API, page after page. */
export function usePages<Row>({ key, fetch, enabled = true, every }: Options<Row>) {
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => fetch(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (previous) => previous,
    enabled,
    ...(every !== undefined && { refetchInterval: every }),
  })
}

interface Props<Row> {
  readonly query: ReturnType<typeof usePages<Row>>
  readonly empty: ReactNode
  readonly children: (rows: readonly Row[]) => ReactNode
}

/** The rows loaded so far, or why there are none, and a button for more. */
export function Paged<Row>({ query, empty, children }: Props<Row>) {
  if (!query.data)
    return query.error ? (
      <Failure error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Placeholder rows={8} />
    )
  const rows = query.data.pages.flatMap((page) => page.rows)
  if (rows.length === 0) return empty
  return (
    <>
      {children(rows)}
      <More
        shown={rows.length}
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}
