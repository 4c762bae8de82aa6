/**
 * `npm run bench:events` measures how long a change takes to an open page: from the call that
 * records a step of a workflow to the event in a stream of `/v1/events`, and to the row in the
 * staff app in Chromium. Other transactions run meanwhile, because a position waits for the oldest
 * one. `-- --changes 200`, `-- --json`.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { savePeople } from '../../src/store/people.js'
import { createSession } from '../../src/store/sessions.js'
import { saveStaffUsers } from '../../src/store/staff-users.js'
import { openApi, recorded } from '../api/api-fixture.js'
import { startBrowser } from '../support/browser.js'
import { stopPostgres } from '../support/postgres.js'
import { stopTemporal } from '../support/temporal.js'
import { waitFor } from '../support/wait-for.js'

const { values: options } = parseArgs({
  options: { changes: { type: 'string', default: '200' }, json: { type: 'boolean', default: false } },
})
const CHANGES = Number(options.changes)

/** Milliseconds. */
const LIMIT = 1_000
/** Between two changes. Milliseconds. */
const PACE = 100
/** How long the other transactions last. Milliseconds. */
const OTHERS = 50

/** Notes in the page when the name of each student was first there. */
const NOTE_ROWS = `
  window.seen = {}
  new MutationObserver(() => {
    for (const { textContent } of document.querySelectorAll('tbody a, tbody bdi'))
      seen[textContent] ??= performance.timeOrigin + performance.now()
  }).observe(document.body, { subtree: true, childList: true, characterData: true })`

await promisify(execFile)(process.execPath, ['scripts/build-web.mjs'])
const world = await openApi()
const { store } = world
const browser = await startBrowser()
const stop = new AbortController()
const results: { name: string; value: number; unit: string; limit: number | null }[] = []
try {
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = world.app.server.address() as AddressInfo
  const students = Array.from({ length: CHANGES }, (_, at) => at + 1)
  await savePeople(
    store.db,
    students.map((studentId) => ({
      studentId,
      name: `Student ${studentId}`,
      nameArabic: null,
      language: 'en' as const,
      email: null,
      agentId: null,
    })),
  )
  const arrived = new Map<number, number>()
  // It ends when everything is stopped.
  const reading = listen(port, (studentId) => arrived.set(studentId, now())).catch(() => undefined)
  const others = keepBusy()
  const page = await openStudents(browser, port)
  const heard: number[] = []
  const shown: number[] = []
  for (const studentId of students) {
    const begun = now()
    await recorded(store, 'enrollment', { programId: 7, studentId }, { at: new Date().toISOString() })
    heard.push((await waitFor('the event', () => arrived.get(studentId))) - begun)
    shown.push((await waitFor('the row', () => page.shownAt(studentId))) - begun)
    await sleep(PACE)
  }
  stop.abort()
  await Promise.allSettled([reading, others])
  report('change → event received', heard)
  report('change → row on an open page', shown)
} finally {
  stop.abort()
  await browser.close()
  await world.close()
  await stopTemporal()
  await stopPostgres()
}
if (options.json) console.log(JSON.stringify({ bench: 'events', changes: CHANGES, results }, null, 2))
else for (const { name, value, unit } of results) console.log(`${name}: ${value} ${unit}`)
if (results.some(({ value, limit }) => limit !== null && value > limit)) process.exitCode = 1

/** Milliseconds by the clock that the browser has, too. */
function now(): number {
  return performance.timeOrigin + performance.now()
}

/** Opens the students, last change first, as a manager. */
async function openStudents(from: Browser, port: number) {
  const user = { userId: 61, login: 'm', name: 'M', language: 'en', checkedAt: new Date() } as const
  await saveStaffUsers(store, [{ ...user, roles: ['manager'] }])
  const value = await createSession(store, { kind: 'staff', userId: user.userId }, new Date())
  const url = `http://127.0.0.1:${port}`
  const context = await from.newContext()
  await context.addCookies([{ name: 'training_session', value, url }])
  const page = await context.newPage()
  await page.goto(`${url}/app/students`)
  await page.getByText('Nobody has applied yet').waitFor()
  await page.evaluate(NOTE_ROWS)
  return {
    shownAt: (studentId: number) => page.evaluate<number | undefined>(`seen['Student ${studentId}']`),
  }
}

function report(name: string, times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN)
  results.push(
    { name: `${name}, median`, value: at(0.5), unit: 'ms', limit: null },
    { name: `${name}, p95`, value: at(0.95), unit: 'ms', limit: LIMIT },
  )
}

/** Calls `seen` for each student whom an event is about, until everything is stopped. */
async function listen(port: number, seen: (studentId: number) => void): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/events`, {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${world.key}` },
    signal: stop.signal,
  })
  assert.equal(response.status, 200)
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes as Uint8Array, { stream: true })
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const data = /^data: (.*)$/m.exec(part)?.[1]
      const { studentId } = JSON.parse(data ?? '{}') as { studentId?: number | null }
      if (studentId) seen(studentId)
    }
  }
}

/** Transactions of other work, two at a time, one after the other. */
async function keepBusy(): Promise<void> {
  const work = async () => {
    while (!stop.signal.aborted)
      await store.pool.query(
        `with written as (select pg_current_xact_id()) select pg_sleep($1), * from written`,
        [OTHERS / 1_000],
      )
  }
  await Promise.all([work(), work()])
}
