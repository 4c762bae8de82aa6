import type { AlarmTables } from './tables/alarms.js'
import type { ApplicationTables } from './tables/applications.js'
import type { ApiTables } from './tables/api.js'
import type { AuditTables } from './tables/audit.js'
import type { BulkCheckTables } from './tables/bulk-checks.js'
import type { BulkOperationTables } from './tables/bulk-operations.js'
import type { CertificateTables } from './tables/certificates.js'
import type { DryRunTables } from './tables/dry-runs.js'
import type { EventTables } from './tables/events.js'
import type { HealthTables } from './tables/health.js'
import type { WebhookTables } from './tables/webhooks.js'
import type { IntakeTables } from './tables/intake.js'
import type { LearnerTables } from './tables/learners.js'
import type { MailTables } from './tables/mail.js'
import type { MigrationPlanTables } from './tables/migration-plans.js'
import type { OutboxTables } from './tables/outbox.js'
import type { PersonTables } from './tables/people.js'
import type { PolicyTables } from './tables/policies.js'
import type { ReadModelTables } from './tables/read-model.js'
import type { CommentTables } from './tables/comments.js'
import type { CourseRulesTables } from './tables/course-rules.js'
import type { ReconciliationTables } from './tables/reconciliation.js'
import type { SavedViewTables } from './tables/saved-views.js'
import type { ServiceLevelTables } from './tables/service-levels.js'
import type { StaffEmailTables } from './tables/staff-emails.js'
import type { SyncTables } from './tables/sync.js'
import type { TodoTables } from './tables/todos.js'
import type { TaskHandlingTables } from './tables/task-handling.js'

/** All tables. Each file in `tables/` declares those of one room. */
export type Database = AlarmTables &
  ApplicationTables &
  BulkCheckTables &
  AuditTables &
  BulkOperationTables &
  CertificateTables &
  CommentTables &
  CourseRulesTables &
  DryRunTables &
  EventTables &
  HealthTables &
  IntakeTables &
  LearnerTables &
  MigrationPlanTables &
  ReadModelTables &
  PolicyTables &
  ApiTables &
  WebhookTables &
  SyncTables &
  TaskHandlingTables &
  OutboxTables &
  PersonTables &
  ReconciliationTables &
  SavedViewTables &
  ServiceLevelTables &
  TodoTables &
  StaffEmailTables &
  MailTables
