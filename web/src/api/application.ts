/** Returns the ids that an application’s reference, such as `7-4711`, consists of. */
export function applicationOf(ref: string): { programId: number; studentId: number } {
  const [programId = NaN, studentId = NaN] = ref.split('-').map(Number)
  return { programId, studentId }
}
