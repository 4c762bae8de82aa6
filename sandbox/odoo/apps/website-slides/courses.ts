import { READERS, OFFICER, MANAGER, CATEGORIES } from './groups-and-categories.js'
import { activityFields, threadFields } from '../mail/messages-and-activities.js'
import { ratingFields } from '../rating/models.js'
import { randomUUID } from 'node:crypto'
import {
  boolean,
  caller,
  char,
  date,
  float,
  html,
  integer,
  keys,
  many2many,
  many2one,
  one2many,
  selection,
  today,
  type Cell,
  type Row,
} from '../../orm/field.js'
import { type Environment, sudo, modelOf } from '../../orm/environment.js'
import { model } from '../../orm/model.js'
import { addMembers } from './enrollment.js'
import { actionGrantAccess } from './grant-access.js'
import { selectRows } from '../../orm/rows.js'
import { create } from '../../orm/records.js'

const isOfficer = (env: Environment) => env.groups.has(OFFICER)

/** One value per course, from a query with rows of id and value. */
const perCourse =
  (query: string, blank: Cell) =>
  async (env: Environment, ids: readonly number[]): Promise<Map<number, Cell>> => {
    const rows = await env.sql<{ id: number; value: Cell }>(
      query,
      query.includes('$2') ? [ids, env.partnerId] : [ids],
    )
    const values = new Map(rows.map(({ id, value }) => [id, value]))
    return new Map(ids.map((id) => [id, values.get(id) ?? blank]))
  }

const members = (condition: string) =>
  perCourse(
    `SELECT channel_id AS id, count(*)::int AS value FROM slide_channel_partner
     WHERE channel_id = ANY($1) AND active AND ${condition} GROUP BY channel_id`,
    0,
  )

const contents = (condition: string) =>
  perCourse(
    `SELECT channel_id AS id, array_agg(id ORDER BY sequence, is_category, id) AS value FROM slide_slide
     WHERE channel_id = ANY($1) AND active AND ${condition} GROUP BY channel_id`,
    [],
  )

const VISIBILITY = [
  ['public', 'Everyone'],
  ['connected', 'Signed In'],
  ['members', 'Course Attendees'],
] as const

export const Channel = model('slide.channel', {
  description: 'Course',
  order: 'sequence, id',
  access: { ...READERS, [OFFICER]: 'rwc', [MANAGER]: 'rwcu' },
  fields: {
    name: char({ required: true }),
    active: boolean({ default: true }),
    description: html(),
    description_short: html({ label: 'Short Description' }),
    description_html: html({ label: 'Detailed Description' }),
    color: integer({ default: 0, label: 'Color Index' }),
    slide_last_update: date({ readonly: true, label: 'Last Update', default: today }),
    promote_strategy: selection(keys('latest most_voted most_viewed specific none'), {
      label: 'Promoted Content',
      default: 'latest',
    }),
    promoted_slide_id: many2one('slide.slide', { label: 'Promoted Slide' }),
    access_token: char({ label: 'Security Token', copied: false, default: () => randomUUID() }),
    allow_comment: boolean({ label: 'Allow rating on Course', default: true }),
    enroll_msg: html({ label: 'Enroll Message' }),
    enroll_group_ids: many2many('res.groups', { label: 'Auto Enroll Groups' }),
    upload_group_ids: many2many('res.groups', { label: 'Upload Groups' }),
    total_views: integer({ readonly: true, default: 0, label: 'Visits' }),
    total_votes: integer({ readonly: true, default: 0, label: 'Votes' }),
    sequence: integer({ default: 10 }),
    user_id: many2one('res.users', { label: 'Responsible', default: caller }),
    channel_type: selection(keys('training documentation'), {
      required: true,
      label: 'Course type',
      default: 'training',
    }),
    enroll: selection(
      [
        ['public', 'Open'],
        ['invite', 'On Invitation'],
      ],
      { required: true, label: 'Enroll Policy', default: 'public' },
    ),
    visibility: selection(VISIBILITY, {
      required: true,
      label: 'Show Course To',
      default: 'public',
      on: { 19: { selection: [...VISIBILITY, ['link', 'Anyone with the link']] } },
    }),
    is_published: boolean({ default: false }),
    website_published: boolean({ related: 'is_published', readonly: false }),
    karma_gen_channel_rank: integer({ default: 5, label: 'Course ranked' }),
    karma_gen_channel_finish: integer({ default: 10, label: 'Course finished' }),
    karma_review: integer({ default: 10, label: 'Add Review' }),
    karma_slide_comment: integer({ default: 3, label: 'Add Comment' }),
    karma_slide_vote: integer({ default: 3, label: 'Vote' }),
    tag_ids: { type: 'many2many', relation: 'slide.channel.tag', label: 'Tags' },
    prerequisite_channel_ids: { type: 'many2many', relation: 'slide.channel', label: 'Prerequisites' },
    slide_ids: one2many('slide.slide', 'channel_id', { label: 'Slides and categories' }),
    slide_partner_ids: one2many('slide.slide.partner', 'channel_id', { label: 'Slide User Data' }),
    channel_partner_all_ids: one2many('slide.channel.partner', 'channel_id', {
      label: 'All Attendees Information',
    }),
    channel_partner_ids: one2many('slide.channel.partner', 'channel_id', {
      label: 'Enrolled Attendees Information',
    }),
    total_slides: integer({ readonly: true, label: 'Number of Contents' }),
    total_time: float({ readonly: true, label: 'Duration' }),
    nbr_infographic: integer({ readonly: true }),
    nbr_article: integer({ readonly: true }),
    nbr_document: integer({ readonly: true }),
    nbr_video: integer({ readonly: true }),
    nbr_quiz: integer({ readonly: true }),
    nbr_certification: integer({ readonly: true }),
    slide_content_ids: {
      type: 'one2many',
      relation: 'slide.slide',
      label: 'Content',
      read: contents('NOT is_category'),
    },
    slide_category_ids: {
      type: 'one2many',
      relation: 'slide.slide',
      label: 'Categories',
      read: contents('is_category'),
    },
    members_count: integer({ readonly: true, read: members(`member_status != 'invited'`) }),
    members_all_count: integer({ readonly: true, read: members('true') }),
    members_completed_count: integer({ readonly: true, read: members(`member_status = 'completed'`) }),
    members_engaged_count: integer({
      readonly: true,
      read: members(`member_status IN ('joined', 'ongoing')`),
    }),
    members_invited_count: integer({ readonly: true, read: members(`member_status = 'invited'`) }),
    members_certified_count: integer({
      read: members('survey_certification_success'),
      from: 18,
    }),
    is_member_invited: boolean({ read: ofCaller(`member_status = 'invited'`, false) }),
    completion: integer({ readonly: true, read: ofCaller('completion', 0) }),
    completed: boolean({ readonly: true, read: ofCaller(`member_status = 'completed'`, false) }),
    is_member: boolean({ readonly: true, read: ofCaller(`member_status != 'invited'`, false) }),
    website_url: char({ readonly: true, read: websiteUrls }),
    ...threadFields('slide.channel'),
    ...activityFields('slide.channel'),
    ...ratingFields('slide.channel'),
  },
  constraints: [
    {
      name: 'slide_channel_check_enroll',
      sql: `CHECK (visibility != 'members' OR enroll = 'invite')`,
      message: `The Enroll Policy should be set to 'On Invitation' when visibility is set to 'Course Attendees'`,
    },
  ],
  refusesMissing: (operation) => operation === 'write',
  rule: (env) =>
    isOfficer(env)
      ? null
      : [
          ...[
            '&',
            ['is_published', '=', true],
            '|',
            ['visibility', 'in', env.uid ? ['public', 'connected'] : ['public']],
          ],
          ['channel_partner_ids.partner_id', '=', env.partnerId],
        ],
  methods: { action_grant_access: actionGrantAccess },
  computes: [
    {
      fields: ['total_slides', 'total_time', ...CATEGORIES.map(([category]) => `nbr_${category}`)],
      depends: [
        ...['slide_ids.slide_category', 'slide_ids.is_published', 'slide_ids.completion_time'],
        ...['slide_ids.is_category', 'slide_ids.active'],
      ],
      compute: statistics,
    },
  ],
  created: async (env, ids) => {
    for (const id of ids) {
      const [row] = await env.sql<{ partner_id: number | null }>(
        'SELECT u.partner_id FROM slide_channel c LEFT JOIN res_users u ON u.id = c.user_id WHERE c.id = $1',
        [id],
      )
      await create(sudo(env), 'slide.channel.partner', [{ channel_id: id, partner_id: env.partnerId }])
      if (row?.partner_id) await addMembers(env, [id], [row.partner_id])
    }
  },
  beforeUnlink: async (env, ids) => {
    await env.sql('DELETE FROM slide_slide WHERE channel_id = ANY($1)', [ids])
  },
})

function ofCaller(expression: string, blank: Cell) {
  return perCourse(
    `SELECT channel_id AS id, ${expression} AS value FROM slide_channel_partner
     WHERE channel_id = ANY($1) AND partner_id = $2 AND active`,
    blank,
  )
}

async function websiteUrls(env: Environment, ids: readonly number[]): Promise<Map<number, Cell>> {
  const rows = await selectRows(env, modelOf(env, 'slide.channel'), ids, ['name'])
  return new Map(rows.map(({ id, name }) => [id, `${env.baseUrl}/slides/${slug(name)}${id}`]))
}

const slug = (name: Cell | undefined) => {
  const latin = String(name ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return latin === '' ? '' : `${latin}-`
}

async function statistics(env: Environment, ids: readonly number[]): Promise<Map<number, Row>> {
  const counts = CATEGORIES.map(
    ([category]) => `count(*) FILTER (WHERE slide_category = '${category}')::int AS nbr_${category}`,
  )
  const rows = await env.sql<Row & { channel_id: number }>(
    `SELECT channel_id, count(*)::int AS total_slides, coalesce(sum(completion_time), 0) AS total_time, ${counts.join(', ')}
     FROM slide_slide WHERE channel_id = ANY($1) AND is_published AND active AND NOT coalesce(is_category, false)
     GROUP BY channel_id`,
    [ids],
  )
  const found = new Map(rows.map(({ channel_id: id, ...row }) => [id, row]))
  const none = Object.fromEntries(
    ['total_slides', 'total_time', ...CATEGORIES.map(([name]) => `nbr_${name}`)].map((name) => [name, 0]),
  )
  return new Map(ids.map((id) => [id, found.get(id) ?? none]))
}

export const ChannelTag = model('slide.channel.tag', {
  description: 'Channel/Course Tag',
  access: { ...READERS, [OFFICER]: 'rwcu' },
  fields: { name: char({ required: true }) },
})

export const Tag = model('slide.tag', {
  description: 'Slide Tag',
  access: { ...READERS, [OFFICER]: 'rwcu' },
  fields: { name: char({ required: true }) },
  constraints: [
    { name: 'slide_tag_slide_tag_unique', sql: 'UNIQUE (name)', message: 'A tag must be unique!' },
  ],
})
