import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/** Changes that arrive together cause one refresh. Milliseconds. */
const GATHER = 300

/** How often pages are refreshed while the stream is interrupted. Milliseconds. */
const FALLBACK = 15_000

/**
 * Refreshes what is shown when the server says that something has changed. Returns whether it is
 * connected; while it is not, everything is refreshed every few seconds instead.
 */
export function useLiveUpdates(enabled: boolean): boolean {
  const queries = useQueryClient()
  const [isConnected, setConnected] = useState(true)
  useEffect(() => {
    if (!enabled) return
    const stream = new EventSource('/v1/events')
    let gathering: number | undefined
    let polling: number | undefined
    stream.addEventListener('ready', () => {
      window.clearInterval(polling)
      polling = undefined
      setConnected(true)
    })
    stream.addEventListener('message', () => {
      gathering ??= window.setTimeout(() => {
        gathering = undefined
        refresh(queries)
      }, GATHER)
    })
    // The browser connects again by itself, and names the last event that it received.
    stream.addEventListener('error', () => {
      setConnected(false)
      polling ??= window.setInterval(() => refresh(queries), FALLBACK)
    })
    return () => {
      stream.close()
      window.clearTimeout(gathering)
      window.clearInterval(polling)
    }
  }, [enabled, queries])
  return isConnected
}

/**
 * Queries of lists and details that the server may have changed. Programs change rarely, and the
 * overview, which counts everything, is read again by itself now and then.
 */
const refresh = (queries: QueryClient) =>
  void queries.invalidateQueries({
    predicate: ({ queryKey: [name] }) => !['me', 'programs', 'program', 'overview'].includes(String(name)),
  })
