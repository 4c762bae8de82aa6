import type { Sql } from '../environment.js'
import { named } from './external-id.js'

interface Template {
  /** External id. */
  readonly id: string
  readonly name: string
  readonly subject: string
  readonly model: string
}

const MEMBER = 'slide.channel.partner'

/** The mails of the apps that a training centre sends from Odoo itself. */
const TEMPLATES: readonly Template[] = [
  {
    id: 'website_slides.mail_template_channel_completed',
    name: 'Elearning: Completed Course',
    subject: 'Congratulations! You completed {{ object.channel_id.name }}',
    model: MEMBER,
  },
  {
    id: 'website_slides.mail_template_slide_channel_enroll',
    name: 'Elearning: Add Attendees to Course',
    subject: 'You have been invited to join {{ object.channel_id.name }}',
    model: MEMBER,
  },
  {
    id: 'website_slides.mail_template_slide_channel_invite',
    name: 'Elearning: Promotional Course Invitation',
    subject: 'You have been invited to check out {{ object.channel_id.name }}',
    model: MEMBER,
  },
  {
    id: 'website_slides_survey.mail_template_user_input_certification_failed',
    name: 'Survey: Certification Failure',
    subject: 'You have failed the course: {{ object.slide_partner_id.channel_id.name }}',
    model: 'survey.user_input',
  },
]

export async function createMailTemplates(sql: Sql): Promise<void> {
  for (const { id, name, subject, model } of TEMPLATES) {
    const [row] = await sql<{ id: number }>(
      'INSERT INTO mail_template (name, subject, model, active, auto_delete) VALUES ($1, $2, $3, true, true) RETURNING id',
      [name, subject, model],
    )
    await named(sql, id, 'mail.template', row?.id ?? 0)
  }
}
