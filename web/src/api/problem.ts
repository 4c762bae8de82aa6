import type { components } from './schema.js'

export type ProblemBody = components['schemas']['Problem']

/** What the API (or the way to it) answered instead of what was asked for. */
export class ApiProblem extends Error {
  /** 0: no answer came. */
  readonly status: number
  /** Stable name of the kind of problem, without its prefix; `offline` when no answer came. */
  readonly kind: string
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[]
  readonly requestId: string | null

  constructor(status: number, body: Partial<ProblemBody> | null) {
    super(body?.detail ?? body?.title ?? '')
    this.status = status
    this.kind = body?.type?.replace(/^.*[/:#]/, '') ?? (status === 0 ? 'offline' : 'internal')
    this.errors = body?.errors ?? []
    this.requestId = body?.instance ?? null
  }
}
