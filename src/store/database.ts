import type { ApiTables } from './tables/api.js'
import type { CertificateTables } from './tables/certificates.js'
import type { HookTables } from './tables/hooks.js'
import type { MailTables } from './tables/mail.js'
import type { PolicyTables } from './tables/policies.js'
import type { ReadModelTables } from './tables/readmodel.js'
import type { RemarkTables } from './tables/remarks.js'
import type { SyncTables } from './tables/sync.js'

/** All tables; each room declares its own beside its migration. */
export type Database = CertificateTables &
  RemarkTables &
  ReadModelTables &
  PolicyTables &
  ApiTables &
  HookTables &
  SyncTables &
  MailTables
