import { READERS, OFFICER, MANAGER, CATEGORIES } from './groups-and-categories.js'
import { validationError } from '../../orm/exceptions.js'
import {
  binary,
  boolean,
  caller,
  char,
  datetime,
  float,
  html,
  integer,
  keys,
  many2many,
  many2one,
  one2many,
  selection,
  text,
  type Row,
} from '../../orm/field.js'
import { type Environment, modelOf } from '../../orm/environment.js'
import { model, number } from '../../orm/model.js'
import { recomputeCourses } from './enrollment.js'
import { selectRows } from '../../orm/rows.js'

const SLIDE_TYPES: Readonly<Record<string, string>> = {
  infographic: 'image',
  article: 'article',
  document: 'pdf',
  video: 'youtube_video',
  quiz: 'quiz',
  certification: 'certification',
}

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
    website_published: boolean({ related: 'is_published', readonly: false }),
    date_published: datetime({ readonly: true }),
    completion_time: float({ label: 'Duration', default: 0 }),
    is_category: boolean({ default: false, label: 'Is a category' }),
    category_id: many2one('slide.slide', { label: 'Section', readonly: true }),
    slide_category: selection(CATEGORIES, { required: true, label: 'Category', default: 'document' }),
    slide_type: selection(
      keys(
        'image article quiz pdf sheet doc slides youtube_video google_drive_video vimeo_video certification',
      ),
    ),
    source_type: selection(keys('local_file external'), { required: true, default: 'local_file' }),
    tag_ids: many2many('slide.tag', { label: 'Tags' }),
    quiz_first_attempt_reward: integer({ default: 10, label: 'Reward: first attempt' }),
    quiz_second_attempt_reward: integer({ default: 7, label: 'Reward: second attempt' }),
    quiz_third_attempt_reward: integer({ default: 5, label: 'Reward: third attempt' }),
    quiz_fourth_attempt_reward: integer({ default: 2, label: 'Reward: every attempt after the third try' }),
    slide_resource_downloadable: boolean({ default: true, label: 'Allow Download' }),
    binary_content: binary({ label: 'File' }),
    likes: integer({ readonly: true, default: 0 }),
    dislikes: integer({ readonly: true, default: 0 }),
    slide_views: integer({ readonly: true, default: 0, label: '# of Website Views' }),
    public_views: integer({ readonly: true, default: 0, label: '# of Public Views', copied: false }),
    total_views: integer({ readonly: true, default: 0, label: '# Total Views' }),
    channel_type: selection(keys('training documentation'), { related: 'channel_id.channel_type' }),
    slide_ids: one2many('slide.slide', 'category_id', { label: 'Content' }),
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

/** Contents belong to the section before them in the course's order. */
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
