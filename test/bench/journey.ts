/**
 * `npm run bench:journey` measures what one student costs, from application to certificate:
 * - the events in all workflows of a student in a program of three automatic courses, the size of
 *   their histories, and what Temporal Cloud would bill for them;
 * - beside them the events of the workflows that deliver the outbox, which all students share;
 * - the time of a journey with 40 in flight, compared with an empty workflow (start, update, one
 *   activity) on the same server.
 *
 * Temporal with a file, PostgreSQL, SMTP and the sandbox Odoo over HTTP are real. The workers, the
 * sandbox and the mail server share this process.
 *
 * Two learners do five lessons a course, one course after the other. Each lesson is a write in
 * Odoo, as a click on its website is:
 * - the usual learner has the pace of `npm start`: a lesson in 4 s, and the product's own schedule
 *   sweeps every 5 s;
 * - the slow learner gets a sweep after every lesson, as when lessons take longer than the 30 s
 *   between sweeps of an ordinary installation.
 * A course counts as completed from 75 % on, so the last lesson of each changes numbers only.
 */
import { Worker } from '@temporalio/worker'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Application } from '../../src/contracts/application.js'
import { progressId } from '../../src/contracts/application.js'
import { Student } from '../../src/odoo/schema/index.js'
import { bundleWorkflows } from '../../src/temporal/bundle.js'
import { ensureSweepSchedule, SWEEP_SCHEDULE } from '../../src/temporal/schedules.js'
import { learn, makeCourse, makeProgram, makeStudent, type MadeCourse } from '../support/odoo-records.js'
import { openSandboxEnvironment, type Environment } from '../e2e/environment.js'
import { stopPostgres } from '../support/postgres.js'
import { empty, proceed } from './empty.js'
import { costOfWorkflows, type Cost } from './history-cost.js'

const COURSES = 3
const LESSONS = 5
const PACE = {
  lessonSeconds: 4,
  intervalSeconds: 5,
  overlapSeconds: 300,
  quietSeconds: 5,
  pageSize: 200,
  parallelPages: 2,
}
const IN_FLIGHT = 40
const EMPTY_QUEUE = 'empty'

const results: { name: string; value: number; unit: string; limit: number | null }[] = []
const environment = await openSandboxEnvironment('empty')
try {
  const { programId, courses } = await openProgram(environment)
  const slow = await slowLearner(environment, programId, courses)
  const outboxBefore = await costOfOutbox()
  const usual = await usualLearner(environment, programId, courses)
  const outboxAfter = await costOfOutbox()
  const [cost, slowCost] = [await costOf(usual), await costOf(slow)]
  results.push(
    { name: 'events of a journey through 3 courses', value: cost.events, unit: 'events', limit: 120 },
    { name: 'its actions', value: cost.actions, unit: 'actions', limit: null },
    { name: 'its histories', value: round(cost.bytes / 1000), unit: 'kB', limit: null },
    {
      name: 'the same, a sweep after every lesson',
      value: slowCost.events,
      unit: 'events',
      limit: null,
    },
    {
      name: 'the outbox meanwhile, with one student',
      value: outboxAfter.events - outboxBefore.events,
      unit: 'events',
      limit: null,
    },
  )
  const journey = await journeysInFlight(environment, programId, courses)
  const yardstick = await emptyInFlight(environment)
  results.push(
    { name: `journey, ${IN_FLIGHT} in flight`, value: Math.round(journey), unit: 'ms each', limit: null },
    { name: `empty workflow, ${IN_FLIGHT} in flight`, value: round(yardstick), unit: 'ms each', limit: null },
    { name: 'journey beside empty workflow', value: round(journey / yardstick), unit: 'times', limit: null },
  )
} finally {
  await environment.close()
  await stopPostgres()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'journey', results }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1

async function openProgram(environment: Environment): Promise<{ programId: number; courses: MadeCourse[] }> {
  const programId = await makeProgram(environment)
  const courses: MadeCourse[] = []
  for (let number = 0; number < COURSES; number += 1)
    courses.push(await makeCourse(environment, programId, { lessons: LESSONS }))
  return { programId, courses }
}

async function slowLearner(
  environment: Environment,
  programId: number,
  courses: MadeCourse[],
): Promise<Application> {
  const application = { programId, studentId: await makeStudent(environment) }
  await environment.sweep()
  await hasStarted(environment, application)
  for (const lesson of courses.flatMap(({ lessons }) => lessons)) {
    await learn(environment, await partnerOf(environment, application), [lesson])
    await environment.sweep()
  }
  await isCertified(environment, application)
  return application
}

async function usualLearner(
  environment: Environment,
  programId: number,
  courses: MadeCourse[],
): Promise<Application> {
  await ensureSweepSchedule(environment.client, PACE)
  const application = { programId, studentId: await makeStudent(environment) }
  await hasStarted(environment, application)
  for (const lesson of courses.flatMap(({ lessons }) => lessons)) {
    await sleep(PACE.lessonSeconds * 1000)
    await learn(environment, await partnerOf(environment, application), [lesson])
  }
  await isCertified(environment, application)
  await environment.client.schedule.getHandle(SWEEP_SCHEDULE).delete()
  return application
}

/**
 * Returns milliseconds per journey, from application to certificate, without the time of the
 * lessons.
 */
async function journeysInFlight(
  environment: Environment,
  programId: number,
  courses: MadeCourse[],
): Promise<number> {
  const applications: Application[] = []
  for (let number = 0; number < IN_FLIGHT; number += 1)
    applications.push({ programId, studentId: await makeStudent(environment) })
  const enrolling = await timeOf(async () => {
    await environment.sweep()
    await Promise.all(applications.map((application) => hasStarted(environment, application)))
  })
  const lessons = courses.flatMap((course) => course.lessons)
  for (const application of applications)
    await learn(environment, await partnerOf(environment, application), lessons)
  const certifying = await timeOf(async () => {
    await environment.sweep()
    await Promise.all(applications.map((application) => isCertified(environment, application)))
  })
  return (enrolling + certifying) / IN_FLIGHT
}

/** Returns milliseconds per empty workflow. */
async function emptyInFlight({ client, connection }: Environment): Promise<number> {
  const worker = await Worker.create({
    connection,
    taskQueue: EMPTY_QUEUE,
    workflowBundle: await bundleWorkflows(fileURLToPath(new URL('empty.ts', import.meta.url))),
    activities: { nothing: () => Promise.resolve() },
  })
  const one = async (_: unknown, number: number) => {
    const handle = await client.workflow.start(empty, {
      workflowId: `empty-${number}`,
      taskQueue: EMPTY_QUEUE,
    })
    await handle.executeUpdate(proceed)
    await handle.result()
  }
  const total = await worker.runUntil(() => timeOf(() => Promise.all(Array.from({ length: IN_FLIGHT }, one))))
  return total / IN_FLIGHT
}

function hasStarted(environment: Environment, application: Application): Promise<unknown> {
  return environment.reaches(application, 'has started', ({ flows }) =>
    flows.some(({ flow, closed }) => flow === 'enrollment' && closed),
  )
}

function isCertified(environment: Environment, application: Application): Promise<unknown> {
  return environment.client.workflow.getHandle(progressId(application)).result()
}

async function partnerOf({ direct }: Environment, { studentId }: Application): Promise<number> {
  const [student] = await direct.read(Student, [studentId], ['partner'])
  if (student?.partner == null) throw new Error('The student has no contact.')
  return student.partner
}

/** Of all workflows of the application. */
function costOf({ programId, studentId }: Application): Promise<Cost> {
  const query = `TrainingProgramId = ${programId} AND TrainingStudentId = ${studentId}`
  return costOfWorkflows(environment.client, query)
}

function costOfOutbox(): Promise<Cost> {
  return costOfWorkflows(environment.client, "WorkflowType = 'outbox'")
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}
