/**
 * Calls `work` for each value, for at most `limit` of them at the same time. A failure rejects at
 * once; what has begun goes on.
 */
export async function concurrently<T>(
  values: Iterable<T>,
  limit: number,
  work: (value: T) => Promise<unknown>,
): Promise<void> {
  const queue = values[Symbol.iterator]()
  const workFromQueue = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: limit }, workFromQueue))
}
