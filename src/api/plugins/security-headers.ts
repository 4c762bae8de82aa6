import type { FastifyHelmetOptions } from '@fastify/helmet'

/** Seconds: half a year. Browsers heed it only where https is used. */
const HTTPS_FOR = 15_552_000

/**
 * Headers of every response, also of errors and unknown addresses. A browser may load only from
 * this server, and run no script inside a page. The page at /docs sets styles on elements. A route
 * may be stricter.
 */
export const SECURITY_HEADERS: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
  },
  referrerPolicy: { policy: 'same-origin' },
  strictTransportSecurity: { maxAge: HTTPS_FOR, includeSubDomains: false },
}
