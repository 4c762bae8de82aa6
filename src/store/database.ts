import type { ApiTables } from './tables/api.js'
import type { PolicyTables } from './tables/policies.js'
import type { ReadModelTables } from './tables/readmodel.js'

/** All tables; each room declares its own beside its migration. */
export type Database = ReadModelTables & PolicyTables & ApiTables
