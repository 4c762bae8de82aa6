import { ApplicationFailure, condition, setHandler, sleep } from '@temporalio/workflow'
import { decideCertificate, type CertificateOutcome } from '../../src/contracts/certificate.js'
import type {
  ContentCompletionInput,
  ContentCompletionOutcome,
} from '../../src/contracts/content-completion.js'
import {
  decideReview,
  enroll,
  usePolicy,
  type EnrollmentOutcome,
  type EnrollmentStage,
  type TaskDecision,
  withdraw,
  type WorkflowState,
} from '../../src/contracts/enrollment.js'
import { FailureType } from '../../src/contracts/failures.js'
import { extendDeadline, overrideCompletion, pause, resume, resync } from '../../src/contracts/progress.js'

/*
 * Small workflows with the contract's updates. They return what they received, so that a test can
 * check it.
 */

const received = (stage: string, given: object, seq = 1): WorkflowState => ({
  stage: `${stage} ${JSON.stringify(given)}` as WorkflowState['stage'],
  seq,
  task: null,
  closed: false,
})

const wrongState = (stage: string) =>
  ApplicationFailure.nonRetryable('Nothing waits for a decision', FailureType.WrongState, {
    stage,
    closed: false,
  })

/** The decisions that end the enrollment, with its last stage. */
const ENDS: Partial<Record<TaskDecision['decision'], EnrollmentStage>> = {
  approve: 'training_started',
  reject: 'rejected',
}

export async function enrollment(): Promise<EnrollmentOutcome> {
  const ends: EnrollmentStage[] = []
  let decisions = 0
  setHandler(
    decideReview,
    async (decision) => {
      decisions += 1
      if (decision.decision === 'wait') await sleep('1 hour')
      const end = ENDS[decision.decision]
      if (end) ends.push(end)
      return received('decided', decision, decisions)
    },
    {
      validator: ({ decision, partnerId }) => {
        if (decision === 'skip') throw wrongState('received')
        if (partnerId === 13)
          throw ApplicationFailure.nonRetryable('Contact 13 belongs to somebody else', FailureType.BadCommand)
      },
    },
  )
  setHandler(enroll, (decision) => received('enrolled', decision))
  setHandler(withdraw, (command) => {
    ends.push('withdrawn')
    return received('withdrawn', command)
  })
  await condition(() => ends.length > 0)
  return { stage: ends[0] ?? 'lapsed', reason: 'as requested' }
}

export async function progress(): Promise<void> {
  let over = false
  setHandler(resync, (command) => received('resynced', command))
  setHandler(pause, (command) => received('paused', command))
  setHandler(resume, (command) => received('resumed', command))
  setHandler(extendDeadline, (command) => received('extended', command))
  setHandler(usePolicy, (command) => received('moved', command))
  setHandler(overrideCompletion, (command) => received('overridden', command))
  setHandler(decideReview, (decision) => received('decided in progress', decision))
  setHandler(withdraw, (command) => {
    over = true
    return received('left', command)
  })
  await condition(() => over)
}

export async function certificate(): Promise<CertificateOutcome> {
  let over = false
  setHandler(decideCertificate, (decision) => {
    over = decision.decision === 'decline'
    return received('certificate decided', decision)
  })
  await condition(() => over)
  return { stage: 'declined' }
}

export async function contentCompletion(input: ContentCompletionInput): Promise<ContentCompletionOutcome> {
  if (input.courseIntegrationId === 403)
    throw ApplicationFailure.nonRetryable('no right', FailureType.OdooAccessDenied)
  if (input.courseIntegrationId === 3600) await sleep('1 hour')
  return { marked: input.slideIds === 'all' ? 9 : input.slideIds.length }
}

/** Compares nobody. */
export function dryRun(): Promise<object> {
  return Promise.resolve({ students: 0 })
}
