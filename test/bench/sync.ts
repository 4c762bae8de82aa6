/**
 * `npm run bench:sync` compares three ways to bring changed memberships into the trackers, in one
 * run on one server: the product (a sweep, by its real workers), the suite's hourly job, and the
 * fewest bulk calls that move the same data. After each, every tracker is checked.
 *
 * `-- --size 10000`: memberships; `--small 1000`: those of the comparison with the suite's job;
 * `--rounds 2`: how often product and floor take turns. Odoo is a sandbox in a process of its own,
 * or the server that ODOO_URL, ODOO_DB, ODOO_LOGIN and ODOO_API_KEY name.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Membership } from '../../src/odoo/schema/index.js'
import { odooClient } from '../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import { noticeStudents } from '../../src/store/changed-students.js'
import { openEnvironment } from '../e2e/environment.js'
import { oneRow } from '../support/odoo-records.js'
import { stopPostgres } from '../support/postgres.js'
import { odooServer } from './odoo-server.js'
import { prepareFloor } from './sync/floor.js'
import { prepareIncumbent } from './sync/incumbent.js'
import {
  changeMemberships,
  directClient,
  makePopulation,
  wrongTrackers,
  type Learner,
  type Population,
} from './sync/learners.js'
import { openRawRpc } from './sync/raw-rpc.js'
import { countedTransport } from '../support/counted-transport.js'

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '10000' },
    small: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
})
const SIZE = Number(options.size)
const SMALL = Number(options.small)
const ROUNDS = Number(options.rounds)

/** Seconds. So short that one round does not read the writes of the round before. */
const OVERLAP = 2

let calls = 0
const results: { name: string; value: number; unit: string; limit: number | null }[] = []
const server = await odooServer()
const environment = await openEnvironment(
  { ...server, admin: server.bot },
  'auto',
  (credentials) => odooClient(countedTransport(new ConnectedTransport(credentials), () => (calls += 1))),
  { SWEEP_OVERLAP_SECONDS: String(OVERLAP), SWEEP_QUIET_SECONDS: '240' },
)
const { config, store } = environment
const sweep = () => environment.sweep()
try {
  const direct = directClient(server)
  const { parallelPages } = config.sync
  const rpc = await openRawRpc(server)
  const floor = await prepareFloor(direct, rpc)
  const small = await makePopulation(direct, SMALL)
  const large = await makePopulation(direct, SIZE)
  await learn(small)
  await learn(large)
  let round = 0

  /** Changes all memberships, lets `work` bring the trackers up to date, and checks them. */
  const measure = async (
    learners: readonly Learner[],
    what: string,
    work: (since: string) => Promise<unknown>,
    check = {},
  ) => {
    round += 1
    await sleep((OVERLAP + 1) * 1000)
    await sweep()
    await changeMemberships(direct, learners, round)
    const since = await firstChange(learners)
    calls = 0
    const before = rpc.calls
    const startedAt = performance.now()
    await work(since)
    const seconds = (performance.now() - startedAt) / 1000
    const wrong = await wrongTrackers(direct, learners, round, check)
    if (wrong > 0) throw new Error(`${what}: ${wrong} of ${learners.length} trackers are wrong`)
    return { seconds, calls: calls + rpc.calls - before }
  }

  const ours: number[] = []
  const least: number[] = []
  let callsOfFloor = 0
  let callsOfProduct = 0
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const fewest = await measure(large.learners, 'the floor', (since) => floor(since, parallelPages))
    const product = await measure(large.learners, 'the product', sweep)
    least.push(fewest.seconds)
    ours.push(product.seconds)
    callsOfFloor = fewest.calls
    callsOfProduct = product.calls
  }
  const incumbent = await prepareIncumbent(direct, rpc, small.courseIntegrationId)
  const hourly = await measure(small.learners, 'the hourly job', incumbent, { wholePercents: true })
  const product = await measure(small.learners, 'the product', sweep)
  const changed = (count: number) => `${count.toLocaleString('en')} changed memberships`
  results.push(
    {
      name: `${changed(SIZE)}, product to floor`,
      value: ratio(sum(ours), sum(least)),
      unit: '×',
      limit: 1.25,
    },
    { name: `${changed(SIZE)}, product`, value: round2(sum(ours) / ROUNDS), unit: 's', limit: null },
    { name: `${changed(SIZE)}, floor`, value: round2(sum(least) / ROUNDS), unit: 's', limit: null },
    { name: `${changed(SIZE)}, product`, value: callsOfProduct, unit: 'calls', limit: null },
    { name: `${changed(SIZE)}, floor`, value: callsOfFloor, unit: 'calls', limit: null },
    {
      name: `${changed(SMALL)}, product to hourly job`,
      value: ratio(product.calls, hourly.calls),
      unit: 'of the calls',
      limit: 0.05,
    },
    { name: `${changed(SMALL)}, hourly job`, value: hourly.calls, unit: 'calls', limit: null },
    { name: `${changed(SMALL)}, product`, value: product.calls, unit: 'calls', limit: null },
    { name: `${changed(SMALL)}, hourly job`, value: round2(hourly.seconds), unit: 's', limit: null },
    { name: `${changed(SMALL)}, product`, value: round2(product.seconds), unit: 's', limit: null },
  )

  /** The product reads them once, so that only changes are left. */
  async function learn({ programId, learners }: Population): Promise<void> {
    const ids = learners.map(({ studentId }) => studentId)
    // Closed applications need no workflow.
    await store.pool.query(
      `insert into application (program_id, student_id, run, policy_version, training_started_at, ended_at, ended_stage)
       select $1, unnest($2::integer[]), 1, 0, now(), now(), 'certified'`,
      [programId, ids],
    )
    await sweep()
    await noticeStudents(store.db, ids, 'sweep')
    await sweep()
    // From now on the training runs, and a change of the numbers decides nothing.
    await store.pool.query(
      'update application set ended_at = null, ended_stage = null where program_id = $1',
      [programId],
    )
  }

  /** Returns the write date of the first membership that was changed, in Odoo's format. */
  async function firstChange(learners: readonly Learner[]): Promise<string> {
    const ids = learners.slice(0, 1).map(({ membershipId }) => membershipId)
    const { writeDate } = await oneRow(direct.read(Membership, ids, ['writeDate']))
    return (writeDate ?? '').slice(0, 19).replace('T', ' ')
  }
} finally {
  await environment.close()
  await server.stop()
  await stopPostgres()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
if (options.json) console.log(JSON.stringify({ bench: 'sync', size: SIZE, results }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function ratio(value: number, of: number): number {
  return Math.round((1000 * value) / of) / 1000
}

function round2(value: number): number {
  return Math.round(100 * value) / 100
}
