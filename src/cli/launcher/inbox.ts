import { startInbox } from '../../../sandbox/inbox.js'
import { runAsService } from '../service-process.js'

export interface InboxOptions {
  readonly host: string
  readonly smtpPort: number
  readonly webPort: number
  readonly directory: string
}

/** `inbox`: the embedded mail server with its page. */
export async function inbox(options: InboxOptions): Promise<void> {
  const running = await startInbox(options)
  console.log(`Emails sent to ${running.smtpUrl} are shown at ${running.webUrl}`)
  runAsService({ stop: () => running.close() })
}
