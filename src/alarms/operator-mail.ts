import { randomUUID } from 'node:crypto'
import type { Config } from '../config.js'
import { isolated } from '../domain/bilingual.js'
import { number } from '../domain/sentences/arabic-text.js'
import { inArabic } from '../domain/sentences/in-arabic.js'
import { html } from '../html.js'
import type { OutgoingMail } from '../mail/transport.js'
import type { Alarm, AlarmNews } from '../store/alarms.js'

/**
 * The email to the operator about alarms that have opened or are over. It is made from our own
 * texts only, so it needs neither Odoo nor a template, and contains no secrets. Which language the
 * operator reads is not known, so it has both.
 */
export function operatorMail(
  { opened, ended }: AlarmNews,
  { mail, organization, publicUrl }: Pick<Config, 'mail' | 'organization' | 'publicUrl'>,
  now: Date,
): OutgoingMail {
  const english = [
    ...opened.map(({ message, raisedAt }) => `${message} (Since ${raisedAt.toISOString()}.)`),
    ...ended.map(({ message, clearedAt }) => `Over since ${clearedAt.toISOString()}: ${message}`),
    opened.length > 0
      ? `The staff app (${publicUrl}/app) and ${publicUrl}/readyz show the alarm until it is over. You get one more email then.`
      : 'The work has continued by itself. There is nothing for you to do.',
  ]
  const arabic = [
    ...opened.map((alarm) => `${arabicOf(alarm)} (منذ ${number(alarm.raisedAt.toISOString())}.)`),
    ...ended.map((alarm) => `انتهى في ${number(alarm.clearedAt.toISOString())}: ${arabicOf(alarm)}`),
    opened.length > 0
      ? `يعرض تطبيق الموظفين (${number(`${publicUrl}/app`)}) والعنوان ${number(`${publicUrl}/readyz`)} هذا التنبيه حتى ينتهي، وتصلكم حينئذ رسالة أخرى.`
      : 'استمر العمل تلقائيًا، ولا حاجة إلى أن تفعلوا شيئًا.',
  ]
  const about = opened.length > 0 ? 'needs your help' : 'works again'
  const subject = `${organization.name}: the training orchestrator ${about}`
  return {
    messageId: `<alarm.${randomUUID()}@${mail.domain}>`,
    from: mail.from,
    to: [mail.operatorTo],
    date: now,
    subject,
    text: [...english, ...arabic].join('\n\n'),
    html: html`<!doctype html>
      <html lang="en">
        <body>
          ${english.map((line) => html`<p>${line}</p>`)}
          <div lang="ar" dir="rtl">${arabic.map((line) => html`<p>${line}</p>`)}</div>
        </body>
      </html>`.text,
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: [],
  }
}

const arabicOf = ({ message, sentences }: Pick<Alarm, 'message' | 'sentences'>): string =>
  inArabic(sentences) ?? isolated(message)
