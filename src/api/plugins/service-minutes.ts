import fp from 'fastify-plugin'
import { durationClass, noDurations } from '../../domain/service-levels.js'
import { addToMinute, forgetOldMinutes } from '../../store/service-minutes.js'
import type { ApiDeps } from '../deps.js'

/** Milliseconds. Short enough that no minute is without a report while the process runs. */
const EVERY = 20_000

/** Reports after which old minutes are deleted: once an hour. */
const REPORTS_PER_CLEANUP = 180

/** Streams last as long as a page is open. */
const STREAMS = ['/v1/events']

/**
 * Counts requests to the API, their durations and failures, and reports them to the table
 * `service_minute` while the server listens. That a minute has a row says that the service ran.
 */
export const serviceMinutes = fp((app, { store }: Pick<ApiDeps, 'store'>, done) => {
  let requests = 0
  let errors = 0
  let durations = noDurations()
  let reports = 0
  let timer: NodeJS.Timeout | undefined
  let reporting: Promise<void> = Promise.resolve()

  app.addHook('onResponse', (request, reply, next) => {
    const { url } = request.routeOptions
    if (url?.startsWith('/v1/') && !STREAMS.includes(url)) {
      requests += 1
      if (reply.statusCode >= 500) errors += 1
      const at = durationClass(reply.elapsedTime)
      durations[at] = (durations[at] ?? 0) + 1
    }
    next()
  })

  async function report(): Promise<void> {
    const counts = { requests, errors, durations }
    requests = 0
    errors = 0
    durations = noDurations()
    try {
      await addToMinute(store, counts)
      if (reports++ % REPORTS_PER_CLEANUP === 0) await forgetOldMinutes(store)
    } catch {
      // Counted with the next report; a minute without the database is a minute without service.
      requests += counts.requests
      errors += counts.errors
      durations = durations.map((count, at) => count + (counts.durations[at] ?? 0))
    }
  }
  const next = () => (reporting = reporting.then(report))

  app.addHook('onListen', (ready) => {
    void next()
    timer = setInterval(() => void next(), EVERY)
    ready()
  })
  app.addHook('onClose', async () => {
    if (timer === undefined) return
    clearInterval(timer)
    await next()
  })
  done()
})
