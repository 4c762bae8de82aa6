import { randomUUID } from 'node:crypto'
import { Client, type WorkflowHandle } from '@temporalio/client'
import { Worker, type WorkerOptions } from '@temporalio/worker'
import type { Activities, DeliveryResult } from '../../src/contracts/activities.js'
import type { Application } from '../../src/contracts/application.js'
import { bulkOperationId, type BulkProgress } from '../../src/contracts/bulk-operation.js'
import { progressSnapshot } from '../../src/contracts/progress.js'
import type { SweepResult } from '../../src/contracts/sweep.js'
import { FailureType } from '../../src/contracts/failures.js'
import { outboxId } from '../../src/contracts/outbox.js'
import { WEBHOOK_DRAIN_ID } from '../../src/contracts/webhook-drain.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import type { CourseFacts } from '../../src/domain/facts.js'
import { ensureNamespace } from '../../src/temporal/namespace.js'
import { wakeBulkOperation } from '../../src/temporal/wake-bulk-operation.js'
import { temporalServer, workflowBundle } from '../support/temporal.js'
import type { bulkOperation } from '../../workflows/bulk-operation.js'
import type { sweep } from '../../workflows/sweep.js'
import { FakeOutbox } from './fake-outbox.js'
import { OF_NO_STUDENT, permanentFailure } from './fake-activities.js'
import { Student } from './student.js'

const PROGRAM = 11

const EMPTY_OUTBOX = { delivered: 0, waiting: 0, nextInMs: null }

/** A course integration; automatic unless said otherwise. */
export const course = (courseIntegrationId: number, autoEnroll = true): CourseFacts => ({
  courseIntegrationId,
  channelId: 500 + courseIntegrationId,
  name: `Course ${courseIntegrationId}`,
  autoEnroll,
})

/**
 * The product's workflows on a real server, in a namespace of its own and on the product's task
 * queues. The outside systems are each student's `FakeActivities`. Opened once per file; `clear`
 * after each test ends what the test left running.
 */
export class WorkflowHarness {
  /**
   * Called with a test's workflows before they are ended: `test/replay/record.ts` records
   * histories.
   */
  static onTestEnd: (workflows: readonly WorkflowHandle[]) => Promise<void> = () => Promise.resolve()
  /** What the next rounds of the outbox of emails report. */
  readonly rounds: DeliveryResult[] = []
  /** What the next pages of a bulk operation report; then it has ended. */
  readonly bulkPages: BulkProgress[] = []
  /** The students that the next sweep finds in the queue. */
  readonly changed: number[] = []
  readonly #students = new Map<number, Student>()
  readonly #sweep: WorkflowHandle
  readonly #outbox: FakeOutbox
  #failingPages = 0
  #failingBulkPages = 0
  readonly #operations = new Set<number>()
  #cleared = 0
  #workers: Worker[] = []
  #runs: Promise<void>[] = []

  private constructor(readonly client: Client) {
    this.#sweep = client.workflow.getHandle('sweep')
    this.#outbox = new FakeOutbox(client)
  }

  /** `options`: of the worker that runs the workflows; `slots`: of those that run activities. */
  static async open(
    options: Partial<WorkerOptions> = {},
    slots: Partial<Record<TaskQueue, number>> = {},
  ): Promise<WorkflowHarness> {
    const { client, connection } = await temporalServer()
    const namespace = `test-${randomUUID()}`
    await ensureNamespace(connection, namespace)
    const harness = new WorkflowHarness(
      new Client({ connection: client.connection, namespace, identity: 'test' }),
    )
    const bundle = await workflowBundle()
    harness.#workers = await Promise.all(
      Object.values(TaskQueue).map((taskQueue) =>
        Worker.create({
          connection,
          namespace,
          taskQueue,
          identity: 'test',
          activities: harness.#activities,
          maxConcurrentActivityTaskExecutions: slots[taskQueue] ?? 100,
          ...(taskQueue === TaskQueue.orchestrator ? { workflowBundle: bundle, ...options } : {}),
        }),
      ),
    )
    harness.#runs = harness.#workers.map((worker) => worker.run())
    return harness
  }

  /** A new student, and their application to a program of these courses. */
  student(courses: readonly CourseFacts[] = [course(1)]): Student {
    const application = { programId: PROGRAM, studentId: 1 + this.#students.size, run: 1 }
    const student = new Student(this.client, application, courses)
    this.#students.set(application.studentId, student)
    return student
  }

  /** Runs the sweep once. */
  sweep(pageSize = 200): Promise<SweepResult> {
    return this.client.workflow.execute<typeof sweep>('sweep', {
      workflowId: this.#sweep.workflowId,
      taskQueue: TaskQueue.orchestrator,
      args: [{ pageSize, parallelPages: 2 }],
    })
  }

  /** The activities of the last run of the last sweep, in order. */
  async sweepActivities(): Promise<string[]> {
    const { events } = await this.#sweep.fetchHistory()
    return (events ?? []).flatMap(
      (event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [],
    )
  }

  /** The next pages fail for good. */
  failPages(count: number): void {
    this.#failingPages = count
  }

  /** The next pages of bulk operations fail for good. */
  failBulkPages(count: number): void {
    this.#failingBulkPages = count
  }

  /** Starts or wakes the workflow of a bulk operation, as a command does. */
  async wakeOperation(operationId: number): Promise<WorkflowHandle<typeof bulkOperation>> {
    this.#operations.add(operationId)
    await wakeBulkOperation(this.client, operationId, 0)
    return this.client.workflow.getHandle<typeof bulkOperation>(bulkOperationId({ operationId }))
  }

  /** Ends whatever the students' workflows still do. */
  async clear(): Promise<void> {
    const students = [...this.#students.values()].slice(this.#cleared)
    this.#cleared = this.#students.size
    await WorkflowHarness.onTestEnd([
      this.#sweep,
      ...[
        WEBHOOK_DRAIN_ID,
        outboxId('emails'),
        ...[...this.#operations].map((operationId) => bulkOperationId({ operationId })),
      ].map((id) => this.client.workflow.getHandle(id)),
    ])
    await Promise.all(
      students.map(async (student) => {
        await WorkflowHarness.onTestEnd(student.workflows)
        await student.end()
      }),
    )
  }

  async close(): Promise<void> {
    await this.clear()
    this.#outbox.close()
    for (const worker of this.#workers) worker.shutdown()
    await Promise.all(this.#runs)
  }

  #fakesOf({ studentId }: Pick<Application, 'studentId'>) {
    const student = this.#students.get(studentId)
    if (!student) throw new Error(`no student ${studentId}`)
    return student.fakes
  }

  readonly #activities: Activities = {
    ...OF_NO_STUDENT,
    readApplication: (request) => this.#fakesOf(request).stubs.readApplication.perform(request),
    enroll: (request) => this.#fakesOf(request).enroll(request),
    recordCertificateAgain: (request) => this.#fakesOf(request).stubs.recordCertificate.perform(request),
    generateCertificate: (request) => this.#fakesOf(request).generateCertificate(request),
    rememberPerson: (request) => this.#fakesOf(request).stubs.rememberPerson.perform(request),
    markContentCompleted: (request) => this.#fakesOf(request).stubs.markContentCompleted.perform(request),
    writeStatuses: (request) => this.#fakesOf(request).stubs.writeStatuses.perform(request),
    answerSecondContact: (request) => this.#fakesOf(request).stubs.answerSecondContact.perform(request),
    restoreStatuses: (request) => this.#fakesOf(request).stubs.restoreStatuses.perform(request),
    syncApplication: (request) => this.#fakesOf(request).stubs.syncApplication.perform(request),
    collectEvidence: (request) => this.#fakesOf(request).stubs.collectEvidence.perform(request),
    sendMail: (request) => this.#fakesOf(request).stubs.sendMail.perform(request),
    recordTransitions: async (transitions) => {
      const [first] = transitions
      if (!first) return
      const fakes = this.#fakesOf(first.application)
      await fakes.stubs.recordTransitions.perform(transitions)
      this.#outbox.fill(fakes, transitions)
    },
    sendDueEmails: () => Promise.resolve(this.rounds.shift() ?? EMPTY_OUTBOX),
    writeDueStatuses: () => Promise.resolve(EMPTY_OUTBOX),
    writeDueTodos: () => Promise.resolve(EMPTY_OUTBOX),
    sendDueDigests: () => Promise.resolve(EMPTY_OUTBOX),
    sendDueReports: () => Promise.resolve(EMPTY_OUTBOX),
    previewBulkOperation: () => Promise.resolve(),
    recordBulkFailure: () => Promise.resolve(),
    advanceBulkOperation: () => {
      if (this.#failingBulkPages === 0) return Promise.resolve({ next: this.bulkPages.shift() ?? 'ended' })
      this.#failingBulkPages -= 1
      return permanentFailure(FailureType.OdooRejected)()
    },
    findChanges: () =>
      Promise.resolve({
        waiting: this.changed.length,
        complete: true,
        countersDue: false,
        setAside: 0,
        certificatesLost: 0,
      }),
    resolveHints: () => Promise.resolve({ waiting: this.changed.length, more: false }),
    writeCounters: () => Promise.resolve({ written: 0 }),
    recordLostCertificates: () => Promise.resolve({ left: 0 }),
    /** As the product's page activity: each student is re-read and their workflow notified. */
    syncPage: async ({ pageSize }) => {
      if (this.#failingPages > 0) {
        this.#failingPages -= 1
        return permanentFailure(FailureType.OdooRejected)()
      }
      const claimed = this.changed.splice(0, pageSize)
      for (const studentId of claimed) {
        const student = this.#students.get(studentId)
        await student?.progress.signal(progressSnapshot, student.fakes.snapshot(Date.now()))
      }
      const count = claimed.length
      const remaining = this.changed.length
      return { claimed: count, students: count, written: count, notified: count, setAside: 0, remaining }
    },
  }
}
