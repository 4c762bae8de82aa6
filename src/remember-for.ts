/**
 * Makes a reading cheap to repeat: its result holds for some milliseconds. A failure is not
 * remembered. Calls at the same time share one reading.
 */
export function rememberFor<T>(milliseconds: number, read: () => Promise<T>): () => Promise<T> {
  let known: { readonly until: number; readonly value: Promise<T> } | null = null
  return () => {
    if (known === null || Date.now() >= known.until) {
      const entry = { until: Date.now() + milliseconds, value: read() }
      known = entry
      entry.value.catch(() => {
        if (known === entry) known = null
      })
    }
    return known.value
  }
}
