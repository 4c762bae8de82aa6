import { randomUUID } from 'node:crypto'
import type { Config } from '../config.js'
import { html } from '../html.js'
import type { OutgoingMail } from '../mail/transport.js'
import type { AlarmNews } from '../store/alarms.js'

/**
 * The email to the operator about alarms that have opened or are over. It is made from our own
 * texts only, so it needs neither Odoo nor a template, and contains no secrets.
 */
export function operatorMail(
  { opened, ended }: AlarmNews,
  { mail, organization, publicUrl }: Pick<Config, 'mail' | 'organization' | 'publicUrl'>,
  now: Date,
): OutgoingMail {
  const lines = [
    ...opened.map(({ message, raisedAt }) => `${message} (Since ${raisedAt.toISOString()}.)`),
    ...ended.map(({ message, clearedAt }) => `Over since ${clearedAt.toISOString()}: ${message}`),
  ]
  const closing =
    opened.length > 0
      ? `The staff app (${publicUrl}/app) and ${publicUrl}/readyz show the alarm until it is over. You get one more email then.`
      : 'The work has continued by itself. There is nothing for you to do.'
  const about = opened.length > 0 ? 'needs your help' : 'works again'
  const subject = `${organization.name}: the training orchestrator ${about}`
  return {
    messageId: `<alarm.${randomUUID()}@${mail.domain}>`,
    from: mail.from,
    to: [mail.operatorTo],
    date: now,
    subject,
    text: [...lines, closing].join('\n\n'),
    html: html`<!doctype html>
      <html lang="en">
        <body>
          ${lines.map((line) => html`<p>${line}</p>`)}
          <p>${closing}</p>
        </body>
      </html>`.text,
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: [],
  }
}
