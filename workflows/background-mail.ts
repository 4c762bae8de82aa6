import { ActivityFailure } from '@temporalio/common'
import { CancellationScope, isCancellation } from '@temporalio/workflow'
import type { MailRequest } from '../src/contracts/mail.js'
import type { WorkflowStage } from '../src/contracts/enrollment.js'
import { mail } from './activity-proxies.js'
import type { WorkflowLog } from './workflow-log.js'

/**
 * Emails that no step waits for: reminders, milestones, notifications. The workflow goes on, and
 * ends only when they are sent or given up. Emails of one moment go out in one activity. A
 * cancellation of the flow does not stop them by itself; a withdrawal abandons them.
 */
export class BackgroundMail {
  readonly #log: WorkflowLog<WorkflowStage>
  #outgoing: MailRequest[] = []
  #sending: Promise<void> = Promise.resolve()
  #unfinished = 0
  readonly #attempts = new Set<CancellationScope>()

  constructor(log: WorkflowLog<WorkflowStage>) {
    this.#log = log
  }

  /** Activities that are still sending. */
  get unfinished(): number {
    return this.#unfinished
  }

  send(request: MailRequest): void {
    this.#outgoing.push(request)
    if (this.#outgoing.length > 1) return
    const earlier = this.#sending
    this.#unfinished += 1
    this.#sending = CancellationScope.nonCancellable(async () => {
      const attempt = new CancellationScope()
      this.#attempts.add(attempt)
      await attempt.run(async () => {
        await Promise.resolve()
        await this.#sendAll()
      })
      this.#attempts.delete(attempt)
      await earlier
    })
  }

  /**
   * Stops retrying. An email to somebody who has left helps nobody, and must not keep a closed
   * workflow open for days.
   */
  abandon(): void {
    for (const attempt of this.#attempts) attempt.cancel()
  }

  /** Waits until every email is sent or given up. */
  finish(): Promise<void> {
    return this.#sending
  }

  async #sendAll(): Promise<void> {
    const requests = this.#outgoing
    this.#outgoing = []
    const summary = `email: ${requests.map(({ kind, version }) => `${kind} ${version}`).join(', ')}`
    try {
      await mail('background', summary).sendMails(requests)
    } catch (error) {
      if (isCancellation(error)) return
      if (!(error instanceof ActivityFailure)) throw error
      // The last step of a closed workflow says how it ended.
      if (this.#log.current.closed) return
      this.#log.note(`Given up: ${summary}. The email ledger has the reason.`)
    } finally {
      this.#unfinished -= 1
    }
  }
}
