/**
 * What a whole journey costs: events in all workflows of one student in a program of three automatic courses, and the time of a journey
 * with 40 in flight, beside an empty workflow (start, update, one activity) on the same server. Temporal with a file, PostgreSQL, SMTP and
 * the sandbox Odoo over HTTP are real; the workers, the sandbox and the mail server share this process.
 *
 * Two learners do five lessons a course, course after course, each lesson a write in Odoo as a click on its website is:
 * - the usual one at the pace of `npm start`: a lesson in 4 s of real time, and the product's own schedule looks every 5 s;
 * - the slow one is seen by a sweep after every single lesson, as where lessons take longer than the 30 s of an ordinary installation.
 * A course counts as completed from 75 % on, so that the last lesson of each changes numbers only.
 */
import type { WorkflowHandle } from '@temporalio/client'
import proto from '@temporalio/proto'
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
import { begin, empty } from './empty.js'

const COURSES = 3
const LESSONS = 5
const PACE = { lessonSeconds: 4, intervalSeconds: 5, overlapSeconds: 300, pageSize: 200 }
const IN_FLIGHT = 40
const EMPTY_QUEUE = 'empty'

// CommonJS whose names a plain Node cannot see.
const { EventType } = proto.temporal.api.enums.v1

const results: { name: string; value: number; unit: string; limit: number | null }[] = []
const environment = await openSandboxEnvironment('empty')
try {
  const { programId, courses } = await school(environment)
  const slow = await slowLearner(environment, programId, courses)
  const usual = await usualLearner(environment, programId, courses)
  results.push(
    {
      name: 'events of a journey through 3 courses',
      value: await eventsOf(usual),
      unit: 'events',
      limit: 150,
    },
    {
      name: 'the same, a sweep after every lesson',
      value: await eventsOf(slow),
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

async function school(world: Environment): Promise<{ programId: number; courses: MadeCourse[] }> {
  const programId = await makeProgram(world)
  const courses: MadeCourse[] = []
  for (let number = 0; number < COURSES; number += 1)
    courses.push(await makeCourse(world, programId, { lessons: LESSONS }))
  return { programId, courses }
}

async function slowLearner(world: Environment, programId: number, courses: MadeCourse[]): Promise<Application> {
  const application = { programId, studentId: await makeStudent(world) }
  await world.sweep()
  await hasBegun(world, application)
  for (const lesson of courses.flatMap(({ lessons }) => lessons)) {
    await learn(world, await partnerOf(world, application), [lesson])
    await world.sweep()
  }
  await isCertified(world, application)
  return application
}

async function usualLearner(world: Environment, programId: number, courses: MadeCourse[]): Promise<Application> {
  await ensureSweepSchedule(world.client, PACE)
  const application = { programId, studentId: await makeStudent(world) }
  await hasBegun(world, application)
  for (const lesson of courses.flatMap(({ lessons }) => lessons)) {
    await sleep(PACE.lessonSeconds * 1000)
    await learn(world, await partnerOf(world, application), [lesson])
  }
  await isCertified(world, application)
  await world.client.schedule.getHandle(SWEEP_SCHEDULE).delete()
  return application
}

/** Milliseconds a journey, from application to certificate, without the time in which the learners learn. */
async function journeysInFlight(world: Environment, programId: number, courses: MadeCourse[]): Promise<number> {
  const applications: Application[] = []
  for (let number = 0; number < IN_FLIGHT; number += 1)
    applications.push({ programId, studentId: await makeStudent(world) })
  const enrolling = await timeOf(async () => {
    await world.sweep()
    await Promise.all(applications.map((application) => hasBegun(world, application)))
  })
  const lessons = courses.flatMap((course) => course.lessons)
  for (const application of applications) await learn(world, await partnerOf(world, application), lessons)
  const certifying = await timeOf(async () => {
    await world.sweep()
    await Promise.all(applications.map((application) => isCertified(world, application)))
  })
  return (enrolling + certifying) / IN_FLIGHT
}

/** Milliseconds an empty workflow. */
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
    await handle.executeUpdate(begin)
    await handle.result()
  }
  const total = await worker.runUntil(() => timeOf(() => Promise.all(Array.from({ length: IN_FLIGHT }, one))))
  return total / IN_FLIGHT
}

function hasBegun(world: Environment, application: Application): Promise<unknown> {
  return world.reaches(application, 'has begun', ({ flows }) =>
    flows.some(({ flow, closed }) => flow === 'enrollment' && closed),
  )
}

function isCertified(world: Environment, application: Application): Promise<unknown> {
  return world.client.workflow.getHandle(progressId(application)).result()
}

async function partnerOf({ direct }: Environment, { studentId }: Application): Promise<number> {
  const [student] = await direct.read(Student, [studentId], ['partner'])
  if (student?.partner == null) throw new Error('The student has no contact.')
  return student.partner
}

/** Events of all workflows of the application, listed by workflow and type. */
async function eventsOf({ programId, studentId }: Application): Promise<number> {
  const { client } = environment
  let total = 0
  const query = `TrainingProgramId = ${programId} AND TrainingStudentId = ${studentId}`
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    const types = await eventTypes(client.workflow.getHandle(workflowId, runId))
    total += types.length
    console.log(`${workflowId}: ${types.length} events; ${tally(types)}`)
  }
  return total
}

async function eventTypes(handle: WorkflowHandle): Promise<string[]> {
  const { events } = await handle.fetchHistory()
  return (events ?? []).map(({ eventType }) => EventType[eventType ?? 0]?.replace('EVENT_TYPE_', '') ?? '')
}

function tally(types: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([type, count]) => `${count} ${type.toLowerCase()}`)
    .join(', ')
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}
