import { randomUUID } from 'node:crypto'
import type { Config } from '../config.js'
import { html } from '../html.js'
import type { OutgoingMail } from '../mail/transport.js'
import type { Alarm } from '../store/alarms.js'

/**
 * The email to the operator about new alarms. It is made from our own texts only, so it needs
 * neither Odoo nor a template, and contains no secrets.
 */
export function operatorMail(
  alarms: readonly Pick<Alarm, 'message' | 'raisedAt'>[],
  { mail, organization, publicUrl }: Pick<Config, 'mail' | 'organization' | 'publicUrl'>,
  now: Date,
): OutgoingMail {
  const lines = alarms.map(({ message, raisedAt }) => `${message} (Since ${raisedAt.toISOString()}.)`)
  const closing = `The home page and ${publicUrl}/readyz show the alarm until it is over. You get no further email about it.`
  const subject = `${organization.name}: the training orchestrator needs your help`
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
