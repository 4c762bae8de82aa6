/** Who noticed that a student has changed. */
export const CHANGE_SOURCES = ['webhook', 'sweep', 'reconciliation'] as const
export type ChangeSource = (typeof CHANGE_SOURCES)[number]

/** What made us read a student. `resync`: their own workflow asked. */
export const READING_SOURCES = [...CHANGE_SOURCES, 'resync'] as const
export type ReadingSource = (typeof READING_SOURCES)[number]
