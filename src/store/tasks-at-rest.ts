import { type RawBuilder, sql } from 'kysely'

/**
 * Whether a task rests, as a condition on a row of `task_handling` that is called `handling`. An
 * escalated task does not, nor one whose deadline has passed.
 */
export const isAtRest = (task: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(handling.snoozed_until > now() and not (${task} ->> 'escalated')::boolean
    and coalesce((${task} ->> 'deadline')::timestamptz > now(), true))`
