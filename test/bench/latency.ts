/**
 * `npm run bench:latency` measures the time from a learner's last lesson to the email with their
 * certificate: with sweeps every 30 seconds only, and with webhooks only. `-- --students 200`: how
 * many learners of each kind finish, one after the other.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Student } from '../../src/odoo/schema/index.js'
import { ensureSweepSchedule, SWEEP_SCHEDULE } from '../../src/temporal/schedules.js'
import { installWebhooks } from '../e2e/install-webhooks.js'
import { openSandboxEnvironment } from '../e2e/environment.js'
import { learn, makeCourse, makeProgram, makeStudent } from '../support/odoo-records.js'
import { stopPostgres } from '../support/postgres.js'
import { waitFor } from '../support/wait-for.js'

const STUDENTS = Number(process.argv[process.argv.indexOf('--students') + 1]) || 40
/** Between two learners, so that the time of one is measured and not the queue. Milliseconds. */
const PACE = 3_000
const SWEEP = {
  intervalSeconds: 30,
  overlapSeconds: 300,
  quietSeconds: 240,
  pageSize: 200,
  parallelPages: 2,
}

const results: { name: string; value: number; unit: string; limit: number | null }[] = []
const environment = await openSandboxEnvironment('empty')
try {
  const { client, direct, store } = environment
  const programId = await makeProgram(environment)
  const course = await makeCourse(environment, programId, {
    lessons: 1,
    integration: { completionThreshold: 100 },
  })

  /** Learners in training. */
  const enroll = async (): Promise<{ studentId: number; partnerId: number }[]> => {
    const studentIds: number[] = []
    for (let count = 0; count < STUDENTS; count += 1)
      studentIds.push(
        await makeStudent(environment, { preferredCourseIntegration: course.courseIntegrationId }),
      )
    await environment.sweep()
    for (const studentId of studentIds)
      await environment.reaches(
        { programId, studentId },
        'is in training',
        ({ flow, emails }) =>
          flow === 'progress' && emails.some(({ kind, state }) => kind === 'welcome' && state === 'accepted'),
      )
    const rows = await direct.read(Student, studentIds, ['partner'])
    return rows.map(({ id, partner }) => ({ studentId: id, partnerId: partner ?? 0 }))
  }

  /** Milliseconds, in ascending order. */
  const finish = async (learners: readonly { studentId: number; partnerId: number }[]) => {
    const finishedAt = new Map<number, number>()
    for (const { studentId, partnerId } of learners) {
      finishedAt.set(studentId, Date.now())
      await learn(environment, partnerId, course.lessons)
      await sleep(PACE)
    }
    const emailed = async () => {
      const rows = await store.db
        .selectFrom('email')
        .select(['student_id', 'last_attempt_at'])
        .where('kind', '=', 'certificate')
        .where('state', '=', 'accepted')
        .where('student_id', 'in', [...finishedAt.keys()])
        .execute()
      return rows.length === learners.length && rows
    }
    const rows = await waitFor('all certificates', emailed, { limit: 300_000 })
    return rows
      .map((row) => (row.last_attempt_at?.getTime() ?? 0) - (finishedAt.get(row.student_id) ?? 0))
      .sort((a, b) => a - b)
  }

  const bySweep = await enroll()
  await ensureSweepSchedule(client, SWEEP)
  report('sweeps only', await finish(bySweep), 45)
  await client.schedule.getHandle(SWEEP_SCHEDULE).delete()

  await installWebhooks(environment)
  const learners = await enroll()
  await store.db.deleteFrom('webhook_hint').execute()
  report('webhooks only', await finish(learners), 3)
  const { rows } = await store.pool.query<{ seconds: number }>(
    `select extract(epoch from percentile_cont(0.95) within group (order by closed_at - first_at))::float8
     as seconds from webhook_hint where closed_at is not null`,
  )
  const value = Math.round(100 * (rows[0]?.seconds ?? Number.NaN)) / 100
  results.push({ name: 'webhook to its student in the queue: p95', value, unit: 's', limit: null })
} finally {
  await environment.close()
  await stopPostgres()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'latency', results }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1

function report(name: string, times: readonly number[], limit: number): void {
  const at = (share: number) =>
    Math.round((times[Math.ceil(times.length * share) - 1] ?? Number.NaN) / 10) / 100
  results.push(
    { name: `last lesson to certificate, ${name}: median`, value: at(0.5), unit: 's', limit: null },
    { name: `last lesson to certificate, ${name}: p95`, value: at(0.95), unit: 's', limit },
  )
}
