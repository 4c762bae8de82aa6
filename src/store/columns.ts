import type { ColumnType } from 'kysely'

/** `timestamptz`: read as Date, written as Date or ISO text. */
export type Instant = ColumnType<Date, Date | string, Date | string>

/** An instant that the database fills in. */
export type GeneratedInstant = ColumnType<Date, Date | string | undefined, Date | string>

/**
 * `jsonb`: read as the value, written as JSON text. The writer always serializes, because the
 * driver would turn an array into a PostgreSQL array.
 */
export type Json<T> = ColumnType<T, string, string>
