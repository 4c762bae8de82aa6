import type { Sql } from '../orm/environment.js'
import { setExternalId } from './external-id.js'

interface Template {
  /** External id. */
  readonly id: string
  readonly name: string
  readonly subject: string
  readonly model: string
}

const MEMBER = 'slide.channel.partner'

/** Email templates of the installed apps. */
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

/** Types of messages and of activities, in the order of their ids. */
const KINDS = {
  'mail.message.subtype': [
    ['mail.mt_comment', 'Discussions'],
    ['mail.mt_note', 'Note'],
    ['mail.mt_activities', 'Activities'],
    ['website_slides.mt_channel_slide_published', 'Presentation Published'],
  ],
  'mail.activity.type': [
    ['mail.mail_activity_data_email', 'Email'],
    ['mail.mail_activity_data_call', 'Call'],
    ['mail.mail_activity_data_meeting', 'Meeting'],
    ['mail.mail_activity_data_todo', 'To-Do'],
  ],
} as const

export async function createMailRecords(sql: Sql): Promise<void> {
  for (const [model, kinds] of Object.entries(KINDS))
    for (const [place, [id, name]] of kinds.entries()) {
      await sql(`INSERT INTO ${model.replaceAll('.', '_')} (name, sequence) VALUES ($1, $2)`, [name, place])
      await setExternalId(sql, id, model, place + 1)
    }
  await sql('UPDATE mail_activity_type SET active = true')
  await createTemplates(sql)
}

async function createTemplates(sql: Sql): Promise<void> {
  for (const { id, name, subject, model } of TEMPLATES) {
    const [row] = await sql<{ id: number }>(
      'INSERT INTO mail_template (name, subject, model, active, auto_delete) VALUES ($1, $2, $3, true, true) RETURNING id',
      [name, subject, model],
    )
    await setExternalId(sql, id, 'mail.template', row?.id ?? 0)
  }
}
