import type { Instant } from '../columns.js'

export interface ServiceLevelTables {
  service_minute: {
    minute: Instant
    requests: number
    errors: number
    durations: number[]
  }
  course_rating: {
    channel_id: number
    /** ISO date, UTC. */
    day: string
    title: string
    average: number
    count: number
    read_at: Instant
  }
}
