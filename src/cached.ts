/** Remembers the result of a call for `lifetime` milliseconds. A failure is not remembered. */
export function cached<T>(lifetime: number, load: () => Promise<T>): () => Promise<T> {
  let known: { readonly until: number; readonly result: Promise<T> } | null = null
  return () => {
    if (known !== null && Date.now() < known.until) return known.result
    const entry = { until: Date.now() + lifetime, result: load() }
    known = entry
    entry.result.catch(() => {
      if (known === entry) known = null
    })
    return entry.result
  }
}
