/**
 * `npm run bench:scale` measures the sync of a very large center: the first sweep of all students,
 * a tick that finds nothing, one changed membership until its tracker is right, the memory of the
 * process and the largest payload in a history. `-- --students 500000`: each is in two courses.
 *
 * The sandbox Odoo is a process of its own. This one is worker and API together, so a worker needs
 * less.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { odooClient } from '../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import { Membership, ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { ensureSweepSchedule, SWEEP_SCHEDULE } from '../../src/temporal/schedules.js'
import { openEnvironment } from '../e2e/environment.js'
import { oneRow } from '../support/odoo-records.js'
import { stopPostgres } from '../support/postgres.js'
import { waitFor } from '../support/wait-for.js'
import { odooServer } from './odoo-server.js'
import { LESSONS, makeManyLearners, trackersBehind } from './scale/many-learners.js'
import { largestPayload } from './scale/payloads.js'
import { directClient } from './sync/learners.js'
import { countedTransport } from '../support/counted-transport.js'

const { values: options } = parseArgs({
  options: { students: { type: 'string', default: '500000' }, json: { type: 'boolean', default: false } },
})
const STUDENTS = Number(options.students)
const TICKS = 24
/** Seconds; short, so that a tick does not read what the first sweep has written. */
const OVERLAP = 2
/** Megabytes. */
const MEMORY = 1024
/** Kilobytes. */
const PAYLOAD = 100

let calls = 0
let memory = 0
const sampling = setInterval(() => {
  memory = Math.max(memory, process.memoryUsage.rss() / 1024 ** 2)
}, 500)
const results: { name: string; value: number; unit: string; limit: number | null }[] = []
const server = await odooServer()
const environment = await openEnvironment(
  { ...server, admin: server.bot },
  'auto',
  (credentials) => odooClient(countedTransport(new ConnectedTransport(credentials), () => (calls += 1))),
  { SWEEP_QUIET_SECONDS: '240', SWEEP_OVERLAP_SECONDS: String(OVERLAP) },
)
try {
  const { databaseUrl } = server
  if (databaseUrl === null) throw new Error('This benchmark makes its records in the tables of the sandbox')
  const { client, config, store } = environment
  const sweep = () => environment.sweep()
  const direct = directClient(server)
  const { courses, firstStudent } = await makeManyLearners(direct, databaseUrl, store.pool, STUDENTS)

  const reporting = setInterval(() => void reportProgress(), 30_000)
  const first = await timeOf(sweep)
  clearInterval(reporting)
  const behind = await trackersBehind(databaseUrl)
  results.push(
    { name: 'first sweep', value: round(first), unit: 's', limit: null },
    { name: 'trackers that are wrong after it', value: behind, unit: 'trackers', limit: 0 },
  )

  // What the first sweep has written is older than any window from now on.
  await sleep((config.sync.intervalSeconds + OVERLAP + 3) * 1000)
  // All models are read now, so that the ticks begin with a full period of the quiet ones.
  await passSeconds(config.sync.quietSeconds)
  await sweep()
  calls = 0
  for (let tick = 0; tick < TICKS; tick += 1) {
    await passSeconds(config.sync.intervalSeconds)
    await sweep()
  }
  results.push({ name: 'calls of an idle tick', value: round(calls / TICKS), unit: 'calls', limit: 4 })

  await ensureSweepSchedule(client, config.sync)
  const { partner } = await oneRow(direct.read(Student, [firstStudent + STUDENTS - 1], ['partner']))
  const domain = [
    ['partner', '=', partner ?? 0],
    ['channel', '=', courses[0]?.channelId ?? 0],
  ] as const
  const { id: membership } = await oneRow(direct.searchRead(Membership, domain, []))
  const isRight = async () => {
    const [tracker] = await direct.searchRead(
      ProgressTracker,
      [['elearningEnrollment', '=', membership]],
      ['overallProgress'],
    )
    return tracker?.overallProgress === 100 * (3 / LESSONS)
  }
  await direct.write(Membership, [membership], { completedSlidesCount: 3, completion: 30 })
  const change = await timeOf(() => waitFor('the tracker is right', isRight, { limit: 300_000 }))
  await client.schedule.getHandle(SWEEP_SCHEDULE).delete()
  const payload = (await largestPayload(client, ['sweep', 'webhookDrain'])) / 1024
  results.push(
    { name: 'one change until its tracker is right', value: round(change), unit: 's', limit: 60 },
    { name: 'memory of worker and API', value: round(memory), unit: 'MB', limit: MEMORY },
    { name: 'largest payload', value: round(payload), unit: 'KB', limit: PAYLOAD },
  )

  /** As if the time had passed since the last search. */
  async function passSeconds(seconds: number): Promise<void> {
    await store.pool.query('update sync_cursor set position = position - make_interval(secs => $1)', [
      seconds,
    ])
  }

  async function reportProgress(): Promise<void> {
    const { rows } = await store.pool.query<{ left: number }>('select count(*) as left from changed_student')
    console.error(`${Math.round(performance.now() / 1000)} s: ${rows[0]?.left ?? 0} students wait`)
  }
} finally {
  clearInterval(sampling)
  await environment.close()
  await server.stop()
  await stopPostgres()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
if (options.json) console.log(JSON.stringify({ bench: 'scale', students: STUDENTS, results }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1

/** Seconds. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

function round(value: number): number {
  return Math.round(10 * value) / 10
}
