/** Yields the same pages, and reads the next one while the caller works on the present one. */
export async function* readAhead<T>(pages: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  let next = pages.next()
  try {
    for (;;) {
      const page = await next
      if (page.done === true) return
      next = pages.next()
      // Thrown where it is awaited. Nobody awaits it when the caller stops early.
      next.catch(() => undefined)
      yield page.value
    }
  } finally {
    await pages.return()
  }
}
