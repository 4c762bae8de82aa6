import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import { ParentClosePolicy, setHandler, startChild } from '@temporalio/workflow'
import type { ContactChoice, ContactLink } from '../src/contracts/activities.js'
import type { MailRequest } from '../src/contracts/mail.js'
import type { ApplicationRun } from '../src/contracts/application.js'
import {
  decideReview,
  factsChanged,
  type ApplicationRecord,
  type ChangedFacts,
  type EnrollmentInput,
  type EnrollmentOutcome,
  type EnrollmentStage,
  type PolicyMove,
  type TaskDecision,
  type WorkflowState,
} from '../src/contracts/enrollment.js'
import { applicationRunOf, progressOptions, studentSummary } from '../src/contracts/workflow-options.js'
import { begunCourses, hasFinished } from '../src/domain/adopted-training.js'
import { isAutomatic } from '../src/domain/auto-enroll.js'
import { deadlineAfter } from '../src/domain/center-calendar.js'
import { assessEligibility, type Verdict } from '../src/domain/eligibility.js'
import type { CourseFacts } from '../src/domain/facts.js'
import { instruct, say, sentencesOf, textOf, type Sentence } from '../src/domain/sentences/sentence.js'
import type { EnrollmentPolicy } from '../src/domain/policy.js'
import { DEFAULT_CADENCE } from '../src/domain/reminders.js'
import { odoo, ODOO_PARTS } from './activity-proxies.js'
import { registerEnrollmentCommands } from './enrollment-commands.js'
import {
  adoptionMessage,
  refusalSentences,
  reviewInstructions,
  titlesOf,
  verdictMessage,
} from './enrollment-messages.js'
import { HumanTasks, type TaskRequest, type TaskResult } from './human-tasks.js'
import { Lifecycle } from './lifecycle.js'
import { progress } from './progress.js'
import { Recovery } from './recovery.js'
import { urgency } from './urgency.js'
import { WorkflowLog } from './workflow-log.js'

interface RefusedCourse extends CourseFacts {
  readonly sentences: readonly Sentence[]
}

interface EnrolledCourses {
  readonly kind: 'linked'
  readonly enrolled: CourseFacts[]
  readonly refused: RefusedCourse[]
}

/** Course integrations in which an adopted student has a tracker or access. */
interface AdoptedTraining {
  readonly begun: readonly number[]
}

type AmbiguousContact = Extract<ContactLink, { kind: 'ambiguous' }>

/** The boxes of flowchart 1. `enrollment.ts` has their order. */
export class EnrollmentSteps {
  readonly lifecycle: Lifecycle<EnrollmentStage>
  readonly #application: ApplicationRun
  readonly #adopted: { readonly adopted: true } | undefined
  readonly #log: WorkflowLog<EnrollmentStage>
  #record: ApplicationRecord | null
  readonly #tasks: HumanTasks<EnrollmentStage>
  readonly #recovery: Recovery<EnrollmentStage>
  /**
   * Fingerprints of the facts: those that the flow has seen, and the last that the sync has
   * signalled.
   */
  #knownFacts = ''
  #signalledFacts = ''
  /** The student's contact, as the sync has signalled it last. */
  #signalledContact: number | null = null
  /** The verdict for which a reviewer has asked for more. */
  #moreRequestedFor: Verdict | null = null
  /** The policy that a person has moved the application to; null: the one that was read. */
  #movedTo: EnrollmentPolicy | null = null
  /** Whether the facts were read before the last move. */
  #assessedBeforeMove = false
  #policyVersion: number | null = null
  #welcomes = 0
  #trainingStarted = false
  /** The agent may give a course back that the student has left. */
  #agentEnrolls = false

  constructor(input: EnrollmentInput) {
    this.#application = applicationRunOf(input)
    this.#adopted = input.adopted && { adopted: true }
    this.#record = input.record ?? null
    this.#log = new WorkflowLog(this.#application, 'enrollment', {
      title: `Enrollment: ${studentSummary(input, null)}`,
      stage: 'received',
    })
    this.#tasks = new HumanTasks(this.#log, decideReview)
    this.lifecycle = new Lifecycle(this.#log)
    this.#recovery = new Recovery<EnrollmentStage>(this.#log, this.#tasks, this.lifecycle)
    setHandler(factsChanged, (facts) => this.#noteFacts(facts), {
      description: 'Facts of the student have changed in Odoo: assess again',
    })
    registerEnrollmentCommands(this.#tasks, this.lifecycle, (command) => this.#move(command))
    this.#log.record('received', say('application_received'))
    void this.#log.flush()
  }

  /**
   * A. Also whenever the facts have changed. What the sync has read for the start is good once, and
   * only if no change was signalled since.
   */
  async loadApplication(): Promise<ApplicationRecord> {
    const carried = this.#record
    this.#record = null
    const isCurrent = this.#signalledFacts === '' || this.#signalledFacts === carried?.facts.version
    const mayCarry = carried !== null && isCurrent && this.#movedTo === null
    this.#assessedBeforeMove = false
    const application = mayCarry ? carried : await this.#readApplication()
    this.#policyVersion ??= application.policy.version
    const { program, version } = application.facts
    this.#knownFacts = version
    this.#signalledFacts = version
    this.#log.title = `Enrollment: ${studentSummary(this.#application, program.name)}`
    return application
  }

  #readApplication(): Promise<ApplicationRecord> {
    return this.#recovery.callOdoo({ of: 'facts' }, (activities) =>
      activities.readApplication(this.#application),
    )
  }

  /**
   * No box. What a student who was in training before has begun; null for everybody else. Odoo may
   * have moved on since a person decided: a student who has finished by now is left alone.
   */
  async adopt({ facts: { student } }: ApplicationRecord): Promise<AdoptedTraining | 'finished' | null> {
    if (this.#adopted === undefined) return null
    const { courses } = await this.#recovery.callOdoo({ of: 'training_so_far' }, (activities) =>
      activities.syncApplication(this.#application),
    )
    if (hasFinished(student.state, courses)) return 'finished'
    const begun = begunCourses(courses)
    this.#log.record('received', adoptionMessage(begun))
    return { begun: begun.map((course) => course.courseIntegrationId) }
  }

  /** B. */
  assess({ facts, policy }: ApplicationRecord): Verdict {
    const verdict = assessEligibility(facts, policy)
    this.#log.record('received', verdictMessage(verdict), { facts: { verdict } })
    return verdict
  }

  /** D. A person decides, unless the facts change or the deadline passes first. */
  async review(
    verdict: Verdict,
    { facts: { calendar }, policy: { review } }: ApplicationRecord,
  ): Promise<'approved' | 'rejected' | 'more_requested' | 'deadline' | 'changed'> {
    const result = await this.#awaitDecision({
      stage: 'review',
      message: say('review_required'),
      task: {
        kind: 'eligibility',
        ...reviewInstructions(verdict, verdict === this.#moreRequestedFor),
        decisions: ['approve', 'reject', 'ask_more', 'retry'],
      },
      cadence: review,
      deadline: deadlineAfter(calendar, Date.now(), review.deadlineDays),
      facts: { verdict },
      changed: () => (this.#assessedBeforeMove ? say('policy_changed') : this.#changedFacts()),
    })
    if (result.kind === 'deadline') return 'deadline'
    switch (decisionOf(result)?.decision) {
      case 'approve':
        return 'approved'
      case 'reject':
        return 'rejected'
      case 'ask_more':
        this.#moreRequestedFor = verdict
        return 'more_requested'
      default:
        return 'changed'
    }
  }

  /** The chart has no box for it: the student's status in Odoo says that a person rejected them. */
  async reject(): Promise<EnrollmentOutcome> {
    const at = new Date().toISOString()
    await this.#recovery.callOdoo({ of: 'statuses', point: 'rejected' }, (activities) =>
      activities.writeStatuses({ ...this.#application, point: { kind: 'rejected' }, at }),
    )
    return this.close('rejected', say('rejected'))
  }

  /**
   * C needs a course: a program without an active one is a task for a person, not an empty success.
   */
  awaitCourse(): Promise<void> {
    return this.#awaitFix(say('program_without_course'), [say('no_course')])
  }

  /** C. Which courses are enrolled at once, and which by the agent. `begun`: had before. */
  checkAutoEnroll(
    { facts: { courses, student } }: ApplicationRecord,
    begun: readonly number[] = [],
  ): { automatic: CourseFacts[]; byAgent: CourseFacts[] } {
    const automatic = courses.filter(
      (course) => isAutomatic(student, course) || begun.includes(course.courseIntegrationId),
    )
    return { automatic, byAgent: without(courses, automatic) }
  }

  /** F. Returns the courses in which the agent enrolls the student. */
  async awaitAgent(waiting: readonly CourseFacts[]): Promise<CourseFacts[]> {
    const courses = titlesOf(waiting)
    for (;;) {
      const result = await this.#tasks.awaitDecision({
        stage: 'awaiting_agent',
        message: say('agent_awaited', { courses }),
        task: {
          kind: 'enroll',
          ...instruct(say('agent_enrolls', { courses })),
          decisions: ['enroll'],
          courseIntegrationIds: waiting.map((course) => course.courseIntegrationId),
        },
        cadence: DEFAULT_CADENCE,
      })
      const decision = decisionOf(result)
      if (decision === null) continue
      this.#agentEnrolls = true
      const { courseIntegrationIds, by } = decision
      const chosen = waiting.filter(
        (course) => courseIntegrationIds?.includes(course.courseIntegrationId) ?? true,
      )
      this.#log.record('enrolling', say('agent_enrolls_in', { by, courses: titlesOf(chosen) }), {
        facts: { decision },
      })
      return chosen
    }
  }

  /**
   * Returns the contact that a person chose; undefined: search again, because something has
   * changed.
   */
  async awaitContactChoice(
    contactQuestion: AmbiguousContact,
  ): Promise<ContactChoice | undefined | 'rejected'> {
    const contact = this.#signalledContact
    const result = await this.#tasks.awaitDecision({
      stage: 'identity',
      message: say('contact_unclear'),
      task: {
        kind: 'identity',
        ...instruct(...sentencesOf(contactQuestion)),
        decisions: ['use_contact', 'create_contact', 'retry', 'reject'],
        choices: contactQuestion.choices,
      },
      cadence: DEFAULT_CADENCE,
      // The contact may be chosen in another application of the student.
      changed: () => (this.#signalledContact === contact ? this.#changedFacts() : say('other_contact')),
    })
    const decision = decisionOf(result)
    if (decision?.decision === 'reject') return 'rejected'
    this.#resume(say('searching_contact'))
    return decision === null ? undefined : contactChoice(decision)
  }

  /**
   * E and G, in one activity: contact, access, trackers and the plan's `integration_status`
   * "enrolled". eLearning enrolls contacts, not students; a contact is found by email or created.
   * `ambiguous`: only a person can say which contact the student is, and nothing else was done.
   */
  async enrollIn(
    courses: readonly CourseFacts[],
    choice?: ContactChoice,
  ): Promise<EnrolledCourses | AmbiguousContact> {
    const titles = titlesOf(courses)
    this.#log.record('enrolling', say('enrolling', { courses: titles }))
    const request = {
      ...this.#application,
      courseIntegrationIds: courses.map((course) => course.courseIntegrationId),
      ...(choice === undefined ? {} : { choice }),
      ...(this.#adopted && !this.#agentEnrolls && { keepArchived: true as const }),
      at: new Date().toISOString(),
    }
    const result = await this.#recovery.call({ of: 'enrollment', courses: titles }, (mode, summary) =>
      odoo(mode, summary, ODOO_PARTS).enroll(request),
    )
    if (result.kind === 'ambiguous') return result
    const enrolled: CourseFacts[] = []
    const refused: RefusedCourse[] = []
    for (const course of courses) {
      const grant = result.grants.find((found) => found.courseIntegrationId === course.courseIntegrationId)
      if (grant?.granted) enrolled.push(course)
      else refused.push({ ...course, sentences: refusalSentences(course, grant) })
    }
    return { kind: 'linked', enrolled, refused }
  }

  /** E. A person fixes what made Odoo refuse access; then the same courses are tried again. */
  awaitAccess(refused: readonly RefusedCourse[]): Promise<void> {
    return this.#awaitFix(
      say('access_refused'),
      refused.flatMap(({ sentences }) => sentences),
    )
  }

  /** H. Courses that are enrolled together are welcomed together, once. */
  welcomeEmail(enrolled: readonly CourseFacts[]): MailRequest {
    this.#welcomes += 1
    return {
      ...this.#application,
      kind: 'welcome',
      version: `${this.#welcomes}`,
      courseIntegrationIds: enrolled.map((course) => course.courseIntegrationId),
    }
  }

  /** H. Sent again after a correction it is still the same email: the ledger keeps one row. */
  async send(email: MailRequest): Promise<'sent' | 'undeliverable'> {
    const outcome = await this.#recovery.sendMail(email)
    return outcome === 'rejected' || outcome === 'no_recipient' ? 'undeliverable' : 'sent'
  }

  /** H. A person, or a change in Odoo, corrects the address; or the email is skipped. */
  async awaitAddress(): Promise<'retry' | 'skip'> {
    const result = await this.#awaitDecision({
      stage: 'address_rejected',
      message: say('welcome_not_delivered'),
      task: {
        kind: 'address',
        ...instruct(say('welcome_undelivered')),
        decisions: ['retry', 'skip'],
      },
      cadence: DEFAULT_CADENCE,
    })
    if (decisionOf(result)?.decision === 'skip') return 'skip'
    this.#resume(say('welcome_again'))
    return 'retry'
  }

  /** I. With the first courses; a later group finds the training started. */
  async startTraining(
    { facts: { program, calendar }, policy }: ApplicationRecord,
    enrolled: readonly CourseFacts[],
  ): Promise<void> {
    if (this.#trainingStarted) return
    this.#trainingStarted = true
    const { name: programName, durationWeeks } = program
    const { version, training } = this.#movedTo ?? policy
    const input = {
      ...this.#application,
      ...this.#adopted,
      enrollment: {
        policy: { version, training },
        calendar,
        durationWeeks,
        programName,
        enrolledIn: enrolled.map((course) => course.courseIntegrationId),
      },
    }
    try {
      await startChild(progress, {
        ...progressOptions(input, { programName }, urgency()),
        parentClosePolicy: ParentClosePolicy.ABANDON,
      })
    } catch (error) {
      // Started before this workflow was reset or its history lost. It is of the same run: a run
      // starts only after the workflows of the one before have ended.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    }
  }

  async close(stage: EnrollmentStage, reason: Sentence): Promise<EnrollmentOutcome> {
    await this.lifecycle.close(stage, reason)
    return { stage, reason: textOf(reason) }
  }

  /** The student withdrew (an outcome), or an operator cancelled the workflow (undefined). */
  async closeCancelled(): Promise<EnrollmentOutcome | undefined> {
    const reason = await this.lifecycle.closeWithdrawn()
    return reason === undefined ? undefined : { stage: 'withdrawn', reason }
  }

  /** A task that also ends when the facts change in Odoo. */
  #awaitDecision(request: TaskRequest<EnrollmentStage>): Promise<TaskResult> {
    return this.#tasks.awaitDecision({ changed: () => this.#changedFacts(), ...request })
  }

  async #awaitFix(message: Sentence, sentences: readonly Sentence[]): Promise<void> {
    await this.#recovery.awaitFix({
      message,
      ...instruct(...sentences),
      changed: () => this.#changedFacts(),
    })
    this.#resume(say('retrying'))
  }

  /** A verdict that waits for a person is given again; one that was given stays. */
  #move({ policy, ...command }: PolicyMove): WorkflowState {
    const from = this.#policyVersion
    if (from !== policy.version) {
      this.#policyVersion = policy.version
      this.#movedTo = policy
      this.#assessedBeforeMove = true
      this.#log.note(say('moved_to_policy', { from, to: policy.version, by: command.by }), {
        facts: { command, policy: { from, to: policy.version } },
      })
    }
    return this.#log.current
  }

  #noteFacts({ version, contactId = null }: ChangedFacts): void {
    this.#signalledFacts = version
    if (contactId !== null) this.#signalledContact = contactId
  }

  #changedFacts(): Sentence | null {
    return this.#signalledFacts === this.#knownFacts ? null : say('facts_changed')
  }

  /** Continues enrolling with the facts as they are now. */
  #resume(message: Sentence): void {
    this.#knownFacts = this.#signalledFacts
    this.#log.record('enrolling', message)
  }
}

/** The courses that are not among `others`. */
export const without = (courses: readonly CourseFacts[], others: readonly CourseFacts[]): CourseFacts[] =>
  courses.filter(
    ({ courseIntegrationId }) => !others.some((other) => other.courseIntegrationId === courseIntegrationId),
  )

const decisionOf = (result: TaskResult): TaskDecision | null =>
  result.kind === 'decided' ? result.decision : null

function contactChoice({ decision, partnerId }: TaskDecision): ContactChoice | undefined {
  if (decision === 'create_contact') return { create: true }
  return decision === 'use_contact' && partnerId !== undefined ? { use: partnerId } : undefined
}
