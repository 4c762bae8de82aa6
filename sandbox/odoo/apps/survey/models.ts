import { randomUUID } from 'node:crypto'
import { type Environment, sudo } from '../../orm/environment.js'
import {
  boolean,
  caller,
  char,
  date,
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
  type Cell,
  type Row,
} from '../../orm/field.js'
import { onRecords, Records } from '../../orm/methods/method.js'
import { model } from '../../orm/model.js'
import { create, write } from '../../orm/records.js'
import { toDictionary } from '../../orm/values.js'

const SCORING = keys(
  'no_scoring scoring_with_answers_after_page scoring_with_answers scoring_without_answers',
)
const USER = { 'survey.group_survey_user': 'rwcu' }

export const Survey = model('survey.survey', {
  description: 'Survey',
  recName: 'title',
  order: 'create_date desc',
  access: USER,
  fields: {
    title: char({ required: true, label: 'Survey Title' }),
    description: html(),
    active: boolean({ default: true }),
    user_id: many2one('res.users', { label: 'Responsible', default: caller }),
    access_mode: selection(keys('public token'), { required: true, default: 'public' }),
    access_token: char({ default: () => randomUUID(), copied: false }),
    users_login_required: boolean({ default: false }),
    scoring_type: selection(SCORING, { required: true, default: 'no_scoring', label: 'Scoring' }),
    scoring_success_min: float({ default: 80 }),
    certification: boolean({ default: false }),
    is_attempts_limited: boolean({ default: false }),
    attempts_limit: integer({ default: 1 }),
    question_and_page_ids: one2many('survey.question', 'survey_id'),
    user_input_ids: one2many('survey.user_input', 'survey_id', { readonly: true }),
    slide_ids: one2many('slide.slide', 'survey_id'),
  },
})

export const SurveyQuestion = model('survey.question', {
  description: 'Survey Question',
  recName: 'title',
  order: 'sequence, id',
  access: USER,
  fields: {
    title: char({ required: true }),
    survey_id: many2one('survey.survey', { ondelete: 'cascade' }),
    sequence: integer({ default: 10 }),
    is_page: boolean({ default: false }),
    question_type: selection(
      keys('simple_choice multiple_choice text_box char_box numerical_box scale date datetime matrix'),
      { default: 'simple_choice' },
    ),
    suggested_answer_ids: one2many('survey.question.answer', 'question_id'),
  },
  methods: {
    // A quirk of 18: the method lacks its decorator. Over RPC it takes ids first and returns the
    // record's Python representation.
    create: onRecords(
      ['vals_list'],
      async ({ env, args }) => {
        const rows: readonly unknown[] = Array.isArray(args.vals_list) ? args.vals_list : [args.vals_list]
        const ids = await create(env, 'survey.question', rows.map(toDictionary))
        return new Records('survey.question', ids, 'text')
      },
      { from: 18, until: 18 },
    ),
  },
})

export const SurveyAnswer = model('survey.question.answer', {
  description: 'Survey Label',
  recName: 'value',
  order: 'question_id, sequence, id',
  access: USER,
  fields: {
    question_id: many2one('survey.question', { ondelete: 'cascade' }),
    value: char({ required: true, label: 'Suggested value' }),
    sequence: integer({ default: 10 }),
    is_correct: boolean({ default: false }),
    answer_score: float({ default: 0 }),
  },
})

export const UserInput = model('survey.user_input', {
  description: 'Survey User Input',
  recName: 'survey_id',
  order: 'create_date desc',
  access: USER,
  fields: {
    survey_id: many2one('survey.survey', { readonly: true, required: true, ondelete: 'cascade' }),
    partner_id: many2one('res.partner', { readonly: true, label: 'Contact' }),
    email: char({ readonly: true }),
    nickname: char(),
    deadline: datetime(),
    state: selection(
      [
        ['new', 'New'],
        ['in_progress', 'In Progress'],
        ['done', 'Completed'],
      ],
      { default: 'new', readonly: true, label: 'Status' },
    ),
    test_entry: boolean({ default: false, readonly: true }),
    start_datetime: datetime({ readonly: true }),
    end_datetime: datetime({ readonly: true }),
    is_session_answer: boolean({ default: false }),
    survey_first_submitted: boolean({ default: false }),
    last_displayed_page_id: many2one('survey.question'),
    access_token: char({ required: true, readonly: true, default: () => randomUUID() }),
    invite_token: char({ readonly: true }),
    user_input_line_ids: one2many('survey.user_input.line', 'user_input_id'),
    predefined_question_ids: many2many('survey.question', { readonly: true }),
    scoring_type: selection(SCORING, { related: 'survey_id.scoring_type' }),
    is_attempts_limited: boolean({ related: 'survey_id.is_attempts_limited' }),
    attempts_limit: integer({ related: 'survey_id.attempts_limit' }),
    scoring_total: float({ readonly: true }),
    scoring_percentage: float({ readonly: true }),
    scoring_success: boolean({ readonly: true }),
    attempts_number: integer({ readonly: true, read: attemptNumbers }),
    slide_id: many2one('slide.slide'),
    slide_partner_id: many2one('slide.slide.partner'),
  },
  computes: [
    {
      fields: ['scoring_total', 'scoring_percentage', 'scoring_success'],
      depends: ['user_input_line_ids.answer_score', 'predefined_question_ids'],
      compute: scores,
    },
  ],
  created: removeFailed,
  writing: (_env, ids, values) =>
    Promise.resolve('state' in values ? (after: Environment) => removeFailed(after, ids) : undefined),
})

async function scores(env: Environment, ids: readonly number[]): Promise<Map<number, Row>> {
  const rows = await env.sql<{ id: number; total: number; possible: number; minimum: number }>(
    `SELECT u.id, s.scoring_success_min AS minimum,
       (SELECT coalesce(sum(answer_score), 0) FROM survey_user_input_line WHERE user_input_id = u.id) AS total,
       (SELECT coalesce(sum(a.answer_score), 0) FROM survey_user_input_predefined_question_ids_rel r
        JOIN survey_question_answer a ON a.question_id = r.target WHERE r.source = u.id AND a.answer_score > 0) AS possible
     FROM survey_user_input u JOIN survey_survey s ON s.id = u.survey_id WHERE u.id = ANY($1)`,
    [ids],
  )
  return new Map(
    rows.map(({ id, total, possible, minimum }) => {
      const percentage = possible === 0 ? 0 : Math.round((10_000 * total) / possible) / 100
      return [
        id,
        { scoring_total: total, scoring_percentage: percentage, scoring_success: percentage >= minimum },
      ]
    }),
  )
}

/** The number of this person's attempt at this survey. */
async function attemptNumbers(env: Environment, ids: readonly number[]): Promise<Map<number, Cell>> {
  const rows = await env.sql<{ id: number; number: number }>(
    `SELECT u.id, 1 + (SELECT count(*)::int FROM survey_user_input o WHERE o.survey_id = u.survey_id AND o.state = 'done'
       AND NOT coalesce(o.test_entry, false) AND o.id < u.id AND (o.partner_id = u.partner_id OR o.email = u.email)) AS number
     FROM survey_user_input u WHERE u.id = ANY($1)`,
    [ids],
  )
  return new Map(rows.map(({ id, number }) => [id, number]))
}

/**
 * Failing the last allowed attempt archives the membership. The attempts are detached, so that a
 * new enrollment starts afresh.
 */
async function removeFailed(env: Environment, ids: readonly number[]): Promise<void> {
  const rows = await env.sql<{ id: number; partner_id: number; membership: number; progress: number }>(
    `SELECT u.id, u.partner_id, m.id AS membership, p.id AS progress FROM survey_user_input u
     JOIN survey_survey s ON s.id = u.survey_id JOIN slide_slide_partner p ON p.id = u.slide_partner_id
     JOIN slide_channel_partner m ON m.channel_id = p.channel_id AND m.partner_id = u.partner_id
     WHERE u.id = ANY($1) AND u.state = 'done' AND NOT u.scoring_success AND s.is_attempts_limited
       AND s.attempts_limit <= (SELECT count(*) FROM survey_user_input o
         WHERE o.slide_partner_id = p.id AND o.state = 'done' AND NOT coalesce(o.test_entry, false))`,
    [ids],
  )
  for (const { partner_id, membership, progress } of rows) {
    await create(sudo(env), 'mail.mail', [
      { subject: 'You have failed the course', auto_delete: true, recipient_ids: [[6, 0, [partner_id]]] },
    ])
    const attempts = await env.sql<{ id: number }>(
      'SELECT id FROM survey_user_input WHERE slide_partner_id = $1',
      [progress],
    )
    await write(
      sudo(env),
      'survey.user_input',
      attempts.map(({ id }) => id),
      { slide_partner_id: false },
    )
    await write(sudo(env), 'slide.channel.partner', [membership], { active: false })
  }
}

export const UserInputLine = model('survey.user_input.line', {
  description: 'Survey User Input Line',
  recName: 'user_input_id',
  access: { 'survey.group_survey_user': 'r', 'survey.group_survey_manager': 'rwcu' },
  fields: {
    user_input_id: many2one('survey.user_input', { required: true, ondelete: 'cascade' }),
    question_id: many2one('survey.question', { required: true, ondelete: 'cascade' }),
    value_char_box: char({ label: 'Text answer' }),
    value_text_box: text({ label: 'Free Text answer' }),
    value_numerical_box: float({ label: 'Numerical answer' }),
    value_date: date({ label: 'Date answer' }),
    value_datetime: datetime({ label: 'Datetime answer' }),
    survey_id: many2one('survey.survey', { related: 'user_input_id.survey_id' }),
    answer_type: selection(keys('text_box char_box numerical_box scale date datetime suggestion')),
    suggested_answer_id: many2one('survey.question.answer', { label: 'Suggested answer' }),
    skipped: boolean({ default: false }),
    answer_is_correct: boolean({ on: { 19: { readonly: true } } }),
    answer_score: float({ on: { 19: { readonly: true } } }),
  },
  computes: [
    {
      fields: ['answer_score', 'answer_is_correct'],
      depends: ['suggested_answer_id'],
      compute: async (env, ids) => {
        const rows = await env.sql<{ id: number; score: number | null; correct: boolean | null }>(
          `SELECT l.id, a.answer_score AS score, a.is_correct AS correct FROM survey_user_input_line l
           LEFT JOIN survey_question_answer a ON a.id = l.suggested_answer_id WHERE l.id = ANY($1)`,
          [ids],
        )
        return new Map(
          rows.map(({ id, score, correct }) => [
            id,
            { answer_score: score ?? 0, answer_is_correct: correct ?? false },
          ]),
        )
      },
    },
  ],
})
