import type { Instant } from '../columns.js'

export interface ServiceLevelTables {
  service_minute: {
    minute: Instant
    requests: number
    errors: number
    durations: number[]
  }
}
