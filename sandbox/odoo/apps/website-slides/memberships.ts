import { createHmac } from 'node:crypto'
import {
  boolean,
  char,
  datetime,
  integer,
  keys,
  many2one,
  one2many,
  selection,
  type Cell,
} from '../../orm/field.js'
import { type Environment, sudo, modelOf } from '../../orm/environment.js'
import { model } from '../../orm/model.js'
import { recomputeCompletion, removeProgress } from './enrollment.js'
import { storedRelated } from '../../orm/related.js'
import { selectRows } from '../../orm/rows.js'
import { write } from '../../orm/records.js'
import { OFFICER, CATEGORIES } from './groups-and-categories.js'

export const Membership = model('slide.channel.partner', {
  description: 'Channel / Partners (Members)',
  recName: 'partner_id',
  access: { [OFFICER]: 'rwcu' },
  fields: {
    active: boolean({ default: true }),
    channel_id: many2one('slide.channel', { required: true, label: 'Course', ondelete: 'cascade' }),
    member_status: selection(
      [
        ['invited', 'Invite Sent'],
        ['joined', 'Joined'],
        ['ongoing', 'Ongoing'],
        ['completed', 'Finished'],
      ],
      { required: true, readonly: true, label: 'Attendee Status', default: 'joined' },
    ),
    completion: integer({ label: '% Completed Contents', default: 0, aggregator: 'avg' }),
    completed_slides_count: integer({ label: '# Completed Contents', default: 0 }),
    partner_id: many2one('res.partner', { required: true, ondelete: 'cascade' }),
    partner_email: char({ related: 'partner_id.email', readonly: true }),
    channel_user_id: many2one('res.users', { related: 'channel_id.user_id' }),
    channel_type: selection(keys('training documentation'), { related: 'channel_id.channel_type' }),
    channel_visibility: selection(keys('public connected members'), {
      related: 'channel_id.visibility',
      on: { 19: { selection: keys('public connected members link') } },
    }),
    channel_enroll: selection(keys('public invite'), { related: 'channel_id.enroll' }),
    last_invitation_date: datetime(),
    invitation_link: char({ label: 'Invitation Link', readonly: true, read: invitationLinks }),
    next_slide_id: many2one('slide.slide', { label: 'Next Lesson', readonly: true, read: nextContents }),
    survey_certification_success: boolean({ label: 'Certified', default: false, from: 18 }),
    nbr_certification: integer({ related: 'channel_id.nbr_certification', from: 18 }),
  },
  constraints: [
    {
      name: 'slide_channel_partner_channel_partner_uniq',
      sql: 'UNIQUE (channel_id, partner_id)',
      message: 'A partner membership to a channel must be unique!',
    },
    {
      name: 'slide_channel_partner_check_completion',
      sql: 'CHECK (completion >= 0 AND completion <= 100)',
      message: 'The completion of a channel is a percentage and should be between 0% and 100.',
    },
  ],
  refusesMissing: (operation) => operation === 'unlink',
  beforeUnlink: removeProgress,
})

async function invitationLinks(env: Environment, ids: readonly number[]): Promise<Map<number, Cell>> {
  const rows = await env.sql<{ id: number; channel: number; partner: number }>(
    'SELECT id, channel_id AS channel, partner_id AS partner FROM slide_channel_partner WHERE id = ANY($1)',
    [ids],
  )
  return new Map(
    rows.map(({ id, channel, partner }) => {
      const query = `invite_partner_id=${partner}&invite_hash=${invitationHash(channel, partner)}`
      return [id, `${env.baseUrl}/slides/${channel}/invite?${query}`]
    }),
  )
}

/** What proves that a link is the learner's own. Odoo derives it from a secret of the database. */
export const invitationHash = (channel: number, partner: number): string =>
  createHmac('sha256', 'sandbox').update(`${channel}/${partner}`).digest('hex')

async function nextContents(env: Environment, ids: readonly number[]): Promise<Map<number, Cell>> {
  const rows = await env.sql<{ id: number; slide: number }>(
    `SELECT DISTINCT ON (m.id) m.id, s.id AS slide FROM slide_channel_partner m
     JOIN slide_slide s ON s.channel_id = m.channel_id AND s.is_published AND s.active AND NOT s.is_category
     WHERE m.id = ANY($1) AND NOT EXISTS (SELECT 1 FROM slide_slide_partner p
       WHERE p.slide_id = s.id AND p.partner_id = m.partner_id AND p.completed)
     ORDER BY m.id, s.sequence, s.id`,
    [ids],
  )
  return new Map(rows.map(({ id, slide }) => [id, slide]))
}

export const SlideProgress = model('slide.slide.partner', {
  description: 'Slide / Partner decorated m2m',
  recName: 'partner_id',
  access: { [OFFICER]: 'rwcu' },
  fields: {
    slide_id: many2one('slide.slide', { required: true, label: 'Content', ondelete: 'cascade' }),
    channel_id: many2one('slide.channel', { readonly: true, label: 'Channel', ondelete: 'cascade' }),
    slide_category: selection(CATEGORIES, { related: 'slide_id.slide_category' }),
    partner_id: many2one('res.partner', { required: true, ondelete: 'cascade' }),
    vote: integer({ default: 0 }),
    completed: boolean(),
    quiz_attempts_count: integer({ default: 0, label: 'Quiz attempts count' }),
    user_input_ids: one2many('survey.user_input', 'slide_partner_id', { label: 'Certification attempts' }),
    survey_scoring_success: boolean({ readonly: true, label: 'Certification Succeeded' }),
  },
  constraints: [
    {
      name: 'slide_slide_partner_slide_partner_uniq',
      sql: 'UNIQUE (slide_id, partner_id)',
      message: 'A partner membership to a slide must be unique!',
    },
    {
      name: 'slide_slide_partner_check_vote',
      sql: 'CHECK (vote IN (-1, 0, 1))',
      message: 'The vote must be 1, 0 or -1.',
    },
  ],
  refusesMissing: (operation, values) => operation === 'write' && 'completed' in values,
  computes: [
    storedRelated('channel_id', 'slide_id.channel_id'),
    {
      fields: ['survey_scoring_success'],
      depends: ['partner_id', 'user_input_ids.scoring_success'],
      compute: async (env, ids) => {
        const rows = await env.sql<{ id: number }>(
          'SELECT DISTINCT slide_partner_id AS id FROM survey_user_input WHERE slide_partner_id = ANY($1) AND scoring_success',
          [ids],
        )
        const passed = new Set(rows.map(({ id }) => id))
        return new Map(ids.map((id) => [id, { survey_scoring_success: passed.has(id) }]))
      },
      stored: completePassed,
    },
  ],
  created: async (env, ids) => {
    const done = await env.sql<{ id: number }>(
      'SELECT id FROM slide_slide_partner WHERE id = ANY($1) AND completed',
      [ids],
    )
    await recomputeCompletion(
      env,
      done.map(({ id }) => id),
    )
  },
  writing: async (env, ids, values) => {
    if (!('completed' in values)) return undefined
    const rows = await selectRows(env, modelOf(env, 'slide.slide.partner'), ids, ['completed'])
    const changed = rows
      .filter(({ completed }) => Boolean(completed) !== Boolean(values.completed))
      .map(({ id }) => id)
    return (after) => recomputeCompletion(after, changed)
  },
})

/** A passed certification completes its content. */
async function completePassed(env: Environment, ids: readonly number[]): Promise<void> {
  const rows = await env.sql<{ id: number }>(
    'SELECT id FROM slide_slide_partner WHERE id = ANY($1) AND survey_scoring_success AND NOT coalesce(completed, false)',
    [ids],
  )
  const passed = rows.map(({ id }) => id)
  if (passed.length === 0) return
  await write(sudo(env), 'slide.slide.partner', passed, { completed: true })
}
