/**
 * The milestones of `ladder` that `progress` has reached and that are not in `sent`, lowest first.
 * Each counts once, even if progress falls and rises again.
 */
export function newMilestones(
  progress: number,
  ladder: readonly number[],
  sent: readonly number[],
): number[] {
  return ladder
    .filter((milestone) => progress >= milestone && !sent.includes(milestone))
    .sort((a, b) => a - b)
}
