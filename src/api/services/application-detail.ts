import type { Static } from 'typebox'
import type { Application, ApplicationRun } from '../../contracts/application.js'
import { readSystemStates, stateSentences, type SystemState } from '../../availability/system-states.js'
import { availableCommands } from '../../domain/available-commands.js'
import { chartPositions } from '../../domain/chart-position.js'
import { isSamePerson } from '../../domain/same-person.js'
import { inArabic } from '../../domain/sentences/in-arabic.js'
import { textOf } from '../../domain/sentences/sentence.js'
import { listMails } from '../../mail/list.js'
import {
  certificatesOf,
  decisionBasisOf,
  findApplication,
  flowStates,
  progressNumbers,
  stepsOf,
} from '../../store/applications.js'
import { latestRun } from '../../store/application-runs.js'
import { commentsOn } from '../../store/comments.js'
import { findLearner, type Learner } from '../../store/learners.js'
import { readPeople } from '../../store/people.js'
import { MAY_REOPEN } from '../../temporal/start-workflows.js'
import type { ApiDeps } from '../deps.js'
import type { Links } from '../links.js'
import type { Names } from '../names.js'
import type { EnrollmentDetail, EnrollmentSummary } from '../schemas/enrollment.js'
import {
  basisBody,
  certificateSummary,
  courseProgress,
  emailBody,
  enrollmentSummary,
  newEnrollment,
  taskBody,
  whatIsMissing,
} from '../serializers.js'
import type { ProgramNames } from './program-names.js'

/** Emails shown with an application; `GET /v1/emails` lists all of them. */
const EMAILS_SHOWN = 50

interface Sources extends Pick<ApiDeps, 'store' | 'clock'> {
  readonly links: Links
  readonly programs: ProgramNames
}

/** One application as the API shows it. */
export class ApplicationDetails {
  readonly #sources: Sources

  constructor(sources: Sources) {
    this.#sources = sources
  }

  /** A run that has just started has not recorded its first step yet. */
  async summary(run: ApplicationRun): Promise<Static<typeof EnrollmentSummary>> {
    const { store, links } = this.#sources
    const row = await findApplication(store, run)
    const names = await this.names([run])
    return row && row.run >= run.run ? enrollmentSummary(row, names, links) : newEnrollment(run, names, links)
  }

  /** Returns what names students and programs in responses about these applications. */
  async names(applications: readonly Application[]): Promise<Names> {
    const { store, programs, clock } = this.#sources
    const [people, programName] = await Promise.all([
      readPeople(
        store,
        applications.map(({ studentId }) => studentId),
      ),
      programs.load(
        applications.map(({ programId }) => programId),
        clock(),
      ),
    ])
    return { personOf: (studentId) => people.get(studentId) ?? null, programName }
  }

  /** Everything about it; undefined: it never ran. */
  async detail(application: Application): Promise<Static<typeof EnrollmentDetail> | undefined> {
    const { store, links } = this.#sources
    const latest = await latestRun(store, application)
    const row = await findApplication(store, application)
    if (!row) return latest && this.#justStarted(latest)
    const run = latest?.run ?? row.run
    const [states, flows, steps, basis, progress, certificates, emails, comments, learner] =
      await Promise.all([
        readSystemStates(store),
        flowStates(store, application),
        stepsOf(store, application),
        decisionBasisOf(store, { ...application, run }),
        progressNumbers(store, application),
        certificatesOf(store, { ...application, personNumber: latest?.personNumber ?? 1 }),
        listMails(store, { ...application, limit: EMAILS_SHOWN }),
        commentsOn(store, application),
        findLearner(store.db, application.studentId),
      ])
    const missing = row.run === run ? whatIsMissing(row, basis) : []
    const present = flows.filter((flow) => flow.run === run)
    return {
      ...(await this.summary({ ...application, run })),
      missing: missing.map(({ english }) => english),
      missingArabic: missing.map(({ arabic }) => arabic),
      basis: basisBody(basis),
      ...heldUp(flows.every(({ closed }) => closed) ? [] : states),
      positions: chartPositions(
        present.map(({ flow, closed, workflow_id, run_epoch }) => ({
          flow,
          closed,
          stages: steps
            .filter((step) => step.workflow_id === workflow_id && step.run_epoch === run_epoch)
            .map(({ stage }) => stage),
        })),
        { completedCourses: progress.some(({ tracker_status: status }) => status === 'completed') },
      ),
      commands: availableCommands(
        present.map(({ flow, stage, closed, task }) => ({
          flow,
          stage,
          closed,
          hasDecisions: task !== null && task.decisions.length > 0,
        })),
        MAY_REOPEN,
      ),
      flows: flows.map(({ flow, run, stage, message, sentences, closed, at, workflow_id, task }) => ({
        flow,
        run,
        stage,
        message,
        messageArabic: inArabic(sentences),
        closed,
        at: at.toISOString(),
        workflowId: workflow_id,
        task: taskBody(task),
        temporal: links.workflow(workflow_id),
      })),
      steps: steps.map(({ at, flow, run, stage, message, sentences, workflow_id }) => ({
        at: at.toISOString(),
        flow,
        run,
        stage,
        message,
        messageArabic: inArabic(sentences),
        temporal: links.workflow(workflow_id),
      })),
      progress: progress.map(courseProgress),
      certificates: certificates.map((certificate) => certificateSummary(certificate, links)),
      emails: emails.mails.map(emailBody),
      comments: comments.map((comment) => ({ ...comment, at: comment.at.toISOString() })),
      // The student's id may have been another person's.
      learner: learner && latest && isSamePerson(learner.person, latest.person) ? choicesOf(learner) : null,
    }
  }

  /** Until a new workflow has recorded its first step, only the register knows about it. */
  async #justStarted(latest: ApplicationRun): Promise<Static<typeof EnrollmentDetail>> {
    const { store, links } = this.#sources
    return {
      ...newEnrollment(latest, await this.names([latest]), links),
      missing: [],
      missingArabic: [],
      basis: { verdict: null, check: null },
      ...heldUp(await readSystemStates(store)),
      positions: chartPositions([{ flow: 'enrollment', stages: ['received'], closed: false }], {
        completedCourses: false,
      }),
      commands: ['withdraw'],
      flows: [],
      steps: [],
      progress: [],
      certificates: [],
      emails: [],
      comments: [],
      learner: null,
    }
  }
}

function heldUp(states: readonly SystemState[]) {
  const sentences = stateSentences(states)
  return {
    heldUpBy: sentences.map(textOf),
    heldUpByArabic: sentences.map((sentence) => inArabic([sentence])),
  }
}

const choicesOf = ({ language, remindersOffAt, linkedAt }: Learner) => ({
  language,
  remindersOffAt: remindersOffAt?.toISOString() ?? null,
  linkedAt: linkedAt.toISOString(),
})
