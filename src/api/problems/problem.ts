/**
 * Everything that a caller can be told went wrong (RFC 9457). `type` is stable: clients decide on it, people read `detail`.
 * Details never repeat texts of Odoo or of the mail server, because such texts name people.
 */
export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request cannot be read' },
  'not-authenticated': { status: 401, title: 'No valid API key' },
  'bad-signature': { status: 401, title: 'The signature does not fit' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'wrong-state': { status: 409, title: 'The present state does not allow it' },
  'command-in-flight': { status: 409, title: 'The same command is being worked on' },
  'version-conflict': { status: 412, title: 'Somebody has changed it meanwhile' },
  'content-too-large': { status: 413, title: 'The body is too large' },
  'invalid-content': { status: 422, title: 'The content is not valid' },
  'key-reused': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'version-required': { status: 428, title: 'If-Match is required' },
  'too-many-failures': { status: 429, title: 'Too many failed requests' },
  internal: { status: 500, title: 'An error of ours' },
  'odoo-refuses': { status: 502, title: 'Odoo refuses it' },
  'temporal-away': { status: 503, title: 'Temporal does not answer' },
  'worker-away': { status: 503, title: 'No worker has taken the command yet' },
  'odoo-away': { status: 503, title: 'Odoo does not answer' },
  'database-away': { status: 503, title: 'The database does not answer' },
} as const

export type ProblemName = keyof typeof PROBLEMS

/** A name of ours for each kind, not an address that is fetched; the list is in the API page. */
export const typeOf = (name: ProblemName) => `urn:training-orchestrator:problem:${name}`

/** One fault of the content. `pointer`: JSON pointer into the body, or `?limit`, `{id}` for other places. */
export interface ContentError {
  readonly pointer: string
  readonly detail: string
}

export interface ProblemExtras {
  readonly errors?: readonly ContentError[]
  /** The present state, for `wrong-state`. */
  readonly state?: object
  /** Seconds after which a repetition makes sense. */
  readonly retryAfter?: number
}

/** Thrown by handlers; answered by the one error handler. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  constructor(
    readonly problem: ProblemName,
    /** One sentence: what it is this time, what to do. */
    detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail)
    this.status = PROBLEMS[problem].status
  }

  /** The body as RFC 9457 has it. */
  body(requestId: string) {
    const { errors, state } = this.extras
    return {
      type: typeOf(this.problem),
      title: PROBLEMS[this.problem].title,
      status: this.status,
      detail: this.message,
      instance: `urn:request:${requestId}`,
      ...(errors && { errors }),
      ...(state && { state }),
    }
  }
}

export const notFound = (what: string) => new Problem('not-found', `${what} is not known.`)

export const routeNotFound = () => new Problem('not-found', 'There is nothing at this address.')
