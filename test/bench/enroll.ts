/**
 * `npm run bench:enroll` counts the calls to Odoo while many students are enrolled at the same time
 * by the activities alone: no workflow engine sets the pace. `-- --students 200` is their number;
 * `-- --alone` makes each call on its own, for comparison. With ODOO_URL (as for `npm run journey`)
 * it uses that Odoo.
 */
import { parseArgs } from 'node:util'
import { callerOfActivity } from '../../activities/caller.js'
import { connectQueuedOdoo } from '../../src/odoo/call-queue/connect.js'
import { CallQueue } from '../../src/odoo/call-queue/call-queue.js'
import { odooClient } from '../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import { openActivities } from '../activities/activity-fixture.js'
import { enrollAtOnce } from '../activities/enrollment/enroll-at-once.js'
import { connectedSite } from '../e2e/connected-site.js'
import { makeCourse, makeProgram, makeStudent } from '../support/odoo-records.js'
import { stopPostgres } from '../support/postgres.js'
import { setUp } from '../support/setup.js'
import { tallied } from '../support/counted-transport.js'

const { students, alone, json } = parseArgs({
  options: {
    students: { type: 'string', default: '200' },
    alone: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
}).values
const STUDENTS = Number(students)

const sent = new Map<string, number>()
const connected = connectedSite()
if (connected) await setUp(connected)
const fixture = await openActivities({
  connect: (credentials) => {
    const transport = tallied(new ConnectedTransport(credentials, { sockets: 13 }), sent)
    return odooClient(alone ? transport : new CallQueue(transport, callerOfActivity))
  },
})
const results: { name: string; value: number; unit: string; limit: number | null }[] = []
try {
  // Students are made through a queue, too, so that their creation takes little time.
  const direct = connectQueuedOdoo(fixture.config.odoo, () => ({ urgency: 'bulk' }))
  const programId = await makeProgram({ direct })
  const course = await makeCourse({ direct }, programId)
  const studentIds = await Promise.all(Array.from({ length: STUDENTS }, () => makeStudent({ direct })))
  sent.clear()
  const startedAt = performance.now()
  const enrolled = await enrollAtOnce(fixture, { programId, ...course }, studentIds)
  const seconds = (performance.now() - startedAt) / 1000
  const calls = [...sent.values()].reduce((sum, count) => sum + count, 0)
  const failures = enrolled.flatMap((one) => ('failure' in one ? [one.failure] : []))
  results.push(
    { name: `${STUDENTS} enrollments`, value: round(seconds), unit: 's', limit: null },
    {
      name: 'Odoo calls per student',
      value: round(calls / STUDENTS),
      unit: 'calls',
      limit: alone ? null : 3,
    },
    {
      name: 'enrollments that failed at the first attempt',
      value: failures.length,
      unit: 'students',
      limit: 0,
    },
  )
  for (const failure of new Set(failures)) console.log(`failure: ${failure}`)
  for (const [kind, count] of [...sent].sort(([, a], [, b]) => b - a)) console.log(`${kind}: ${count}`)
} finally {
  await fixture.close()
  await stopPostgres()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
if (json) console.log(JSON.stringify({ bench: 'enroll', students: STUDENTS, alone, results }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1

function round(value: number): number {
  return Math.round(value * 100) / 100
}
