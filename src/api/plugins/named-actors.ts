import fp from 'fastify-plugin'
import { actorNames, type Actor } from '../../store/actor-names.js'
import type { ApiDeps } from '../deps.js'

/** Members that say who did something. */
const ACTORS: ReadonlySet<string> = new Set(['author', 'by', 'confirmedBy', 'undoneBy', 'requestedBy'])

/** Members with sentences that may say so: “Paused by user:7.” */
const SENTENCES: ReadonlySet<string> = new Set(['message', 'messageArabic', 'heldUpBy', 'heldUpByArabic'])

const ID = /\b(?:user:\d{1,10}|[0-9a-f]{8})\b/g

/**
 * Histories and registers know people and keys by their ids, so that erasing a person erases the
 * name. Here, on the way to whoever may read it, ids become the names that they have now. An id
 * without a name stays. The audit has ids and names.
 */
export const namedActors = fp((app, { store }: ApiDeps, done) => {
  app.addHook('preSerialization', async (request, _reply, payload) => {
    if (request.routeOptions.config.access !== 'caller') return payload
    const ids = new Set<string>()
    replaced(payload, (id) => {
      ids.add(id)
      return id
    })
    if (ids.size === 0) return payload
    const actorOf = await actorNames(store, [...ids])
    return replaced(payload, (id) => nameOf(actorOf(id)))
  })
  done()
})

const nameOf = ({ name }: Actor) => name

/** Returns a copy of the content in which every actor is what `rename` returns for its id. */
function replaced(content: unknown, rename: (id: string) => string, member = ''): unknown {
  if (typeof content === 'string') {
    if (ACTORS.has(member)) return new RegExp(`^${ID.source}$`).test(content) ? rename(content) : content
    return SENTENCES.has(member) ? content.replaceAll(ID, rename) : content
  }
  if (Array.isArray(content)) return content.map((item) => replaced(item, rename, member))
  if (typeof content !== 'object' || content === null || content instanceof Date) return content
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [name, replaced(value, rename, name)]),
  )
}
