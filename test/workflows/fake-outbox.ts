import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { PERMANENT_FAILURES } from '../../src/contracts/failures.js'
import { statusesRefused } from '../../src/contracts/outbox.js'
import { progressSnapshot } from '../../src/contracts/progress.js'
import type { Transition } from '../../src/contracts/transitions.js'
import type { FakeActivities } from './fake-activities.js'

/** Milliseconds between two attempts. */
const PAUSE = 50

/**
 * What follows from the steps of tests and no workflow waits for: delivered to the fakes one by
 * one, as the product's outbox and sync do it.
 */
export class FakeOutbox {
  readonly #delivered = new Set<string>()
  #isClosed = false

  constructor(private readonly client: Client) {}

  /** Returns at once. */
  fill(fakes: FakeActivities, transitions: readonly Transition[]): void {
    for (const { workflowId, runEpoch, seq, flow, effects } of transitions) {
      const once = (what: string, deliver: () => Promise<unknown>) => {
        const key = `${workflowId} ${what}`
        if (this.#delivered.has(key)) return
        this.#delivered.add(key)
        void this.#untilDone(workflowId, deliver)
      }
      for (const email of effects?.emails ?? [])
        once(`${email.kind} ${email.version}`, () => fakes.stubs.sendMail.perform(email))
      const statuses = effects?.statuses
      if (statuses) once(`${runEpoch}.${seq}`, () => fakes.stubs.writeStatuses.perform(statuses))
      if (flow === 'progress' && seq === 1) once(`${runEpoch} starts`, () => this.#sync(fakes, workflowId))
    }
  }

  close(): void {
    this.#isClosed = true
  }

  /** The sync reads every new training once. */
  async #sync(fakes: FakeActivities, workflowId: string): Promise<void> {
    const snapshot = fakes.read(Date.now())
    await this.client.workflow.getHandle(workflowId).signal(progressSnapshot, snapshot)
    fakes.isSynced = true
  }

  async #untilDone(workflowId: string, deliver: () => Promise<unknown>): Promise<void> {
    while (!this.#isClosed) {
      try {
        await deliver()
        return
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return
        const isPermanent =
          error instanceof ApplicationFailure && PERMANENT_FAILURES.some((type) => type === error.type)
        if (isPermanent) return this.#refuse(workflowId)
        await sleep(PAUSE)
      }
    }
  }

  async #refuse(workflowId: string): Promise<void> {
    try {
      await this.client.workflow.getHandle(workflowId).signal(statusesRefused)
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error
    }
  }
}
