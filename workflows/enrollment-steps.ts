import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import {
  CancellationScope,
  condition,
  ParentClosePolicy,
  setHandler,
  startChild,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow'
import type { ContactChoice } from '../src/contracts/activities.js'
import { progressId, type Application } from '../src/contracts/application.js'
import {
  decideReview,
  enroll as enrollUpdate,
  factsChanged,
  withdraw,
  type Command,
  type EnrollDecision,
  type EnrollmentInput,
  type EnrollmentOutcome,
  type EnrollmentStage,
  type WorkflowState,
} from '../src/contracts/enrollment.js'
import { initialSearchAttributes } from '../src/contracts/search-attributes.js'
import { assessEligibility, type Verdict } from '../src/domain/eligibility.js'
import type { ApplicationFacts, CourseFacts } from '../src/domain/facts.js'
import type { ProgramPolicy } from '../src/domain/policy.js'
import { badCommand, Desk, PATIENT_CADENCE, PROBLEM_CADENCE } from './human-tasks.js'
import { progress } from './progress.js'
import { Story } from './workflow-log.js'

export interface ApplicationFile {
  readonly facts: ApplicationFacts
  readonly policy: ProgramPolicy
}

interface Enrolled extends CourseFacts {
  readonly membershipId: number
}

interface Refused extends CourseFacts {
  readonly instructions: string
}

/** The boxes of the chart as calls: what each does, and how it waits. */
export class EnrollmentOffice {
  readonly scope = new CancellationScope()
  readonly #application: Application
  readonly #desk: Desk
  readonly #story: Story
  #knownFacts = ''
  #changedFacts = ''
  #agentDecision: EnrollDecision | null = null
  #partnerId: number | null = null
  #welcomes = 0
  #begun = false
  #withdrawal: Command | null = null

  constructor({ programId, studentId }: EnrollmentInput) {
    this.#application = { programId, studentId }
    this.#story = new Story(
      this.#application,
      'enrollment',
      `Enrollment of student ${studentId} in program ${programId}`,
    )
    this.#desk = new Desk(this.#story, decideReview)
    setHandler(factsChanged, ({ version }) => void (this.#changedFacts = version), {
      description: 'Facts of the student have changed in Odoo: assess again',
    })
    setHandler(enrollUpdate, (decision) => this.#desk.answer(() => (this.#agentDecision = decision)), {
      validator: (decision: EnrollDecision) => this.#validateEnrollment(decision),
      description:
        'The agent enrolls: {"by": …, "courseIntegrationIds": […]}; without courses: in all that wait',
    })
    setHandler(withdraw, (command) => this.#withdraw(command), {
      validator: ({ by, comment }: Command) => {
        if (this.#story.present.closed || this.#withdrawal)
          throw this.#desk.wrongState('The application is closed')
        if (!by || !comment) throw badCommand('Withdrawing needs "by" and a reason')
      },
      description: 'The student withdraws: {"by": …, "comment": …}',
    })
  }

  tell(stage: EnrollmentStage, message: string): void {
    this.#story.tell(stage, message)
    void this.#story.record()
  }

  async read(): Promise<ApplicationFile> {
    const file = await this.#desk.odoo('facts of the application', (odoo) =>
      odoo.readApplication(this.#application),
    )
    this.#knownFacts = file.facts.version
    this.#changedFacts = file.facts.version
    return file
  }

  assess({ facts, policy }: ApplicationFile): Verdict {
    const verdict = assessEligibility(facts, policy)
    const message =
      verdict.outcome === 'eligible'
        ? 'Eligible.'
        : `${OUTCOME_WORDS[verdict.outcome]}: ${reasonsOf(verdict)}`
    this.#story.tell('received', message, { facts: { verdict } })
    return verdict
  }

  async review(
    verdict: Verdict,
    { review }: ProgramPolicy,
  ): Promise<'approved' | 'rejected' | 'deadline' | 'changed'> {
    const { outcome } = verdict
    let instructions = `${OUTCOME_WORDS[outcome]}: ${reasonsOf(verdict)} Approve against the rules, reject, or ask for more.`
    if (outcome === 'unknown') {
      instructions = `${OUTCOME_WORDS[outcome]}: ${reasonsOf(verdict)} Complete the record in Odoo (it is assessed again by itself), approve, reject, or ask for more.`
    }
    for (;;) {
      const reply = await this.#ask({
        stage: 'review',
        message: 'Manual review required.',
        task: { kind: 'eligibility', instructions, decisions: ['approve', 'reject', 'ask_more', 'retry'] },
        cadence: review,
        facts: { verdict },
      })
      if (reply.kind !== 'answered') return reply.kind
      switch (reply.decision.decision) {
        case 'approve':
          return 'approved'
        case 'reject':
          return 'rejected'
        case 'ask_more':
          instructions = `More was asked for; waiting for it. ${reasonsOf(verdict)}`
          break
        default:
          return 'changed'
      }
    }
  }

  async reject(): Promise<EnrollmentOutcome> {
    await this.#writeStatuses({ kind: 'rejected' })
    return this.close('rejected', 'Rejected by a person.')
  }

  /** Which courses are enrolled at once and which by the agent. A program without an active course is a task, not an empty success. */
  async coursesToEnroll(
    facts: ApplicationFacts,
  ): Promise<{ automatic: CourseFacts[]; byAgent: CourseFacts[] }> {
    let { courses } = facts
    while (courses.length === 0) {
      const instructions =
        'The program has no active course integration. Activate one in Odoo, then answer "retry".'
      await this.#problem('The program has no course.', instructions)
      courses = (await this.read()).facts.courses
    }
    const byHand = facts.student.enrollmentType === 'manual'
    const automatic = courses.filter((course) => course.autoEnroll && !byHand)
    return { automatic, byAgent: courses.filter((course) => !automatic.includes(course)) }
  }

  async agentEnrolls(waiting: CourseFacts[]): Promise<CourseFacts[]> {
    const ids = waiting.map((course) => course.courseIntegrationId)
    const names = waiting.map((course) => `${course.name} (${course.courseIntegrationId})`).join(', ')
    this.#agentDecision = null
    for (;;) {
      const reply = await this.#desk.ask({
        stage: 'awaiting_agent',
        message: `Waits for an agent to enroll: ${names}.`,
        task: {
          kind: 'enroll',
          instructions: `These courses are enrolled by hand: ${names}. Review the student and enroll.`,
          decisions: ['enroll'],
          courseIntegrationIds: ids,
        },
        cadence: PATIENT_CADENCE,
        changed: () => this.#agentDecision && `Answered by ${this.#agentDecision.by}.`,
      })
      const decision: EnrollDecision | null =
        this.#takeAgentDecision() ?? (reply.kind === 'answered' ? reply.decision : null)
      if (decision === null) continue
      const chosen = decision.courseIntegrationIds ?? ids
      this.#story.tell('enrolling', `Agent ${decision.by} enrolls in: ${chosen.join(', ')}.`, {
        facts: { decision },
      })
      return waiting.filter((course) => chosen.includes(course.courseIntegrationId))
    }
  }

  /** Is it known which contact the student is? Where e-mail alone cannot tell, a person decides; false: rejected. */
  async knowsContact(): Promise<boolean> {
    let choice: ContactChoice | undefined
    while (this.#partnerId === null) {
      const request = { ...this.#application, ...(choice === undefined ? {} : { choice }) }
      const link = await this.#desk.odoo('contact of the student', (odoo) => odoo.linkContact(request))
      if (link.kind === 'linked') {
        this.#partnerId = link.partnerId
        break
      }
      const reply = await this.#ask({
        stage: 'identity',
        message: 'It is not clear which contact this student is.',
        task: {
          kind: 'identity',
          instructions: link.instructions,
          decisions: ['use_contact', 'create_contact', 'retry', 'reject'],
          choices: link.choices,
        },
        cadence: PATIENT_CADENCE,
      })
      if (reply.kind === 'answered' && reply.decision.decision === 'reject') return false
      choice = reply.kind === 'answered' ? contactChoice(reply.decision) : undefined
      this.#knownFacts = this.#changedFacts
      this.#story.tell('enrolling', 'Looking for the contact again.')
    }
    return true
  }

  /** Access granted and read back, course by course. */
  async enrollIn(courses: CourseFacts[]): Promise<{ enrolled: Enrolled[]; refused: Refused[] }> {
    const courseIntegrationIds = courses.map((course) => course.courseIntegrationId)
    const names = courses.map((course) => course.name).join(', ')
    const partnerId = this.#partnerId ?? 0
    this.#story.tell('enrolling', `Enrolling in: ${names}.`)
    const grants = await this.#desk.odoo(`access to ${names}`, (odoo) =>
      odoo.grantAccess({ ...this.#application, partnerId, courseIntegrationIds }),
    )
    const enrolled: Enrolled[] = []
    const refused: Refused[] = []
    for (const course of courses) {
      const grant = grants.find((found) => found.courseIntegrationId === course.courseIntegrationId)
      if (grant?.granted) enrolled.push({ ...course, membershipId: grant.membershipId })
      else
        refused.push({
          ...course,
          instructions: grant?.instructions ?? `Course "${course.name}" was not answered by Odoo.`,
        })
    }
    return { enrolled, refused }
  }

  /** A person mends what made Odoo refuse access; then the same courses are tried again. */
  async mend(refused: Refused[]): Promise<CourseFacts[]> {
    await this.#problem('Odoo did not grant access.', refused.map((course) => course.instructions).join(' '))
    return refused
  }

  async createTrackers(enrolled: Enrolled[]): Promise<void> {
    const memberships = enrolled.map(({ courseIntegrationId, membershipId }) => ({
      courseIntegrationId,
      membershipId,
    }))
    await this.#desk.odoo(`trackers for ${enrolled.map((course) => course.name).join(', ')}`, (odoo) =>
      odoo.ensureTrackers({ ...this.#application, memberships }),
    )
    await this.#writeStatuses({ kind: 'enrolled' })
  }

  async welcome(courses: CourseFacts[]): Promise<void> {
    this.#welcomes += 1
    for (;;) {
      const { outcome } = await this.#desk.mail({
        ...this.#application,
        kind: 'welcome',
        version: String(this.#welcomes),
        courseIntegrationIds: courses.map((course) => course.courseIntegrationId),
      })
      if (outcome !== 'rejected' && outcome !== 'no_recipient') return
      const reply = await this.#ask({
        stage: 'address_refused',
        message: 'The welcome mail could not be delivered.',
        task: {
          kind: 'address',
          instructions:
            'The mail server refuses the student’s address. Correct the e-mail in Odoo (we notice by ourselves), then it is sent again; or skip this mail.',
          decisions: ['retry', 'skip'],
        },
        cadence: PATIENT_CADENCE,
      })
      if (reply.kind === 'answered' && reply.decision.decision === 'skip') return
      this.#knownFacts = this.#changedFacts
      this.#story.tell('enrolling', 'Sending the welcome mail again.')
    }
  }

  async begin({ facts, policy }: ApplicationFile): Promise<void> {
    if (this.#begun) return
    this.#begun = true
    try {
      await startChild(progress, {
        workflowId: progressId(this.#application),
        args: [{ ...this.#application, enrollment: { policy, durationWeeks: facts.program.durationWeeks } }],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        typedSearchAttributes: initialSearchAttributes(this.#application, 'not_started'),
        staticSummary: `Student ${this.#application.studentId} — ${facts.program.name}`,
        staticDetails:
          'Flowchart 2: progress of the student until every course is complete and the certificate is out.',
      })
    } catch (error) {
      // The sync may have started it already, from the student's first lesson.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    }
  }

  /** After a cancellation: the student withdrew (an outcome), or an operator cancelled the workflow (undefined). */
  async closeCancelled(): Promise<EnrollmentOutcome | undefined> {
    const withdrawn = this.#withdrawal
    const message = withdrawn ? `Withdrawn by ${withdrawn.by}.` : 'Cancelled by an operator.'
    this.#story.tell('withdrawn', message, { task: null, closed: true })
    await this.#desk.answerFirst()
    await this.#desk.settle()
    return withdrawn ? { stage: 'withdrawn', reason: message } : undefined
  }

  async close(stage: EnrollmentStage, reason: string): Promise<EnrollmentOutcome> {
    this.#story.tell(stage, reason, { task: null, closed: true })
    await this.#desk.settle()
    return { stage, reason }
  }

  #ask(question: Parameters<Desk['ask']>[0]): ReturnType<Desk['ask']> {
    return this.#desk.ask({ ...question, changed: () => this.#factsMoved() })
  }

  #factsMoved(): string | null {
    return this.#changedFacts === this.#knownFacts ? null : 'Facts have changed in Odoo: looking again.'
  }

  async #problem(message: string, instructions: string): Promise<void> {
    await this.#ask({
      stage: 'problem',
      message,
      task: { kind: 'problem', instructions, decisions: ['retry'] },
      cadence: PROBLEM_CADENCE,
    })
    this.#knownFacts = this.#changedFacts
    this.#story.tell('enrolling', 'Trying again.')
  }

  #writeStatuses(point: { kind: 'rejected' } | { kind: 'enrolled' }): Promise<void> {
    const at = new Date().toISOString()
    return this.#desk.odoo(`statuses: ${point.kind}`, (odoo) =>
      odoo.writeStatuses({ ...this.#application, point, at }),
    )
  }

  #validateEnrollment({ by, courseIntegrationIds }: EnrollDecision): void {
    const { task } = this.#story.state
    if (task?.kind !== 'enroll' || this.#agentDecision)
      throw this.#desk.wrongState('No course waits for an agent')
    if (!by) throw badCommand('"by" is missing: who enrolls?')
    const waiting = task.courseIntegrationIds ?? []
    if (courseIntegrationIds?.length === 0) throw badCommand('No course is named')
    const stranger = courseIntegrationIds?.find((id) => !waiting.includes(id))
    if (stranger !== undefined) {
      throw badCommand(
        `Course integration ${stranger} does not wait for an agent; these do: ${waiting.join(', ')}`,
      )
    }
  }

  #takeAgentDecision(): EnrollDecision | null {
    const decision = this.#agentDecision
    this.#agentDecision = null
    return decision
  }

  async #withdraw(command: Command): Promise<WorkflowState> {
    this.#withdrawal = command
    this.scope.cancel()
    await condition(() => this.#story.present.closed)
    return this.#story.present
  }
}

const OUTCOME_WORDS = {
  eligible: 'Eligible',
  not_eligible: 'Not eligible',
  unknown: 'A fact is missing',
} as const

export const without = (courses: CourseFacts[], taken: CourseFacts[]) =>
  courses.filter(
    ({ courseIntegrationId }) => !taken.some((other) => other.courseIntegrationId === courseIntegrationId),
  )

const reasonsOf = (verdict: Verdict) => verdict.reasons.map((reason) => reason.message).join(' ')

function contactChoice({
  decision,
  partnerId,
}: {
  decision: string
  partnerId?: number
}): ContactChoice | undefined {
  if (decision === 'create_contact') return { create: true }
  return decision === 'use_contact' && partnerId !== undefined ? { use: partnerId } : undefined
}
