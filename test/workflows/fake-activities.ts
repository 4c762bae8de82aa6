import { createHash } from 'node:crypto'
import { Context } from '@temporalio/activity'
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'
import type { Activities, MailKind, MailRequest } from '../../src/contracts/activities.js'
import type { Application } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { Transition } from '../../src/contracts/transitions.js'
import type { ApplicationFacts, CourseFacts, StudentFacts } from '../../src/domain/facts.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../../src/domain/policy.js'
import type { Evidence } from '../../src/domain/requirements.js'
import type { CourseSnapshot, ProgramSnapshot } from '../../src/domain/snapshot.js'

/** What concerns one student; the sweep's own activities are the house's. */
export type ActivityName = Exclude<
  keyof Activities,
  'findChanges' | 'syncPage' | 'keepCursor' | 'writeCounters' | 'sendMails'
>
type Deeds = {
  readonly [N in ActivityName]: Deed<Parameters<Activities[N]>[0], Awaited<ReturnType<Activities[N]>>>
}

/** One activity of a world: what it was asked, and what it answers. */
class Deed<Request, Answer> {
  readonly requests: Request[] = []
  readonly #next: ((request: Request) => Promise<Answer>)[] = []

  constructor(
    private readonly enter: () => void,
    private usual: (request: Request) => Promise<Answer>,
  ) {}

  /** The next calls are answered so, one each; then as before. */
  next(...results: ((request: Request) => Promise<Answer>)[]): void {
    this.#next.push(...results)
  }

  always(answer: (request: Request) => Promise<Answer>): void {
    this.usual = answer
  }

  readonly perform = async (request: Request): Promise<Answer> => {
    this.requests.push(request)
    this.enter()
    return (this.#next.shift() ?? this.usual)(request)
  }
}

/**
 * What the outside systems know and do about one student, in memory. Every activity has a sensible default; a test scripts the next
 * answers of one (`does.sendMail.next`), replaces it (`always`), or takes Odoo away (`odooIsAway`). All calls are kept.
 */
export class World {
  policy: ProgramPolicy = DEFAULT_POLICY
  facts: ApplicationFacts
  /** The student's numbers in Odoo at an instant of the workflow's own time (ms), which tests may skip. */
  learner: (at: number) => readonly CourseSnapshot[]
  /** Changes of the evidence for the certificate as the numbers give it. */
  evidence: Partial<Evidence> = {}
  /** The activities in the order in which they were called. */
  readonly deeds: ActivityName[] = []
  #odooAway = false

  constructor(
    readonly application: Application,
    courses: readonly CourseFacts[],
  ) {
    this.facts = {
      asOf: '2026-11-01T08:00:00Z',
      version: 'facts-1',
      student: ELIGIBLE,
      program: { status: 'active', name: 'Orchard Keeping', durationWeeks: null },
      courses,
      existingCertificate: null,
    }
    const numbers = courses.map(({ courseIntegrationId }) => courseOf(courseIntegrationId))
    this.learner = () => numbers
  }

  /** Odoo does not answer until it is back. */
  set odooIsAway(away: boolean) {
    this.#odooAway = away
  }

  /** A change of the student's record that the sweep would notice. */
  changeFacts(version: string, student: Partial<StudentFacts>): void {
    this.facts = { ...this.facts, version, student: { ...this.facts.student, ...student } }
  }

  /** Sets numbers of some courses, now and from now on. */
  learn(changes: Readonly<Record<number, Partial<CourseSnapshot>>>): ProgramSnapshot {
    const courses = this.learner(Date.now()).map((course) => ({
      ...course,
      ...changes[course.courseIntegrationId],
    }))
    this.learner = () => courses
    return this.snapshot(Date.now())
  }

  snapshot(at: number): ProgramSnapshot {
    const courses = this.learner(at)
    const hash = createHash('sha256').update(JSON.stringify(courses)).digest('hex').slice(0, 16)
    return { readAt: new Date(at).toISOString(), hash, courses, openDocuments: [] }
  }

  mails<Kind extends MailKind>(kind: Kind): Extract<MailRequest, { kind: Kind }>[] {
    return this.does.sendMail.requests.filter(
      (request): request is Extract<MailRequest, { kind: Kind }> => request.kind === kind,
    )
  }

  /**
   * The steps that reached the read model, each once, in the order of their story. A step recorded from a workflow task that the server
   * threw away may be told again in other words: the last telling counts.
   */
  steps(flow: Transition['flow']): Transition[] {
    const told = this.does.recordTransitions.requests.flat().filter((step) => step.flow === flow)
    const last = new Map(told.map((step) => [`${String(step.runEpoch)}.${String(step.seq)}`, step]))
    return [...last.values()].sort((a, b) => a.runEpoch - b.runEpoch || a.seq - b.seq)
  }

  #deed<Request, Answer>(name: ActivityName, usual: (request: Request) => Promise<Answer>) {
    return new Deed<Request, Answer>(() => {
      this.deeds.push(name)
      if (this.#odooAway && ON_ODOO.includes(name)) throw this.#unavailable()
    }, usual)
  }

  /** As after five minutes of trying: the workflow is told at the first attempt, and from then on tries again quickly. */
  #unavailable(): ApplicationFailure {
    const patient = Context.current().info.retryPolicy?.maximumInterval === PATIENT_INTERVAL
    return ApplicationFailure.create({
      message: 'Odoo does not answer.',
      type: FailureType.OdooUnavailable,
      nonRetryable: !patient,
      category: ApplicationFailureCategory.BENIGN,
      nextRetryDelay: '50 milliseconds',
    })
  }

  readonly does: Deeds = {
    readApplication: this.#deed('readApplication', () =>
      Promise.resolve({ facts: this.facts, policy: this.policy }),
    ),
    linkContact: this.#deed('linkContact', () =>
      Promise.resolve({ kind: 'linked', partnerId: 900, how: 'found' }),
    ),
    grantAccess: this.#deed('grantAccess', ({ courseIntegrationIds }) =>
      Promise.resolve(
        courseIntegrationIds.map((courseIntegrationId) => ({
          courseIntegrationId,
          granted: true,
          membershipId: 1000 + courseIntegrationId,
        })),
      ),
    ),
    ensureTrackers: this.#deed('ensureTrackers', ({ memberships }) =>
      Promise.resolve(
        memberships.map(({ courseIntegrationId }) => ({
          courseIntegrationId,
          trackerId: 2000 + courseIntegrationId,
        })),
      ),
    ),
    markContentCompleted: this.#deed('markContentCompleted', ({ slideIds }) =>
      Promise.resolve({ marked: slideIds === 'all' ? 3 : slideIds.length }),
    ),
    writeStatuses: this.#deed('writeStatuses', () => Promise.resolve()),
    syncApplication: this.#deed('syncApplication', () => Promise.resolve(this.snapshot(workflowNow()))),
    collectEvidence: this.#deed('collectEvidence', ({ overridden }) =>
      Promise.resolve({ ...this.#evidenceOfNumbers(overridden), ...this.evidence }),
    ),
    issueCertificate: this.#deed('issueCertificate', ({ version }) =>
      Promise.resolve({
        certificateNumber: `TC-2026-${String(this.application.studentId)}-${String(version)}`,
      }),
    ),
    recordCertificate: this.#deed('recordCertificate', () => Promise.resolve({ odooCertificateId: 3000 })),
    sendMail: this.#deed('sendMail', () => Promise.resolve({ outcome: 'accepted' })),
    recordTransitions: this.#deed('recordTransitions', () => Promise.resolve()),
  }

  #evidenceOfNumbers(overridden: readonly number[]): Evidence {
    const courses = this.learner(workflowNow()).map((course) => ({
      courseIntegrationId: course.courseIntegrationId,
      name: `Course ${String(course.courseIntegrationId)}`,
      trackerStatus: 'completed' as const,
      membership: course.membership,
      components: course.components,
      overall: course.overall,
      threshold: course.threshold,
      minElearning: 0,
      sessionsHeld: 0,
      minSessions: 0,
      homeworkGraded: 0,
      minHomework: 0,
      overridden: overridden.includes(course.courseIntegrationId),
    }))
    return {
      readAt: new Date(workflowNow()).toISOString(),
      courses,
      openDocuments: [],
      foreignCertificateId: null,
    }
  }
}

const ELIGIBLE: StudentFacts = {
  age: 30,
  englishLevel: 'advanced',
  hasCertificate: true,
  enrollmentType: 'auto',
  state: 'draft',
  email: 'usable',
  documents: [],
  assignedAgentId: 7,
  preferredCourseIntegrationId: null,
}

const ON_ODOO: readonly ActivityName[] = [
  'readApplication',
  'linkContact',
  'grantAccess',
  'ensureTrackers',
  'writeStatuses',
  'syncApplication',
  'collectEvidence',
  'recordCertificate',
]

/** `workflows/proxies.ts`: how seldom a patient call is tried again, in ms; tells it from a prompt one. */
const PATIENT_INTERVAL = 120_000

/** A course in which nothing was done yet. */
export const courseOf = (
  courseIntegrationId: number,
  numbers: Partial<CourseSnapshot> = {},
): CourseSnapshot => ({
  courseIntegrationId,
  trackerId: 2000 + courseIntegrationId,
  trackerStatus: 'not_started',
  membership: 'active',
  components: { elearning: numbers.overall ?? 0, sessions: null, homework: null, assessments: null },
  overall: 0,
  threshold: 80,
  ...numbers,
})

/** The server's time for the workflow that asked: it runs ahead where a test skips time. */
const workflowNow = () => Context.current().info.currentAttemptScheduledTimestampMs

/** What no retry mends: comes back to the workflow at once. (Benign only keeps it out of the tests' log.) */
export const refusal = (type: FailureType) => () =>
  Promise.reject(
    ApplicationFailure.create({
      message: 'record 1 of the world under test.',
      type,
      nonRetryable: true,
      category: ApplicationFailureCategory.BENIGN,
    }),
  )
