import type { CourseFacts, StudentFacts } from './facts.js'

/** Chart 1, box C: whether the student is enrolled in the course without an agent. */
export const isAutomatic = (
  { enrollmentType }: Pick<StudentFacts, 'enrollmentType'>,
  { autoEnroll }: Pick<CourseFacts, 'autoEnroll'>,
): boolean => autoEnroll && enrollmentType !== 'manual'
