/**
 * Every problem that the API reports (RFC 9457). `type` is stable: clients decide on it, people
 * read `detail`. Details never repeat texts of Odoo or of the mail server, which may name people.
 */
export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request could not be read' },
  'not-authenticated': { status: 401, title: 'Authentication required' },
  'invalid-signature': { status: 401, title: 'Invalid signature' },
  forbidden: { status: 403, title: 'Forbidden' },
  'not-found': { status: 404, title: 'Not found' },
  'wrong-state': { status: 409, title: 'Not possible in the current state' },
  'previous-run-closing': { status: 409, title: 'The previous run is still being closed' },
  'another-person': { status: 409, title: 'The student’s record is about another person' },
  'preview-stale': { status: 409, title: 'The preview is not the one that was confirmed' },
  'acceptance-required': { status: 409, title: 'So many students need an explicit acceptance' },
  'dry-run-stale': { status: 409, title: 'The dry run was made for other rules' },
  'command-in-flight': { status: 409, title: 'The same command is still being processed' },
  'version-conflict': { status: 412, title: 'Changed by someone else in the meantime' },
  'content-too-large': { status: 413, title: 'The request body is too large' },
  'invalid-content': { status: 422, title: 'The content is not valid' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used for a different request' },
  'version-required': { status: 428, title: 'If-Match is required' },
  'too-many-failures': { status: 429, title: 'Too many failed requests' },
  internal: { status: 500, title: 'Internal error' },
  'odoo-rejected': { status: 502, title: 'Rejected by Odoo' },
  'temporal-unavailable': { status: 503, title: 'Temporal is unavailable' },
  'worker-unavailable': { status: 503, title: 'No worker is available' },
  'records-unknown': { status: 503, title: 'Odoo has records that this installation does not know' },
  paused: { status: 503, title: 'Paused by a person' },
  'odoo-unavailable': { status: 503, title: 'Odoo is unavailable' },
  'database-unavailable': { status: 503, title: 'The database is unavailable' },
} as const

export type ProblemName = keyof typeof PROBLEMS

/** The value of `type`: a stable name, not an address. The API description lists them all. */
export const problemType = (name: ProblemName) => `urn:training-orchestrator:problem:${name}`

/** One error in the content. */
export interface ContentError {
  /** JSON pointer into the body or the query. */
  readonly pointer: string
  readonly detail: string
}

export interface ProblemExtras {
  readonly errors?: readonly ContentError[]
  /** The current state, for `wrong-state` and `version-conflict`. */
  readonly state?: object
  /** Seconds to wait before a repetition makes sense. */
  readonly retryAfter?: number
}

/** Thrown anywhere in the API; the error handler turns it into a response. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  constructor(
    readonly problem: ProblemName,
    /** What is wrong this time, and what to do. */
    detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail)
    this.status = PROBLEMS[problem].status
  }

  /** Returns the response body that RFC 9457 defines. */
  body(requestId: string) {
    const { errors, state } = this.extras
    return {
      type: problemType(this.problem),
      title: PROBLEMS[this.problem].title,
      status: this.status,
      detail: this.message,
      instance: `urn:request:${requestId}`,
      ...(errors && { errors }),
      ...(state && { state }),
    }
  }
}

export const notFound = (what: string) => new Problem('not-found', `${what} does not exist.`)

export const routeNotFound = () => new Problem('not-found', 'There is nothing at this address.')
