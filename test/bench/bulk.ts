/**
 * `npm run bench:bulk` measures what happens while many students apply at once: how long all of
 * them take to start their training, and how long a decision that a person makes meanwhile waits
 * for its next step.
 *
 * A few students wait for a review before the others apply. Their reviews are approved one after
 * the other while the others are processed. The next step is the first one that needs Odoo:
 * "Enrolling in …".
 *
 * Then, on the same servers, the fewest calls that move the same data, and as many workflows that
 * do nothing but call one empty activity: what cannot be done faster.
 *
 * Temporal with a file, PostgreSQL, SMTP and the sandbox Odoo over HTTP are real; everything but
 * Temporal and PostgreSQL shares this process. With ODOO_URL (as for `npm run journey`) it uses
 * that Odoo. `-- --students 2000` changes the number (500).
 */
import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Application } from '../../src/contracts/application.js'
import { connectOdoo, odooClient } from '../../src/odoo/client/client.js'
import { CallQueue } from '../../src/odoo/call-queue/call-queue.js'
import { callerOfActivity } from '../../activities/caller.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import { connectedSite } from '../e2e/connected-site.js'
import { openEnvironment, type Detail } from '../e2e/environment.js'
import { makeCourse, makeProgram, makeStudent } from '../support/odoo-records.js'
import { readyOdoo } from '../support/odoo.js'
import { setUp } from '../support/setup.js'
import { stopPostgres } from '../support/postgres.js'
import { timeOfEmptyWorkflows } from './bulk/empty-workflows.js'
import { timeOfFewestCalls } from './bulk/floor.js'
import { tallied } from '../support/counted-transport.js'

const { students, json } = parseArgs({
  options: { students: { type: 'string', default: '500' }, json: { type: 'boolean', default: false } },
}).values
const STUDENTS = Number(students)
/** One review for so many students; at least ten. */
const DECISIONS = Math.max(10, Math.round(STUDENTS / 25))
const DECISION_INTERVAL = 4_000
/** Students that are made at the same time. */
const AT_ONCE = 20
const POLL = 50

/** A child, whom the rules leave to a person. */
const NEEDS_REVIEW = { birthDate: '2020-03-01' }

/** Calls to Odoo by kind, as they go over the wire, and as the activities made them. */
const sent = new Map<string, number>()
const made = new Map<string, number>()
const connected = connectedSite()
if (connected) await setUp(connected)
const site = connected ?? (await readyOdoo({ data: 'empty' }))
const environment = await openEnvironment(site, 'auto', (credentials) =>
  odooClient(
    tallied(new CallQueue(tallied(new ConnectedTransport(credentials), sent), callerOfActivity), made),
  ),
)
const { url, db, admin } = site
const direct = connectOdoo({ url, db, login: admin.login, apiKey: admin.password })
const results: { name: string; value: number; unit: string; limit: number | null }[] = []
try {
  const programId = await makeProgram({ direct })
  const course = await makeCourse({ direct }, programId)
  const waiting = await apply(DECISIONS, NEEDS_REVIEW)
  await environment.sweep()
  for (const studentId of waiting)
    await environment.reaches({ programId, studentId }, 'waits for a review', hasStage('review'))

  await apply(STUDENTS)
  sent.clear()
  made.clear()
  const startedAt = performance.now()
  const sweeping = environment.sweep()
  const deciding = decideAll(waiting.map((studentId) => ({ programId, studentId })))
  await sweeping
  await allTrained(STUDENTS)
  const seconds = (performance.now() - startedAt) / 1000
  const callsPerStudent = total(sent) / STUDENTS
  const madePerStudent = total(made) / STUDENTS
  const waits = await deciding
  const floor = await timeOfFewestCalls(direct, await apply(STUDENTS), course)
  const empty = await timeOfEmptyWorkflows(environment, STUDENTS)
  results.push(
    { name: `${STUDENTS} applications`, value: round(seconds), unit: 's', limit: null },
    {
      name: 'the same to the slower of the next two',
      value: round(seconds / Math.max(floor, empty)),
      unit: '×',
      limit: 2,
    },
    { name: 'fewest calls with the same data', value: round(floor), unit: 's', limit: null },
    { name: `${STUDENTS} workflows with one empty activity`, value: round(empty), unit: 's', limit: null },
    { name: 'decision to next step, p95', value: round(percentile(waits, 0.95)), unit: 's', limit: 5 },
    { name: 'decision to next step, p50', value: round(percentile(waits, 0.5)), unit: 's', limit: null },
    { name: 'decisions made', value: waits.length, unit: 'decisions', limit: null },
    { name: 'workflows that reported an outage', value: await outages(), unit: 'workflows', limit: 0 },
    { name: 'Odoo calls per student', value: round(callsPerStudent), unit: 'calls', limit: 3 },
    { name: 'the same before they are combined', value: round(madePerStudent), unit: 'calls', limit: null },
  )
} finally {
  await environment.close()
  await site.close()
  await stopPostgres()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
const kinds = [...made].sort(([, a], [, b]) => b - a)
for (const [kind, count] of kinds) console.log(`${kind}: ${sent.get(kind) ?? 0} of ${count}`)
if (json) console.log(JSON.stringify({ bench: 'bulk', students: STUDENTS, results }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1

/** Returns the ids of new students; the sweep finds them. */
async function apply(count: number, values: Parameters<typeof makeStudent>[1] = {}): Promise<number[]> {
  const ids: number[] = []
  const maker = async () => {
    while (ids.length < count) {
      const slot = ids.push(0) - 1
      ids[slot] = await makeStudent({ direct }, values)
    }
  }
  await Promise.all(Array.from({ length: Math.min(count, AT_ONCE) }, maker))
  return ids
}

/** Returns the seconds between each decision and its next step. */
async function decideAll(applications: readonly Application[]): Promise<number[]> {
  const waits: Promise<number>[] = []
  for (const application of applications) {
    await sleep(DECISION_INTERVAL)
    waits.push(decide(application))
  }
  return Promise.all(waits)
}

async function decide({ programId, studentId }: Application): Promise<number> {
  const decidedAt = performance.now()
  const { status, json: body } = await environment.call(`/v1/enrollments/${programId}-${studentId}/review`, {
    decision: 'approve',
    comment: 'A measured decision.',
  })
  if (status >= 300) throw new Error(`The decision was not accepted: ${status} ${JSON.stringify(body)}`)
  while (!(await hasStep(studentId, 'Enrolling in:%'))) await sleep(POLL)
  return (performance.now() - decidedAt) / 1000
}

async function hasStep(studentId: number, message: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from transition where student_id = ${studentId} and message like ${message} limit 1
  `.execute(environment.store.db)
  return rows.length > 0
}

/** Waits until so many enrollments have ended; those that people decide count, too. */
async function allTrained(count: number): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ trained: number }>`
      select count(*)::int as trained from flow_state where flow = 'enrollment' and closed
    `.execute(environment.store.db)
    if ((rows[0]?.trained ?? 0) >= count) return
    await sleep(200)
  }
}

/** Returns how many workflows recorded that they wait for an outage to end. */
async function outages(): Promise<number> {
  const { rows } = await sql<{ workflows: number }>`
    select count(distinct workflow_id)::int as workflows from transition where message like 'Delayed (%'
  `.execute(environment.store.db)
  return rows[0]?.workflows ?? 0
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

function hasStage(stage: string) {
  return (detail: Detail) => detail.stage === stage
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * share) - 1] ?? NaN
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
