/**
 * Scheduled actions of the suite that write the same records as we do, by external id without the
 * module. Of its ten only `ir_cron_dashboard_auto_refresh` is missing: it writes none of them.
 */
export const COMPETING_CRONS = [
  'ir_cron_sync_elearning_progress',
  'ir_cron_auto_enroll_students',
  'ir_cron_progress_monitoring',
  'ir_cron_certificate_automation',
  'ir_cron_certificate_cleanup',
  'ir_cron_milestone_notifications',
  'ir_cron_stalled_progress_alerts',
  'ir_cron_completion_notifications',
  'ir_cron_notification_cleanup',
] as const

/** Technical names of Odoo's apps. */
export const APPS = {
  elearning: 'website_slides',
  automation: 'base_automation',
  surveys: 'survey',
} as const
