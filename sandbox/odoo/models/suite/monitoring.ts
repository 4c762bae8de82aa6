import {
  boolean,
  char,
  date,
  datetime,
  float,
  integer,
  keys,
  many2one,
  now,
  selection,
  text,
  today,
} from '../../orm/field.js'
import { onRecords } from '../../orm/methods/method.js'
import { model, percent } from '../../orm/model.js'
import { write } from '../../orm/records.js'
import { suiteAccess } from '../../suite/checks-and-steps.js'

export const ProgressNotification = model('gr.progress.notification', {
  description: 'Progress Notification',
  access: suiteAccess('rwcu', 'rwc', 'rw', ''),
  fields: {
    name: char({ required: true }),
    student_id: many2one('gr.student', { required: true, ondelete: 'cascade' }),
    progress_tracker_id: many2one('gr.progress.tracker', { ondelete: 'cascade' }),
    notification_type: selection(keys('milestone completion stalled achievement reminder alert'), {
      required: true,
      default: 'milestone',
    }),
    milestone_type: selection(
      keys(
        '25_percent 50_percent 75_percent 90_percent 100_percent first_login week_1_active week_2_active month_1_active custom',
      ),
      { default: '25_percent' },
    ),
    message: text({ required: true }),
    progress_value: float(),
    status: selection(keys('draft sent read archived'), { default: 'draft' }),
    sent_date: datetime(),
    read_date: datetime(),
    email_sent: boolean({ default: false }),
    sms_sent: boolean({ default: false }),
    in_app_notification: boolean({ default: true }),
    recipient_user_id: many2one('res.users'),
    recipient_email: char(),
    recipient_phone: char(),
    priority: selection(keys('low normal high urgent'), { default: 'normal' }),
    auto_generated: boolean({ default: true }),
    trigger_condition: text(),
  },
  methods: {
    action_mark_as_read: onRecords([], async ({ env, model: { name }, ids }) => {
      await write(env, name, ids, { status: 'read', read_date: now(env) })
    }),
    action_archive_notification: onRecords([], async ({ env, model: { name }, ids }) => {
      await write(env, name, ids, { status: 'archived' })
    }),
  },
})

const KPIS = ['total_students', 'enrolled_students', 'completed_students', 'completion_rate']

export const TrainingDashboard = model('gr.training.dashboard', {
  description: 'Training Dashboard',
  access: suiteAccess('rwcu', 'rwc', 'rw', 'r'),
  fields: {
    name: char({ required: true, default: 'Training Analytics Dashboard' }),
    date_from: date({ required: true, default: (env) => monthBefore(today(env)) }),
    date_to: date({ required: true, default: today }),
    total_students: integer({ readonly: true }),
    enrolled_students: integer({ readonly: true }),
    completed_students: integer({ readonly: true }),
    completion_rate: float({ readonly: true }),
    widget_config: text({ default: '{}' }),
    last_update: datetime({ default: now }),
    auto_refresh: boolean({ default: true }),
    refresh_interval: integer({ default: 15 }),
  },
  computes: [
    {
      fields: KPIS,
      depends: ['date_from', 'date_to', 'last_update'],
      compute: async (env, ids) => {
        const [counts] = await env.sql<{ total: number; enrolled: number; completed: number }>(
          `SELECT count(*)::int AS total, count(*) FILTER (WHERE state IN ('completed', 'certified'))::int AS completed,
             count(*) FILTER (WHERE state IN ('enrolled', 'in_progress', 'completed', 'certified'))::int AS enrolled
           FROM gr_student`,
        )
        const { total = 0, enrolled = 0, completed = 0 } = counts ?? {}
        const row = {
          total_students: total,
          enrolled_students: enrolled,
          completed_students: completed,
          completion_rate: percent(completed, enrolled),
        }
        return new Map(ids.map((id) => [id, row]))
      },
    },
  ],
  methods: {
    action_refresh_dashboard: onRecords([], async ({ env, model: { name }, ids }) => {
      await write(env, name, ids, { last_update: now(env) })
    }),
  },
})

const monthBefore = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 30 * 86_400_000).toISOString().slice(0, 10)
