import { mkdir } from 'node:fs/promises'
import { MailDev } from 'maildev'

export interface InboxSettings {
  /** Address to listen on. In a container nobody could reach the loopback address. */
  readonly host: string
  readonly smtpPort: number
  readonly webPort: number
  /** Folder that keeps the emails across restarts. */
  readonly directory: string
}

export interface RunningInbox {
  readonly smtpUrl: string
  /** A page for people. Its REST interface is at `/api/email`. */
  readonly webUrl: string
  close(): Promise<void>
}

/** An SMTP server that delivers nothing and shows every email. */
export async function startInbox({
  host,
  smtpPort,
  webPort,
  directory,
}: InboxSettings): Promise<RunningInbox> {
  await mkdir(directory, { recursive: true })
  const inbox = new MailDev({
    smtp: smtpPort,
    ip: host,
    web: webPort,
    webIp: host,
    mailDirectory: directory,
    silent: true,
  })
  await inbox.start()
  return {
    smtpUrl: `smtp://${host}:${smtpPort}`,
    webUrl: `http://${host}:${webPort}`,
    close: () => inbox.stop(),
  }
}
