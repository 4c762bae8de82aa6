import { createHash } from 'node:crypto'
import { Context } from '@temporalio/activity'
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'
import type { CertificateParts } from '../../activities/certificate/certificate-activities.js'
import type { ElearningParts } from '../../activities/enrollment/enroll.js'
import type {
  Activities,
  BulkActivities,
  BulkCheckActivities,
  MigrationActivities,
  ContactChoice,
  ContactLink,
  EnrollRequest,
  EnrollResult,
  ReconciliationActivities,
  RuleActivities,
} from '../../src/contracts/activities.js'
import type { MailKind, MailRequest } from '../../src/contracts/mail.js'
import type { ApplicationRun } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { Transition } from '../../src/contracts/transitions.js'
import type { ApplicationFacts, CourseFacts, StudentFacts } from '../../src/domain/facts.js'
import type { CenterCalendar } from '../../src/domain/center-calendar.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../../src/domain/policy.js'
import type { Evidence } from '../../src/domain/requirements.js'
import type { CourseSnapshot, ProgramSnapshot } from '../../src/domain/snapshot.js'

/** The activities that concern one student. Those of the sweep are the harness's own. */
type OfOneStudent = Omit<
  Activities,
  | keyof ReconciliationActivities
  | keyof RuleActivities
  | keyof BulkActivities
  | keyof BulkCheckActivities
  | keyof MigrationActivities
  | 'findChanges'
  | 'resolveHints'
  | 'syncPage'
  | 'writeCounters'
  | 'recordLostCertificates'
  | 'sendDueEmails'
  | 'writeDueStatuses'
  | 'writeDueTodos'
  | 'sendDueDigests'
  | 'sendDueReports'
  | 'enroll'
  | 'generateCertificate'
  | 'recordCertificateAgain'
>
/** Activities of several parts are faked part by part. */
type Faked = OfOneStudent &
  ElearningParts &
  CertificateParts & {
    linkContact(request: ApplicationRun & { choice?: ContactChoice }): Promise<ContactLink>
  }
export type ActivityName = keyof Faked
type ActivityStubs = {
  readonly [N in ActivityName]: ActivityStub<Parameters<Faked[N]>[0], Awaited<ReturnType<Faked[N]>>>
}

/** One activity: the requests it got, and how it responds. */
class ActivityStub<Request, Result> {
  readonly requests: Request[] = []
  readonly #next: ((request: Request) => Promise<Result>)[] = []

  readonly #enter: () => void
  #usual: (request: Request) => Promise<Result>

  constructor(enter: () => void, usual: (request: Request) => Promise<Result>) {
    this.#enter = enter
    this.#usual = usual
  }

  /** How the next calls end, one each. Later ones end as before. */
  next(...results: ((request: Request) => Promise<Result>)[]): void {
    this.#next.push(...results)
  }

  always(usual: (request: Request) => Promise<Result>): void {
    this.#usual = usual
  }

  readonly perform = async (request: Request): Promise<Result> => {
    this.requests.push(request)
    this.#enter()
    return (this.#next.shift() ?? this.#usual)(request)
  }
}

export const RIYADH: CenterCalendar = { offsets: [{ from: '2026-01-01T00:00:00.000Z', minutes: 180 }] }

/**
 * What the outside systems know and do about one student, in memory. Every activity has a sensible
 * default. A test scripts the next results of one (`stubs.sendMail.next`), replaces it (`always`),
 * or makes Odoo unavailable (`odooIsUnavailable`). All calls are kept.
 */
export class FakeActivities {
  policy: ProgramPolicy = DEFAULT_POLICY
  facts: ApplicationFacts
  /**
   * The student's numbers in Odoo at an instant of the workflow's own time (ms), which tests may
   * skip.
   */
  learner: (at: number) => readonly CourseSnapshot[]
  /** Changes of the evidence for the certificate as the numbers give it. */
  evidence: Partial<Evidence> = {}
  /** The activities in the order in which they were called. */
  readonly calls: ActivityName[] = []
  /** The training has got its first snapshot. */
  isSynced = false
  #odooUnavailable = false

  constructor(
    readonly application: ApplicationRun,
    courses: readonly CourseFacts[],
  ) {
    this.facts = {
      asOf: '2026-11-01T08:00:00Z',
      calendar: RIYADH,
      version: 'facts-1',
      student: ELIGIBLE,
      program: { status: 'active', name: 'Orchard Keeping', durationWeeks: null },
      courses,
      existingCertificate: null,
    }
    const numbers = courses.map(({ courseIntegrationId }) => courseOf(courseIntegrationId))
    this.learner = () => numbers
  }

  /** While true, every call to Odoo fails. */
  set odooIsUnavailable(unavailable: boolean) {
    this.#odooUnavailable = unavailable
  }

  /** A change of the student's record that the sweep would notice. */
  changeFacts(version: string, student: Partial<StudentFacts>): void {
    this.facts = { ...this.facts, version, student: { ...this.facts.student, ...student } }
  }

  /** Sets numbers of some courses, from now on. */
  learn(changes: Readonly<Record<number, Partial<CourseSnapshot>>>): ProgramSnapshot {
    const courses = this.learner(Date.now()).map((course) => ({
      ...course,
      ...changes[course.courseIntegrationId],
    }))
    this.learner = () => courses
    return this.snapshot(Date.now())
  }

  /** What a snapshot says about the student's contact and their choices. */
  contact: (at: number) => Pick<ProgramSnapshot, 'neverSignedIn' | 'contactDiffers' | 'remindersOff'> =
    () => ({})

  snapshot(at: number): ProgramSnapshot {
    const courses = this.learner(at)
    const contact = this.contact(at)
    const hash = createHash('sha256')
      .update(JSON.stringify([courses, contact]))
      .digest('hex')
      .slice(0, 16)
    return { readAt: new Date(at).toISOString(), hash, courses, openDocuments: [], ...contact }
  }

  /** The same as Odoo has it, if it responds. */
  read(at: number): ProgramSnapshot {
    if (this.#odooUnavailable) throw new Error('Odoo does not answer.')
    return this.snapshot(at)
  }

  mails<Kind extends MailKind>(kind: Kind): Extract<MailRequest, { kind: Kind }>[] {
    return this.stubs.sendMail.requests.filter(
      (request): request is Extract<MailRequest, { kind: Kind }> => request.kind === kind,
    )
  }

  /**
   * The steps that reached the read model, each once, in their order. A step from a workflow task
   * that the server dropped may be saved again with another message: the last one counts.
   */
  steps(flow: Transition['flow']): Transition[] {
    const saved = this.stubs.recordTransitions.requests.flat().filter((step) => step.flow === flow)
    const last = new Map(saved.map((step) => [`${step.runEpoch}.${step.seq}`, step]))
    return [...last.values()].sort((a, b) => a.runEpoch - b.runEpoch || a.seq - b.seq)
  }

  #stub<Request, Result>(name: ActivityName, usual: (request: Request) => Promise<Result>) {
    return new ActivityStub<Request, Result>(() => {
      this.calls.push(name)
      if (this.#odooUnavailable && ON_ODOO.includes(name)) throw this.#unavailable()
    }, usual)
  }

  /**
   * As after several attempts: `fail_fast` fails at the first one, `until_available` retries
   * quickly.
   */
  #unavailable(): ApplicationFailure {
    // The server counts an unlimited number of attempts as 0.
    const isLimited = (Context.current().info.retryPolicy?.maximumAttempts ?? 0) > 0
    return ApplicationFailure.create({
      message: 'Odoo does not answer.',
      type: FailureType.OdooUnavailable,
      nonRetryable: isLimited,
      category: ApplicationFailureCategory.BENIGN,
      nextRetryDelay: '50 milliseconds',
    })
  }

  readonly stubs: ActivityStubs = {
    readApplication: this.#stub('readApplication', () =>
      Promise.resolve({ facts: this.facts, policy: this.policy }),
    ),
    linkContact: this.#stub('linkContact', () =>
      Promise.resolve({ kind: 'linked', partnerId: 900, how: 'found' }),
    ),
    rememberPerson: this.#stub('rememberPerson', () => Promise.resolve()),
    grantAccess: this.#stub('grantAccess', ({ courseIntegrationIds }) =>
      Promise.resolve(
        courseIntegrationIds.map((courseIntegrationId) => ({
          courseIntegrationId,
          granted: true,
          membershipId: 1000 + courseIntegrationId,
        })),
      ),
    ),
    ensureTrackers: this.#stub('ensureTrackers', ({ memberships }) =>
      Promise.resolve(
        memberships.map(({ courseIntegrationId }) => ({
          courseIntegrationId,
          trackerId: 2000 + courseIntegrationId,
        })),
      ),
    ),
    markContentCompleted: this.#stub('markContentCompleted', ({ slideIds }) =>
      Promise.resolve({ marked: slideIds === 'all' ? 3 : slideIds.length }),
    ),
    writeStatuses: this.#stub('writeStatuses', () => Promise.resolve()),
    answerSecondContact: this.#stub('answerSecondContact', () => Promise.resolve()),
    restoreStatuses: this.#stub('restoreStatuses', () => Promise.resolve([])),
    syncApplication: this.#stub('syncApplication', () => Promise.resolve(this.snapshot(workflowNow()))),
    collectEvidence: this.#stub('collectEvidence', ({ overridden }) =>
      Promise.resolve({
        evidence: { ...this.#evidenceOfNumbers(overridden), ...this.evidence },
        policy: this.policy,
      }),
    ),
    issueCertificate: this.#stub('issueCertificate', ({ version }) =>
      Promise.resolve({
        certificateNumber: `TC-2026-${this.application.studentId}-${version}`,
      }),
    ),
    recordCertificate: this.#stub('recordCertificate', () => Promise.resolve({ odooCertificateId: 3000 })),
    sendMail: this.#stub('sendMail', () => Promise.resolve({ outcome: 'accepted' })),
    recordTransitions: this.#stub('recordTransitions', () => Promise.resolve()),
  }

  /** Its parts in the order of the product's. */
  async enroll({
    courseIntegrationIds,
    choice,
    keepArchived,
    at,
    ...application
  }: EnrollRequest): Promise<EnrollResult> {
    const { linkContact, grantAccess, ensureTrackers, writeStatuses } = this.stubs
    const link = await linkContact.perform({ ...application, ...(choice && { choice }) })
    if (link.kind === 'ambiguous') return link
    const { partnerId } = link
    const grants = await grantAccess.perform({
      ...application,
      partnerId,
      courseIntegrationIds,
      ...(keepArchived && { keepArchived }),
    })
    const memberships = grants.flatMap((grant) => (grant.granted ? [grant] : []))
    if (memberships.length > 0) {
      await ensureTrackers.perform({
        ...application,
        memberships: memberships.map(({ courseIntegrationId, membershipId }) => ({
          courseIntegrationId,
          membershipId,
        })),
      })
      await writeStatuses.perform({ ...application, point: { kind: 'enrolled' }, at })
    }
    return { kind: 'linked', grants }
  }

  async generateCertificate(request: Parameters<CertificateParts['issueCertificate']>[0]) {
    const { issueCertificate, recordCertificate } = this.stubs
    const issued = await issueCertificate.perform(request)
    await recordCertificate.perform(request)
    return issued
  }

  #evidenceOfNumbers(overridden: readonly number[]): Evidence {
    const courses = this.learner(workflowNow()).map((course) => ({
      courseIntegrationId: course.courseIntegrationId,
      name: `Course ${course.courseIntegrationId}`,
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

const unused = () => Promise.reject(new Error('Tested with the real activities.'))

export const OF_NO_STUDENT: ReconciliationActivities &
  RuleActivities &
  BulkActivities &
  BulkCheckActivities &
  MigrationActivities = {
  compareRules: unused,
  previewBulkOperation: unused,
  advanceBulkOperation: unused,
  recordBulkFailure: unused,
  checkBulkOperation: unused,
  recordCheckFailure: unused,
  planProgram: unused,
  recordPlanFailure: unused,
  recordDryRunFailure: unused,
  beginReconciliation: unused,
  compareModel: unused,
  compareRegisters: unused,
  judgeDrift: unused,
  repairDrift: unused,
  settleDrift: unused,
  endReconciliation: unused,
}

const ELIGIBLE: StudentFacts = {
  age: 30,
  birthDate: 'plausible',
  englishLevel: 'advanced',
  hasCertificate: true,
  enrollmentType: 'auto',
  state: 'draft',
  email: 'usable',
  documents: [],
  preferredCourseIntegrationId: null,
}

const ON_ODOO: readonly ActivityName[] = [
  'readApplication',
  'linkContact',
  'rememberPerson',
  'grantAccess',
  'ensureTrackers',
  'writeStatuses',
  'restoreStatuses',
  'syncApplication',
  'collectEvidence',
  'recordCertificate',
]

/** A course without progress. */
export const courseOf = (
  courseIntegrationId: number,
  numbers: Partial<Omit<CourseSnapshot, 'name'>> = {},
): CourseSnapshot => ({
  courseIntegrationId,
  name: `Course ${courseIntegrationId}`,
  trackerId: 2000 + courseIntegrationId,
  trackerStatus: 'not_started',
  membership: 'active',
  components: { elearning: numbers.overall ?? 0, sessions: null, homework: null, assessments: null },
  overall: 0,
  threshold: 80,
  ...numbers,
})

/** The server's time for the workflow that called. It runs ahead where a test skips time. */
const workflowNow = () => Context.current().info.currentAttemptScheduledTimestampMs

/** A failure that no retry can fix. (Benign only keeps it out of the tests' log.) */
export const permanentFailure = (type: FailureType) => () =>
  Promise.reject(
    ApplicationFailure.create({
      message: 'Record 1 of the test.',
      type,
      nonRetryable: true,
      category: ApplicationFailureCategory.BENIGN,
    }),
  )
