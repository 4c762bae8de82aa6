import { useCallback } from 'react'
import { useSearchParams } from 'wouter'

/**
 * Filters live in the address: a link shows what its sender saw, and the browser’s back button
 * works. Returns the value of a parameter, and a function that changes several at once.
 */
export function useAddress() {
  const [parameters, setParameters] = useSearchParams()
  const change = useCallback(
    (values: Readonly<Record<string, string | null>>) =>
      setParameters(
        (previous) => {
          const next = new URLSearchParams(previous)
          for (const [name, value] of Object.entries(values))
            if (value === null || value === '') next.delete(name)
            else next.set(name, value)
          return next
        },
        { replace: true },
      ),
    [setParameters],
  )
  return { valueOf: (name: string) => parameters.get(name) ?? '', change }
}
