/** External ids that a student can use up, each for a contact that is no longer theirs. */
const MAX_CONTACTS = 50

/** The names of the contacts that may be made for a student, in the order of their use. */
export const contactExternalIds = (studentId: number): string[] =>
  Array.from({ length: MAX_CONTACTS }, (_, index) =>
    index === 0 ? `contact_student_${studentId}` : `contact_student_${studentId}_${index + 1}`,
  )
