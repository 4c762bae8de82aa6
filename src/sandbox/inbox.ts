import { mkdir } from 'node:fs/promises'
import { MailDev } from 'maildev'

export interface InboxSettings {
  readonly smtpPort: number
  readonly webPort: number
  /** Where mails are kept over restarts. */
  readonly directory: string
}

export interface RunningInbox {
  readonly smtpUrl: string
  /** A page for people; its REST interface is at `/api/email`. */
  readonly webUrl: string
  close(): Promise<void>
}

/** A mail server that delivers nothing and shows everything, on loopback. */
export async function startInbox({ smtpPort, webPort, directory }: InboxSettings): Promise<RunningInbox> {
  await mkdir(directory, { recursive: true })
  const inbox = new MailDev({
    smtp: smtpPort,
    ip: '127.0.0.1',
    web: webPort,
    webIp: '127.0.0.1',
    mailDirectory: directory,
    silent: true,
  })
  await inbox.start()
  return {
    smtpUrl: `smtp://127.0.0.1:${String(smtpPort)}`,
    webUrl: `http://127.0.0.1:${String(webPort)}`,
    close: () => inbox.stop(),
  }
}
