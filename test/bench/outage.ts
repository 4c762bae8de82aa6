/**
 * `npm run bench:outage` measures how fast the backlog of an outage drains. Learners complete their
 * last lesson, first while Odoo responds, then as many others just before it refuses every call.
 * Three hours are skipped, with real refusals before and after. The time from Odoo's return to the
 * last email with a certificate is compared with the time that the same changes take alone.
 *
 * `-- --students 2000`: how many learners finish each time (200).
 */
import { parseArgs } from 'node:util'
import { concurrently } from '../../src/concurrently.js'
import type { SweepInput, SweepResult } from '../../src/contracts/sweep.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import { Certificate, Student } from '../../src/odoo/schema/index.js'
import { openSandboxEnvironment } from '../e2e/environment.js'
import { learn, makeCourse, makeProgram, makeStudent } from '../support/odoo-records.js'
import { stopPostgres } from '../support/postgres.js'
import { skipHours } from '../support/skip-hours.js'
import { waitFor } from '../support/wait-for.js'

const { students, json } = parseArgs({
  options: { students: { type: 'string', default: '200' }, json: { type: 'boolean', default: false } },
}).values
const STUDENTS = Number(students)
const HOURS = 3
/** Records that are made at the same time. */
const AT_ONCE = 20
/** Milliseconds. */
const LONGEST = 3_600_000
const SWEEP: Partial<SweepInput> = { pageSize: 1_000, parallelPages: 2 }

const results: { name: string; value: number; unit: string; limit: number | null }[] = []
const environment = await openSandboxEnvironment('empty')
try {
  const { direct, sandbox, store, client, mail } = environment
  const programId = await makeProgram(environment)
  const course = await makeCourse(environment, programId, {
    lessons: 1,
    integration: { completionThreshold: 100 },
  })
  const learners = await inTraining(STUDENTS * 2)
  const [atOnce, inOutage] = [learners.slice(0, STUDENTS), learners.slice(STUDENTS)]

  await finish(atOnce)
  const alone = await seconds(async () => {
    const sweep = await startSweep('sweep-alone')
    await sweep.result()
    await emailed(STUDENTS)
  })

  await finish(inOutage)
  sandbox.faults.set({ down: true })
  const sweep = await startSweep('sweep-in-outage')
  await waitFor('Odoo is unavailable', async () => (await odooState()) === 'unavailable', { limit: 120_000 })
  await skipHours(environment, HOURS)
  sandbox.faults.set({ down: false })
  const drained = await seconds(async () => {
    await sweep.result()
    await emailed(STUDENTS * 2)
  })

  const certificates = await direct.searchRead(Certificate, [], ['student'])
  const messageIds = mail.received.map(({ parsed }) => parsed.messageId)
  const tasks = await store.db.selectFrom('flow_state').select('task').where('task', 'is not', null).execute()
  results.push(
    { name: `${STUDENTS} certificates without an outage`, value: round(alone), unit: 's', limit: null },
    { name: `the same after an outage of ${HOURS} hours`, value: round(drained), unit: 's', limit: null },
    { name: 'the second to the first', value: round(drained / alone), unit: '×', limit: 3 },
    {
      name: 'students without exactly one certificate',
      value: learners.length - new Set(certificates.map(({ student }) => student)).size,
      unit: 'students',
      limit: 0,
    },
    {
      name: 'certificates too many',
      value: certificates.length - new Set(certificates.map(({ student }) => student)).size,
      unit: 'certificates',
      limit: 0,
    },
    {
      name: 'emails sent twice',
      value: messageIds.length - new Set(messageIds).size,
      unit: 'emails',
      limit: 0,
    },
    { name: 'tasks for people', value: tasks.length, unit: 'tasks', limit: 0 },
  )

  /** Returns the contacts of new learners who are in training. */
  async function inTraining(count: number): Promise<number[]> {
    const studentIds: number[] = []
    await concurrently(Array.from({ length: count }), AT_ONCE, async () => {
      studentIds.push(
        await makeStudent(environment, { preferredCourseIntegration: course.courseIntegrationId }),
      )
    })
    await environment.sweep()
    const inProgress = async () => {
      const rows = await store.db
        .selectFrom('email')
        .select('student_id')
        .where('kind', '=', 'welcome')
        .where('state', '=', 'accepted')
        .execute()
      return rows.length === count
    }
    await waitFor('all in training', inProgress, { limit: LONGEST })
    const rows = await direct.read(Student, studentIds, ['partner'])
    return rows.map(({ partner }) => partner ?? 0)
  }

  function finish(partnerIds: readonly number[]): Promise<void> {
    return concurrently(partnerIds, AT_ONCE, (partnerId) => learn(environment, partnerId, course.lessons))
  }

  function startSweep(workflowId: string) {
    return client.workflow.start<(input: Partial<SweepInput>) => Promise<SweepResult>>('sweep', {
      workflowId,
      taskQueue: TaskQueue.orchestrator,
      args: [SWEEP],
    })
  }

  async function odooState(): Promise<string | undefined> {
    const { json: sync } = await environment.call('/v1/sync')
    const { systems } = sync as { systems: { system: string; state: string }[] }
    return systems.find(({ system }) => system === 'odoo')?.state
  }

  async function emailed(count: number): Promise<void> {
    const isComplete = async () => {
      const { sent } = await store.db
        .selectFrom('email')
        .select(({ fn }) => fn.countAll<string>().as('sent'))
        .where('kind', '=', 'certificate')
        .where('state', '=', 'accepted')
        .executeTakeFirstOrThrow()
      return Number(sent) >= count
    }
    await waitFor(`${count} certificates by email`, isComplete, { limit: LONGEST })
  }
} finally {
  await environment.close()
  await stopPostgres()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
if (json) console.log(JSON.stringify({ bench: 'outage', students: STUDENTS, results }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
