import type { Request } from './recording.js'

/** The method call of a recorded request. */
export interface RecordedCall {
  readonly model: string
  readonly method: string
}

/** The call that a request makes, on a model or on the service `common`. Null: none. */
export function callOf({ path, body }: Request): RecordedCall | null {
  const [, model, method] = /^\/json\/2\/([^/]+)\/([^/]+)$/.exec(path) ?? []
  if (model !== undefined && method !== undefined) return { model, method }
  if (!isRecord(body) || !isRecord(body.params)) return null
  const { service, method: name, args } = body.params
  if (service === 'common' && typeof name === 'string') return { model: 'common', method: name }
  if (service !== 'object' || !Array.isArray(args)) return null
  const [, , , target, called] = args as readonly unknown[]
  return typeof target === 'string' && typeof called === 'string' ? { model: target, method: called } : null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
