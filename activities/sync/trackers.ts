const STATUS_ORDER = ['not_started', 'in_progress', 'completed', 'certified']

/**
 * The tracker to use for each course of one student, by course integration. The suite checks
 * uniqueness only by a search, so a course can have two: the one with the furthest status counts,
 * and of equal ones the older.
 */
export function oneTrackerPerCourse<
  T extends { readonly id: number; readonly courseIntegration: number; readonly status: string | null },
>(trackers: readonly T[]): Map<number, T> {
  const chosen = new Map<number, T>()
  for (const tracker of trackers) {
    const other = chosen.get(tracker.courseIntegration)
    if (!other || isBefore(tracker, other)) chosen.set(tracker.courseIntegration, tracker)
  }
  return chosen
}

type Ranked = { readonly id: number; readonly status: string | null }
const rank = ({ status }: Ranked) => STATUS_ORDER.indexOf(status ?? '')
const isBefore = (a: Ranked, b: Ranked) => rank(a) > rank(b) || (rank(a) === rank(b) && a.id < b.id)
