import { TypedSearchAttributes } from '@temporalio/common'
import {
  certificateId,
  enrollmentId,
  progressId,
  type Application,
  type ApplicationRun,
} from './application.js'
import {
  certificateRecordId,
  DELETED_STAGE,
  type CertificateInput,
  type CertificateRecordInput,
} from './certificate.js'
import type { ContentCompletionInput } from './content-completion.js'
import type { EnrollmentInput } from './enrollment.js'
import type { ProgressInput } from './progress.js'
import { initialSearchAttributes, ProgramId, StudentId } from './search-attributes.js'
import { TaskQueue } from './task-queues.js'
import { priorityOf, type Urgency } from './urgency.js'

/**
 * How each workflow of a student is started: id, queue, arguments, priority, search attributes and
 * the summary in the Temporal Web UI. Clients start with these options
 * (`src/temporal/start-workflows.ts`), and workflows start their children with them.
 */

/** Titles of programs, where the starter knows them. */
export interface Titles {
  /** null: not known to whoever starts the workflow. */
  readonly programName: string | null
}

/** `Student 7 · Orchard Keeping` */
export const studentSummary = ({ programId, studentId }: Application, programName: string | null) =>
  `Student ${studentId} · ${programName ?? `program ${programId}`}`

/** Ids only: an argument may carry more than the run of the application. */
export const applicationRunOf = ({ programId, studentId, run }: ApplicationRun): ApplicationRun => ({
  programId,
  studentId,
  run,
})

/** In the memo: tells the workflows of one run of an application from those of another. */
const memoOf = ({ run }: ApplicationRun) => ({ run })

/** The register of applications decides whether a run may start, so Temporal allows duplicates. */
export const enrollmentOptions = (input: EnrollmentInput, { programName }: Titles) => ({
  workflowId: enrollmentId(input),
  taskQueue: TaskQueue.orchestrator,
  args: [input] as [EnrollmentInput],
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
  memo: memoOf(input),
  priority: priorityOf(input, input.origin === 'api' ? 'interactive' : 'bulk'),
  typedSearchAttributes: initialSearchAttributes(input, 'received'),
  staticSummary: `${studentSummary(input, programName)} · enrollment`,
  staticDetails: 'Flowchart 1: eligibility, access to the courses, welcome email; or a review by a person.',
})

export const progressOptions = (input: ProgressInput, { programName }: Titles, urgency: Urgency) => ({
  workflowId: progressId(input),
  taskQueue: TaskQueue.orchestrator,
  args: [input] as [ProgressInput],
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
  memo: memoOf(input),
  priority: priorityOf(input, urgency),
  typedSearchAttributes: initialSearchAttributes(input, 'not_started'),
  staticSummary: `${studentSummary(input, programName)} · training`,
  staticDetails: 'Flowchart 2: progress until every course is complete and the certificate is issued.',
})

/** Run again after a withdrawal it finds its own number, record and email, and makes none twice. */
export const certificateOptions = (input: CertificateInput, urgency: Urgency) => ({
  workflowId: certificateId(input, input.version),
  taskQueue: TaskQueue.orchestrator,
  args: [input] as [CertificateInput],
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
  memo: memoOf(input),
  priority: priorityOf(input, urgency),
  typedSearchAttributes: initialSearchAttributes(input, 'validating'),
  staticSummary: `${studentSummary(input, input.programName)} · certificate`,
  staticDetails: 'Flowchart 3: requirements, certificate, email, statuses; or a review by a person.',
})

/** One question at a time. */
export const certificateRecordOptions = (input: CertificateRecordInput) => ({
  workflowId: certificateRecordId(input),
  taskQueue: TaskQueue.orchestrator,
  args: [input] as [CertificateRecordInput],
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
  memo: memoOf(input),
  priority: priorityOf(input, 'bulk'),
  typedSearchAttributes: initialSearchAttributes(input, DELETED_STAGE),
  staticSummary: `${studentSummary(input, null)} · certificate deleted in Odoo`,
})

/**
 * Each command is an execution of its own. The same command finds it again; a failed one runs
 * again.
 */
export const contentCompletionOptions = (input: ContentCompletionInput, commandId: string) => ({
  workflowId: contentCompletionId(input, commandId),
  taskQueue: TaskQueue.orchestrator,
  args: [input] as [ContentCompletionInput],
  workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY' as const,
  priority: priorityOf(input, 'interactive'),
  typedSearchAttributes: new TypedSearchAttributes([
    { key: ProgramId, value: input.programId },
    { key: StudentId, value: input.studentId },
  ]),
  staticSummary: `${studentSummary(input, null)} · content of course ${input.courseIntegrationId}`,
  staticDetails: 'Marks content as completed in eLearning, on behalf of a learner.',
})

export const contentCompletionId = ({ programId, studentId }: Application, commandId: string) =>
  `content/${programId}/${studentId}/${commandId}`
