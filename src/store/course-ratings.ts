import { sql } from 'kysely'
import type { Store } from './store.js'

/** What learners think of an eLearning course, as Odoo has it now. */
export interface CourseRating {
  readonly channelId: number
  readonly title: string
  /** Mean of its ratings, 1 to 5 stars; 0: none. */
  readonly average: number
  readonly count: number
}

/** Keeps the ratings of today. What is known already changes nothing. */
export async function saveRatings({ db }: Store, ratings: readonly CourseRating[]): Promise<void> {
  if (ratings.length === 0) return
  const rows = JSON.stringify(
    ratings.map(({ channelId, ...rating }) => ({ ...rating, channel_id: channelId })),
  )
  await sql`
    insert into course_rating (channel_id, day, title, average, count, read_at)
    select channel_id, (now() at time zone 'UTC')::date, title, average, count, now()
    from jsonb_populate_recordset(null::course_rating, ${rows}::jsonb)
    order by channel_id
    on conflict (channel_id, day) do update set
      title = excluded.title, average = excluded.average, count = excluded.count, read_at = excluded.read_at
    where (course_rating.title, course_rating.average, course_rating.count)
      is distinct from (excluded.title, excluded.average, excluded.count)`.execute(db)
}

/** A rating as it was on the last of some days on which it was read. */
export interface KnownRating extends CourseRating {
  readonly asOf: Date
}

/**
 * Returns how courses were rated at the end of a period of days, both included: all ratings that
 * stood then, of each course that was read in the period and has any.
 */
export async function ratingsIn(
  { db }: Store,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<KnownRating[]> {
  const { rows } = await sql<KnownRating>`
    select * from (
      select distinct on (channel_id) channel_id as "channelId", title, average, count, read_at as "asOf"
      from course_rating where day between ${from} and ${to}
      order by channel_id, day desc
    ) as last where count > 0 order by title, "channelId"`.execute(db)
  return rows
}
