import fp from 'fastify-plugin'

/**
 * What a browser may do with a response that says nothing else: load only from this server, and run
 * no script inside a page. The page at /docs sets styles on elements.
 */
const CONTENT_SECURITY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ')

/** Seconds: half a year. Browsers heed it only where https is used. */
const HTTPS_FOR = 15_552_000

/** Headers of every response. A route may set stricter ones. */
const HEADERS = {
  'content-security-policy': CONTENT_SECURITY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': `max-age=${HTTPS_FOR}`,
}

/** Security headers of every response, also of errors and unknown addresses. */
export const securityHeaders = fp((app, _options, done) => {
  app.addHook('onRequest', (_request, reply, next) => {
    void reply.headers(HEADERS)
    next()
  })
  done()
})
