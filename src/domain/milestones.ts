/**
 * The milestones of `ladder` that `progress` has reached and that were not told yet, lowest first. Each is told once for ever,
 * even if progress falls and rises again.
 */
export function newMilestones(
  progress: number,
  ladder: readonly number[],
  told: readonly number[],
): number[] {
  return ladder
    .filter((milestone) => progress >= milestone && !told.includes(milestone))
    .sort((a, b) => a - b)
}
