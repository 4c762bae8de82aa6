import { ActivityFailure } from '@temporalio/common'
import { CancellationScope } from '@temporalio/workflow'
import type { MailRequest } from '../src/contracts/mail.js'
import type { WorkflowStage } from '../src/contracts/enrollment.js'
import { mail } from './activity-proxies.js'
import type { WorkflowLog } from './workflow-log.js'

/**
 * Emails that no step waits for: reminders, milestones, notifications. The workflow goes on, and
 * ends only when they are sent or given up. Emails of one moment go out in one activity. A
 * withdrawal does not stop them.
 */
export class BackgroundMail {
  readonly #log: WorkflowLog<WorkflowStage>
  #outgoing: MailRequest[] = []
  #sending: Promise<void> = Promise.resolve()
  #unfinished = 0

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
      await Promise.resolve()
      await this.#sendAll()
      await earlier
    })
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
      if (!(error instanceof ActivityFailure)) throw error
      this.#log.note(`Given up: ${summary}. The email ledger has the reason.`)
    } finally {
      this.#unfinished -= 1
    }
  }
}
