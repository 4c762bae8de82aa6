import type { Sentence } from '../../domain/sentences/sentence.js'
import type { GeneratedInstant, Instant, Json } from '../columns.js'

export interface AlarmTables {
  alarm: {
    key: string
    message: string
    /** Of the message; null: of an earlier version. */
    sentences: Json<readonly Sentence[]> | null
    raised_at: GeneratedInstant
    last_seen_at: GeneratedInstant
    /** null: the operator was not emailed yet. */
    notified_at: Instant | null
    /** null: the alarm is open. */
    cleared_at: Instant | null
    /** null: nobody was told of its end. */
    end_notified_at: Instant | null
  }
}
