import { addMembers } from './enrollment.js'
import { type Environment, modelOf, sudo } from '../../orm/environment.js'
import { userError } from '../../orm/exceptions.js'
import { boolean, char, html, many2many, many2one, now } from '../../orm/field.js'
import { onRecords } from '../../orm/methods/method.js'
import { model, number } from '../../orm/model.js'
import { create, writeMany } from '../../orm/records.js'
import { search } from '../../orm/search.js'

const MEMBERSHIP = 'slide.channel.partner'

/** The wizard that enrolls or invites contacts and emails them. */
export const Invitation = model('slide.channel.invite', {
  description: 'Channel Invitation Wizard',
  recName: null,
  access: { 'base.group_user': 'rwc' },
  fields: {
    channel_id: many2one('slide.channel', { required: true, label: 'Course', ondelete: 'cascade' }),
    partner_ids: many2many('res.partner', { label: 'Recipients' }),
    template_id: many2one('mail.template', { label: 'Mail Template' }),
    enroll_mode: boolean({ label: 'Enroll partners', default: false }),
    send_email: boolean({ label: 'Send Email' }),
    subject: char(),
    body: html({ label: 'Contents' }),
  },
  computes: [
    {
      fields: ['send_email'],
      depends: ['enroll_mode', 'channel_id'],
      compute: async (env, ids) => {
        const rows = await env.sql<{ id: number; sends: boolean }>(
          `SELECT w.id, coalesce(w.enroll_mode, false) OR c.visibility != 'public' AS sends
           FROM slide_channel_invite w JOIN slide_channel c ON c.id = w.channel_id WHERE w.id = ANY($1)`,
          [ids],
        )
        return new Map(rows.map(({ id, sends }) => [id, { send_email: sends }]))
      },
    },
  ],
  methods: { action_invite: onRecords([], ({ env, ids }) => invite(env, ids)) },
})

interface Wizard {
  readonly channel_id: number
  readonly course: string
  readonly enroll_mode: boolean
  readonly send_email: boolean
  readonly subject: string | null
  readonly partners: readonly number[]
}

/** Does nothing unless an email is to be sent, as in Odoo. */
async function invite(env: Environment, ids: readonly number[]): Promise<unknown> {
  const [wizard] = await env.sql<Wizard>(
    `SELECT w.channel_id, c.name AS course, coalesce(w.enroll_mode, false) AS enroll_mode, w.send_email,
       coalesce(w.subject, t.subject) AS subject,
       ARRAY(SELECT target FROM slide_channel_invite_partner_ids_rel WHERE source = w.id ORDER BY target) AS partners
     FROM slide_channel_invite w JOIN slide_channel c ON c.id = w.channel_id
     LEFT JOIN mail_template t ON t.id = w.template_id WHERE w.id = ANY($1)`,
    [ids],
  )
  if (!wizard?.send_email) return undefined
  const [sender] = await env.sql<{ email: string | null }>('SELECT email FROM res_partner WHERE id = $1', [
    env.partnerId,
  ])
  if (!sender?.email) throw userError("Unable to post message, please configure the sender's email address.")
  if (wizard.partners.length === 0) throw userError('Please select at least one recipient.')
  const status = wizard.enroll_mode ? 'joined' : 'invited'
  const again = wizard.enroll_mode ? [] : await stillInvited(env, wizard)
  const changed = await addMembers(env, [wizard.channel_id], wizard.partners, { status, refuses: true })
  const written = [...again, ...changed]
  if (!wizard.enroll_mode)
    await writeMany(
      sudo(env),
      MEMBERSHIP,
      written.map((id) => ({ id, values: { last_invitation_date: now(env) } })),
    )
  const recipients = await env.sql<{ partner_id: number }>(
    'SELECT partner_id FROM slide_channel_partner WHERE id = ANY($1) ORDER BY id',
    [written],
  )
  await create(
    sudo(env),
    'mail.mail',
    recipients.map(({ partner_id }) => ({
      subject: (wizard.subject ?? '').replace(/\{\{.*?\}\}/g, wizard.course),
      auto_delete: true,
      recipient_ids: [[6, 0, [number(partner_id)]]],
    })),
  )
  return { type: 'ir.actions.act_window_close' }
}

const stillInvited = (env: Environment, { channel_id, partners }: Wizard) =>
  search(env, modelOf(env, MEMBERSHIP), [
    ['member_status', '=', 'invited'],
    ['channel_id', '=', channel_id],
    ['partner_id', 'in', partners],
  ])
