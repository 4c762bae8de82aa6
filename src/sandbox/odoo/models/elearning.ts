import { validationError } from '../errors.js'
import {
  boolean,
  caller,
  char,
  datetime,
  float,
  html,
  integer,
  keys,
  many2one,
  one2many,
  selection,
  text,
} from '../field.js'
import type { Cell, Row } from '../field.js'
import type { Environment } from '../environment.js'
import { sudo, modelOf } from '../environment.js'
import { model, number } from '../model.js'
import { addMembers, recomputeCompletion, recomputeCourses, removeProgress } from '../enrolment.js'
import { actionGrantAccess } from '../methods/courses.js'
import { storedRelated } from '../related.js'
import { selectRows } from '../rows.js'
import { create, write } from '../records.js'

const OFFICER = 'website_slides.group_website_slides_officer'
const MANAGER = 'website_slides.group_website_slides_manager'
const READERS = { 'base.group_public': 'r', 'base.group_portal': 'r', 'base.group_user': 'r' }
const isOfficer = (env: Environment) => env.groups.has(OFFICER)

const CATEGORIES = [...keys('infographic article document video quiz certification')] as const
const SLIDE_TYPES: Readonly<Record<string, string>> = {
  infographic: 'image',
  article: 'article',
  document: 'pdf',
  video: 'youtube_video',
  quiz: 'quiz',
  certification: 'certification',
}

/** One figure per course, from a query that gives rows of id and value. */
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

export const Channel = model('slide.channel', {
  description: 'Course',
  order: 'sequence, id',
  access: { ...READERS, [OFFICER]: 'rwc', [MANAGER]: 'rwcu' },
  fields: {
    name: char({ required: true }),
    active: boolean({ default: true }),
    description: html(),
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
    visibility: selection(
      [
        ['public', 'Everyone'],
        ['connected', 'Signed In'],
        ['members', 'Course Attendees'],
      ],
      { required: true, label: 'Show Course To', default: 'public' },
    ),
    is_published: boolean({ default: false }),
    website_published: boolean({ related: 'is_published' }),
    karma_gen_channel_finish: integer({ default: 10 }),
    tag_ids: { type: 'many2many', relation: 'slide.channel.tag', label: 'Tags' },
    prerequisite_channel_ids: { type: 'many2many', relation: 'slide.channel', label: 'Prerequisites' },
    slide_ids: one2many('slide.slide', 'channel_id', { label: 'Slides and categories' }),
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
    completion: integer({ readonly: true, read: ofCaller('completion', 0) }),
    completed: boolean({ readonly: true, read: ofCaller(`member_status = 'completed'`, false) }),
    is_member: boolean({ readonly: true, read: ofCaller(`member_status != 'invited'`, false) }),
    website_url: char({ readonly: true, read: websiteUrls }),
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

export const Slide = model('slide.slide', {
  description: 'Slides',
  order: 'sequence asc, is_category asc, id asc',
  access: { ...READERS, [OFFICER]: 'rwc', [MANAGER]: 'rwcu' },
  fields: {
    name: char({ required: true, label: 'Title' }),
    active: boolean({ default: true }),
    sequence: integer({ default: 0 }),
    user_id: many2one('res.users', { label: 'Uploaded by', default: caller }),
    description: html(),
    html_content: html(),
    url: char({ label: 'External URL' }),
    channel_id: many2one('slide.channel', { required: true, label: 'Course', ondelete: 'cascade' }),
    is_preview: boolean({ default: false, label: 'Allow Preview' }),
    is_published: boolean({ default: false }),
    website_published: boolean({ related: 'is_published' }),
    date_published: datetime({ readonly: true }),
    completion_time: float({ label: 'Duration', default: 0 }),
    is_category: boolean({ default: false, label: 'Is a category' }),
    category_id: many2one('slide.slide', { label: 'Section', readonly: true }),
    slide_category: selection(CATEGORIES, { required: true, label: 'Category', default: 'document' }),
    slide_type: selection(
      [...new Set(Object.values(SLIDE_TYPES))].map((key) => [key, key] as const),
      { readonly: true },
    ),
    source_type: selection(keys('local_file external'), { required: true, default: 'local_file' }),
    question_ids: one2many('slide.question', 'slide_id', { label: 'Questions' }),
    slide_partner_ids: one2many('slide.slide.partner', 'slide_id', { label: 'Subscribers information' }),
    survey_id: many2one('survey.survey', { label: 'Certification' }),
  },
  constraints: [
    {
      name: 'slide_slide_check_survey_id',
      sql: `CHECK (slide_category != 'certification' OR survey_id IS NOT NULL)`,
      message: `A slide of type 'certification' requires a certification.`,
    },
    {
      name: 'slide_slide_check_certification_preview',
      sql: `CHECK (slide_category != 'certification' OR is_preview = false)`,
      message: 'A slide of type certification cannot be previewed.',
    },
  ],
  refusesMissing: () => true,
  computes: [
    {
      fields: ['slide_type'],
      depends: ['slide_category'],
      compute: async (env, ids) => {
        const rows = await selectRows(env, modelOf(env, 'slide.slide'), ids, ['slide_category'])
        return new Map(
          rows.map(({ id, slide_category }) => [
            id,
            { slide_type: SLIDE_TYPES[String(slide_category)] ?? null },
          ]),
        )
      },
    },
    {
      fields: ['category_id'],
      depends: ['channel_id.slide_ids.is_category', 'channel_id.slide_ids.sequence'],
      compute: sections,
    },
  ],
  beforeCreate: (env, rows) =>
    Promise.resolve(
      rows.map((values) => {
        const section = values.is_category ? { is_preview: true, is_published: true } : {}
        const complete = { ...values, ...section }
        const published =
          'is_published' in complete && complete.is_published ? { date_published: env.now } : {}
        return { ...published, ...complete }
      }),
    ),
  created: async (env, ids) => {
    const published = (
      await selectRows(env, modelOf(env, 'slide.slide'), ids, ['is_published', 'is_category', 'channel_id'])
    ).filter((slide) => slide.is_published && !slide.is_category)
    await recomputeCourses(
      env,
      published.map(({ channel_id }) => number(channel_id)),
    )
  },
  writing: async (env, ids, values) => {
    const before = await selectRows(env, modelOf(env, 'slide.slide'), ids, ['channel_id'])
    if (!('is_published' in values || 'active' in values || 'website_published' in values)) return undefined
    return (after) =>
      recomputeCourses(
        after,
        before.map(({ channel_id }) => number(channel_id)),
      )
  },
})

/** Contents after a section belong to it, in the order of the course. */
async function sections(env: Environment, ids: readonly number[]): Promise<Map<number, Row>> {
  const rows = await env.sql<{ id: number; channel_id: number; is_category: boolean }>(
    `SELECT id, channel_id, is_category FROM slide_slide
     WHERE channel_id IN (SELECT channel_id FROM slide_slide WHERE id = ANY($1)) ORDER BY channel_id, sequence, is_category, id`,
    [ids],
  )
  const wanted = new Set(ids)
  const result = new Map<number, Row>()
  let course: number | null = null
  let section: number | null = null
  for (const { id, channel_id, is_category } of rows) {
    if (channel_id !== course) [course, section] = [channel_id, null]
    if (is_category) section = id
    if (wanted.has(id)) result.set(id, { category_id: is_category ? null : section })
  }
  return result
}

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
    completion: integer({ label: '% Completed Contents', default: 0 }),
    completed_slides_count: integer({ label: '# Completed Contents', default: 0 }),
    partner_id: many2one('res.partner', { required: true, ondelete: 'cascade' }),
    partner_email: char({ related: 'partner_id.email', readonly: true }),
    channel_user_id: many2one('res.users', { related: 'channel_id.user_id' }),
    channel_type: selection(keys('training documentation'), { related: 'channel_id.channel_type' }),
    channel_visibility: selection(keys('public connected members'), { related: 'channel_id.visibility' }),
    channel_enroll: selection(keys('public invite'), { related: 'channel_id.enroll' }),
    last_invitation_date: datetime(),
    next_slide_id: many2one('slide.slide', { label: 'Next Lesson', readonly: true, read: nextContents }),
    survey_certification_success: boolean({ label: 'Certified', default: false }),
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

export const Question = model('slide.question', {
  description: 'Content Quiz Question',
  order: 'sequence',
  recName: 'question',
  access: { ...READERS, [OFFICER]: 'rwcu' },
  fields: {
    sequence: integer({ default: 0 }),
    question: char({ required: true, label: 'Question Name' }),
    slide_id: many2one('slide.slide', { required: true, label: 'Content', ondelete: 'cascade' }),
    answer_ids: one2many('slide.answer', 'question_id', { label: 'Answer' }),
  },
  checks: [
    {
      fields: ['answer_ids'],
      check: async (env, ids) => {
        const bad = await env.sql(
          `SELECT 1 FROM slide_question q WHERE q.id = ANY($1) AND (
             SELECT count(DISTINCT coalesce(a.is_correct, false)) FROM slide_answer a WHERE a.question_id = q.id) < 2`,
          [ids],
        )
        if (bad.length > 0)
          throw validationError(
            'All questions must have at least one correct answer and one incorrect answer.',
          )
      },
    },
  ],
})

export const Answer = model('slide.answer', {
  description: 'Slide Question Answer',
  order: 'question_id, sequence, id',
  recName: 'text_value',
  access: { [OFFICER]: 'rwcu' },
  fields: {
    sequence: integer({ default: 0 }),
    question_id: many2one('slide.question', { required: true, ondelete: 'cascade' }),
    text_value: char({ required: true, label: 'Answer' }),
    is_correct: boolean({ label: 'Is correct answer', default: false }),
    comment: text(),
  },
})
