import type { Sql } from '../orm/environment.js'
import { setExternalId } from './external-id.js'
import { SUITE } from './modules.js'
import { ADMIN } from './users.js'

const SEQUENCES: readonly (readonly [code: string, name: string, prefix: string])[] = [
  ['gr.document.request', 'Training: Document request', 'DOC'],
  ['gr.homework.attempt', 'Training: Homework', 'HW'],
  ['gr.certificate', 'Training: Certificate', 'CERT'],
  ['gr.intake.batch', 'Training: Intake batch', 'BATCH'],
]

interface Cron {
  readonly name: string
  readonly every: readonly [number: number, unit: 'minutes' | 'hours' | 'days']
  readonly model: string
  readonly method: string
}

/** The suite's ten scheduled actions. Some belong to models that the sandbox does not have. */
const CRONS: readonly Cron[] = [
  {
    name: 'sync_elearning_progress',
    every: [1, 'hours'],
    model: 'gr.progress.tracker',
    method: 'sync_all_elearning_progress',
  },
  {
    name: 'auto_enroll_students',
    every: [1, 'days'],
    model: 'gr.progress.tracker',
    method: 'auto_enroll_eligible_students',
  },
  {
    name: 'progress_monitoring',
    every: [1, 'days'],
    model: 'gr.progress.tracker',
    method: 'monitor_progress_and_alerts',
  },
  {
    name: 'dashboard_auto_refresh',
    every: [15, 'minutes'],
    model: 'gr.training.dashboard',
    method: 'refresh_all_dashboards',
  },
  {
    name: 'milestone_notifications',
    every: [1, 'hours'],
    model: 'gr.progress.notification',
    method: 'create_milestone_notifications',
  },
  {
    name: 'stalled_progress_alerts',
    every: [1, 'days'],
    model: 'gr.progress.notification',
    method: 'create_stalled_progress_alerts',
  },
  {
    name: 'completion_notifications',
    every: [6, 'hours'],
    model: 'gr.progress.notification',
    method: 'create_completion_notifications',
  },
  {
    name: 'notification_cleanup',
    every: [1, 'days'],
    model: 'gr.progress.notification',
    method: 'cleanup_old_notifications',
  },
  {
    name: 'certificate_automation',
    every: [4, 'hours'],
    model: 'gr.certificate.automation',
    method: 'process_automatic_certificates',
  },
  {
    name: 'certificate_cleanup',
    every: [1, 'days'],
    model: 'gr.certificate.automation',
    method: 'cleanup_failed_certificates',
  },
]

/**
 * Creates the suite's sequences and scheduled actions, all active. The models must be described.
 */
export async function createSuite(sql: Sql): Promise<void> {
  for (const [index, [code, name, prefix]] of SEQUENCES.entries()) {
    await sql(
      `INSERT INTO ir_sequence (name, code, prefix, padding, implementation, active, number_next, number_increment, company_id)
       VALUES ($1, $2, $3, 4, 'standard', true, 1, 1, 1)`,
      [name, code, prefix],
    )
    await sql(`CREATE SEQUENCE ir_sequence_${index + 1}`)
    await setExternalId(sql, `${SUITE}.sequence_${code.replaceAll('.', '_')}`, 'ir.sequence', index + 1)
  }
  for (const { name, every, model, method } of CRONS) {
    const [row] = await sql<{ id: number }>(
      `INSERT INTO ir_cron (name, active, model_id, code, state, user_id, interval_number, interval_type, nextcall, priority)
       VALUES ($1, true, (SELECT id FROM ir_model WHERE model = $2), $3, 'code', $4, $5, $6, now() at time zone 'UTC', 5)
       RETURNING id`,
      [`Training: ${name.replaceAll('_', ' ')}`, model, `model.${method}()`, ADMIN.uid, ...every],
    )
    await setExternalId(sql, `${SUITE}.ir_cron_${name}`, 'ir.cron', row?.id ?? 0)
  }
}
