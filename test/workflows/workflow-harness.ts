import { randomUUID } from 'node:crypto'
import { Client } from '@temporalio/client'
import { Worker, type WorkerOptions } from '@temporalio/worker'
import type { Activities } from '../../src/contracts/activities.js'
import type { Application } from '../../src/contracts/application.js'
import { progressSnapshot } from '../../src/contracts/progress.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import type { CourseFacts } from '../../src/domain/facts.js'
import { ensureNamespace } from '../../src/temporal/namespace.js'
import { temporalServer, workflowBundle } from '../support/temporal.js'
import { Student } from './student.js'

const PROGRAM = 11

/** A course integration; automatic unless said otherwise. */
export const course = (courseIntegrationId: number, autoEnroll = true): CourseFacts => ({
  courseIntegrationId,
  channelId: 500 + courseIntegrationId,
  name: `Course ${String(courseIntegrationId)}`,
  autoEnroll,
})

/**
 * The product's workflows on a real server, in a namespace of its own and on the product's task queues; the outside systems are each
 * student's `World`. Opened once per file; `clear` after each test ends what the test left running.
 */
export class House {
  /** Sees each student when her test is over and before her workflows are ended: how histories are recorded (`test/replay/record.ts`). */
  static witness: (student: Student) => Promise<void> = () => Promise.resolve()
  /** What the sweep's next ticks find: pages of student ids. */
  readonly changes: number[][] = []
  readonly cursorsKept: string[] = []
  readonly #students = new Map<number, Student>()
  #cleared = 0
  #workers: Worker[] = []
  #runs: Promise<void>[] = []

  private constructor(readonly client: Client) {}

  /** `options`: of the worker that runs the workflows. */
  static async open(options: Partial<WorkerOptions> = {}): Promise<House> {
    const { client, connection } = await temporalServer()
    const namespace = `house-${randomUUID()}`
    await ensureNamespace(connection, namespace)
    const house = new House(new Client({ connection: client.connection, namespace, identity: 'test' }))
    const bundle = await workflowBundle()
    house.#workers = await Promise.all(
      Object.values(TaskQueue).map((taskQueue) =>
        Worker.create({
          connection,
          namespace,
          taskQueue,
          identity: 'test',
          activities: house.#activities,
          ...(taskQueue === TaskQueue.orchestrator ? { workflowBundle: bundle, ...options } : {}),
        }),
      ),
    )
    house.#runs = house.#workers.map((worker) => worker.run())
    return house
  }

  /** A student nobody has used before, and her application to a program of these courses. */
  student(courses: readonly CourseFacts[] = [course(1)]): Student {
    const application = { programId: PROGRAM, studentId: 1 + this.#students.size }
    const student = new Student(this.client, application, courses)
    this.#students.set(application.studentId, student)
    return student
  }

  /** Ends whatever the students' workflows still do. */
  async clear(): Promise<void> {
    const students = [...this.#students.values()].slice(this.#cleared)
    this.#cleared = this.#students.size
    await Promise.all(
      students.map(async (student) => {
        await House.witness(student)
        await student.end()
      }),
    )
  }

  async close(): Promise<void> {
    await this.clear()
    for (const worker of this.#workers) worker.shutdown()
    await Promise.all(this.#runs)
  }

  #world({ studentId }: Pick<Application, 'studentId'>) {
    const student = this.#students.get(studentId)
    if (!student) throw new Error(`no student ${String(studentId)}`)
    return student.world
  }

  readonly #activities: Activities = {
    readApplication: (request) => this.#world(request).does.readApplication.perform(request),
    linkContact: (request) => this.#world(request).does.linkContact.perform(request),
    grantAccess: (request) => this.#world(request).does.grantAccess.perform(request),
    ensureTrackers: (request) => this.#world(request).does.ensureTrackers.perform(request),
    markContentCompleted: (request) => this.#world(request).does.markContentCompleted.perform(request),
    writeStatuses: (request) => this.#world(request).does.writeStatuses.perform(request),
    syncApplication: (request) => this.#world(request).does.syncApplication.perform(request),
    collectEvidence: (request) => this.#world(request).does.collectEvidence.perform(request),
    issueCertificate: (request) => this.#world(request).does.issueCertificate.perform(request),
    recordCertificate: (request) => this.#world(request).does.recordCertificate.perform(request),
    sendMail: (request) => this.#world(request).does.sendMail.perform(request),
    sendMails: async (requests) => {
      for (const request of requests) await this.#world(request).does.sendMail.perform(request)
    },
    recordTransitions: async (transitions) => {
      const [first] = transitions
      if (first) await this.#world(first.application).does.recordTransitions.perform(transitions)
    },
    findChanges: () => Promise.resolve({ pages: this.changes.splice(0), cursor: '2026-11-01T09:00:00Z' }),
    keepCursor: ({ cursor }) => Promise.resolve(void this.cursorsKept.push(cursor)),
    writeCounters: () => Promise.resolve({ written: 0 }),
    /** As the product's page activity: each student is re-read and told. */
    syncPage: async ({ studentIds }) => {
      for (const studentId of studentIds) {
        const student = this.#students.get(studentId)
        await student?.progress.signal(progressSnapshot, student.world.snapshot(Date.now()))
      }
      return { students: studentIds.length, written: studentIds.length, notified: studentIds.length }
    },
  }
}
