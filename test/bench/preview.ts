/**
 * `npm run bench:preview` previews a wave of existing students, half of them in training and half
 * not begun, through the API and the product's own worker: time, calls to Odoo and writes. Then the
 * same for a command, which is previewed from the read model.
 *
 * `-- --size 10000`: students. Odoo is a sandbox in a process of its own, or the server that
 * ODOO_URL, ODOO_DB, ODOO_LOGIN and ODOO_API_KEY name.
 */
import assert from 'node:assert/strict'
import { parseArgs } from 'node:util'
import { progressId } from '../../src/contracts/application.js'
import { odooClient } from '../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import { Student, TrainingProgram } from '../../src/odoo/schema/index.js'
import { recordTransitions } from '../../src/store/transitions.js'
import { bulkClient } from '../e2e/bulk-client.js'
import { openEnvironment } from '../e2e/environment.js'
import { tallied } from '../support/counted-transport.js'
import { unique } from '../support/odoo-records.js'
import { stopPostgres } from '../support/postgres.js'
import { odooServer } from './odoo-server.js'
import { directClient, makePopulation } from './sync/learners.js'

const { values: options } = parseArgs({
  options: { size: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
})
const SIZE = Number(options.size)
const LEARNERS = Math.floor(SIZE / 2)
const BATCH = 500

const calls = new Map<string, number>()
const server = await odooServer()
const direct = directClient(server)
const environment = await openEnvironment({ ...server, admin: server.bot }, 'auto', (credentials) =>
  odooClient(tallied(new ConnectedTransport(credentials), calls)),
)
const bulk = bulkClient(environment)
const results: { name: string; value: number; unit: string; limit: number | null }[] = []

async function makeApplicants(size: number, preferredCourseIntegration: number): Promise<number[]> {
  const mark = unique()
  const made: number[] = []
  while (made.length < size) {
    const rows = Array.from({ length: Math.min(BATCH, size - made.length) }, (_, at) => ({
      externalId: `bench_${mark}_${made.length + at}`,
      name: `Applicant ${made.length + at}`,
      nameEnglish: `Applicant ${made.length + at}`,
      nameArabic: `Applicant ${made.length + at}`,
      email: `applicant.${mark}.${made.length + at}@example.org`,
      birthDate: '1996-03-01',
      englishLevel: 'intermediate' as const,
      hasCertificate: true,
      preferredCourseIntegration,
    }))
    made.push(...(await direct.load(Student, rows)))
  }
  return made
}

try {
  const { programId, courseIntegrationId, learners } = await makePopulation(direct, LEARNERS, 20)
  const applicants = await makeApplicants(SIZE - LEARNERS, courseIntegrationId)
  await direct.write(TrainingProgram, [programId], { status: 'active' })
  const inTraining = learners.map(({ studentId }) => studentId)
  await direct.write(Student, inTraining, { state: 'in_progress' })
  const studentIds = [...inTraining, ...applicants]

  const measured = async (name: string, expected: number, work: () => ReturnType<typeof bulk.preview>) => {
    calls.clear()
    const startedAt = performance.now()
    const { outcomes } = await work()
    const seconds = (performance.now() - startedAt) / 1000
    const made = [...calls.values()].reduce((sum, count) => sum + count, 0)
    const writes = [...calls].filter(([kind]) => /^(create|write|unlink|load) /.test(kind)).length
    assert.deepEqual(outcomes, { pending: expected })
    results.push(
      { name, value: Math.round(100 * seconds) / 100, unit: 's', limit: 3 },
      { name, value: made, unit: 'calls', limit: 60 },
      { name, value: writes, unit: 'writes', limit: 0 },
    )
  }

  const wave = { kind: 'enroll', filter: { programId, studentIds }, parameters: { adopt: true } } as const
  const count = SIZE.toLocaleString('en')
  // A server that has been running knows the names of Odoo's fields.
  await bulk.preview({ ...wave, filter: { programId, studentIds: studentIds.slice(0, 1) } })
  await measured(`a wave of ${count} students`, SIZE, () => bulk.preview(wave))
  for (let start = 0; start < SIZE; start += BATCH)
    await recordTransitions(
      environment.store,
      studentIds.slice(start, start + BATCH).map((studentId) => ({
        workflowId: progressId({ programId, studentId }),
        ...{ runEpoch: 0, seq: 2, application: { programId, studentId, run: 1 }, flow: 'progress' },
        ...{ stage: 'in_progress', message: 'Began.', at: new Date().toISOString() },
        ...{ task: null, closed: false, facts: {} },
      })),
    )
  const pause = { kind: 'pause', filter: { programId } } as const
  await measured(`a pause of ${count} trainings`, SIZE, () => bulk.preview(pause))
} finally {
  await environment.close()
  await server.stop()
  await stopPostgres()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
if (options.json) console.log(JSON.stringify({ bench: 'preview', size: SIZE, results }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1
