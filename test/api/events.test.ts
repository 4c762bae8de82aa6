import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { pruneChanges } from '../../src/store/events.js'
import { savePeople } from '../../src/store/people.js'
import { createSession } from '../../src/store/sessions.js'
import { saveStaffUsers } from '../../src/store/staff-users.js'
import { waitFor } from '../support/wait-for.js'
import { type ApiFixture, newApplication, openApi, openTask, recorded } from './api-fixture.js'

interface Event {
  id: string
  type: string
  programId: number | null
  studentId: number | null
}

const AGENT = 71

describe('API: events', () => {
  let world: ApiFixture
  let address: string
  let agentCookie: string
  const open = new Set<AbortController>()
  before(async () => {
    world = await openApi()
    await world.app.listen({ host: '127.0.0.1', port: 0 })
    address = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}/v1/events`
    const user = { userId: AGENT, login: 'a', name: 'A', language: 'en', checkedAt: new Date() } as const
    await saveStaffUsers(world.store, [{ ...user, roles: ['agent'] }])
    const token = await createSession(world.store, { kind: 'staff', userId: AGENT }, new Date())
    agentCookie = `training_session=${token}`
  })
  afterEach(() => {
    for (const one of open) one.abort()
    open.clear()
  })
  after(() => world.close())

  /** Reads a stream in the background. */
  async function listen(headers: Record<string, string> = {}) {
    const abort = new AbortController()
    open.add(abort)
    const authorization: Record<string, string> = headers.cookie
      ? {}
      : { authorization: `Bearer ${world.key}` }
    const response = await fetch(address, {
      headers: { accept: 'text/event-stream', ...authorization, ...headers },
      signal: abort.signal,
    })
    assert.equal(response.status, 200)
    const events: Event[] = []
    let position = ''
    const read = async () => {
      const decoder = new TextDecoder()
      let text = ''
      for await (const bytes of response.body!) {
        text += decoder.decode(bytes as Uint8Array, { stream: true })
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const lines = new Map(
            text
              .slice(0, end)
              .split('\n')
              .map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
          )
          text = text.slice(end + 2)
          position = lines.get('id') ?? position
          if (!lines.has('event') && lines.has('data'))
            events.push({ id: position, ...(JSON.parse(lines.get('data')!) as Omit<Event, 'id'>) })
        }
      }
    }
    void read().catch(() => undefined)
    await waitFor('the stream begins', () => position !== '')
    return { events, position: () => position, close: () => abort.abort() }
  }

  const has = (events: readonly Event[], type: string, studentId: number) =>
    events.some((event) => event.type === type && event.studentId === studentId)

  it('tell open pages at once what a workflow has recorded', async () => {
    const one = await listen()
    const other = await listen()
    const application = newApplication()
    const begun = Date.now()
    await recorded(world.store, 'enrollment', application, { task: openTask() })
    for (const { events } of [one, other]) {
      await waitFor('the task arrives', () => has(events, 'task', application.studentId))
      assert.ok(has(events, 'application', application.studentId))
    }
    // Without a notification it would take up to five seconds.
    assert.ok(Date.now() - begun < 4_000, `${Date.now() - begun} ms`)
    // A step that changes nothing about the task is no news of it.
    await recorded(world.store, 'enrollment', application, { seq: 2, task: openTask() })
    const third = newApplication()
    await recorded(world.store, 'enrollment', third)
    await waitFor('the next change arrives', () => has(one.events, 'application', third.studentId))
    assert.equal(
      one.events.filter(({ type, studentId }) => type === 'task' && studentId === application.studentId)
        .length,
      1,
    )
  })

  it('miss nothing while a page is disconnected, in whatever order transactions end', async () => {
    const first = await listen()
    const seen = newApplication()
    // A transaction that began before the last event, and ends after the page has gone.
    const slow = await world.store.pool.connect()
    const late = newApplication()
    try {
      await slow.query('begin')
      await slow.query("insert into event (type, program_id, student_id) values ('application', $1, $2)", [
        late.programId,
        late.studentId,
      ])
      await recorded(world.store, 'enrollment', seen)
      await waitFor('an event arrives', () => has(first.events, 'application', seen.studentId))
      first.close()
      await slow.query('commit')
    } finally {
      slow.release()
    }
    const missed = newApplication()
    await recorded(world.store, 'enrollment', missed)
    const again = await listen({ 'last-event-id': first.position() })
    await waitFor('the missed event arrives', () => has(again.events, 'application', missed.studentId))
    assert.ok(has(again.events, 'application', late.studentId))
    const list = await world.call('GET', `/v1/events?after=${first.position()}`)
    const page = list.json<{ events: Event[]; next: string }>()
    const { events, next } = page
    assert.ok(has(events, 'application', late.studentId) && has(events, 'application', missed.studentId))
    // Until older transactions end, in any database of the server, changes come more than once.
    let position = next
    await waitFor('nothing is left', async () => {
      const rest = (await world.call('GET', `/v1/events?after=${position}`)).json<typeof page>()
      position = rest.next
      return rest.events.length === 0
    })
  })

  it('are one for a page of many students', async () => {
    const { events } = await listen()
    await savePeople(
      world.store.db,
      Array.from({ length: 60 }, (_, index) => ({
        studentId: 1_000_000 + index,
        name: 'X',
        nameArabic: null,
        language: 'en' as const,
        email: null,
        agentId: AGENT,
      })),
    )
    await waitFor('it arrives', () =>
      events.some(({ type, studentId }) => type === 'application' && studentId === null),
    )
    assert.ok(
      !events.some(({ studentId }) => studentId !== null && studentId >= 1_000_000 && studentId < 1_000_060),
    )
  })

  it('tell an agent of their own students only', async () => {
    const [own, foreign] = [1_000_001, 2_000_001]
    const { events } = await listen({ cookie: agentCookie })
    await recorded(world.store, 'enrollment', { programId: 1, studentId: foreign })
    await recorded(world.store, 'enrollment', { programId: 1, studentId: own })
    await waitFor('the own student arrives', () => has(events, 'application', own))
    assert.ok(!JSON.stringify(events).includes(String(foreign)))
  })

  it('keep one connection for all pages, replace a lost one, and none when nobody reads', async () => {
    const listening = async () =>
      (
        await world.store.pool.query<{ pid: number }>(
          "select pid from pg_stat_activity where datname = current_database() and query = 'listen event'",
        )
      ).rows.map(({ pid }) => pid)
    await waitFor('nobody listens', async () => (await listening()).length === 0)
    const pages = [await listen(), await listen(), await listen()]
    const [pid, ...others] = await listening()
    assert.deepEqual(others, [])
    await world.store.pool.query('select pg_terminate_backend($1)', [pid])
    const application = newApplication()
    await recorded(world.store, 'enrollment', application)
    for (const { events } of pages)
      await waitFor('the event arrives', () => has(events, 'application', application.studentId))
    for (const page of pages) page.close()
    await waitFor('the connection is closed', async () => (await listening()).length === 0)
  })

  // Last: readers whose position an older transaction holds back are reset from then on.
  it('tell a page to read everything again when its events were deleted', async () => {
    const { position, close } = await listen()
    const before = position()
    close()
    const application = newApplication()
    await recorded(world.store, 'enrollment', application)
    await world.store.pool.query("update event set at = at - interval '2 hours'")
    await pruneChanges(world.store)
    const again = await listen({ 'last-event-id': before })
    await waitFor('a reset arrives', () => again.events.some(({ type }) => type === 'reset'))
  })
})
